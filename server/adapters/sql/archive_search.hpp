#pragma once
// Looks for words in the archive's messages. Failures: soci::soci_error.
//
// A question's last word may go on ("ref" finds "refund"). The index answers that by gathering all
// messages of all words that begin so before it gives the first, which takes long for a common
// beginning: 200 ms among a million messages. So the newest messages with the other words are read
// first and looked at themselves. A common beginning fills the page from these, and a rare one is
// soon gathered.

#include <soci/soci.h>

#include <vector>

#include "ports/archive.hpp"

namespace usher::adapters {

std::vector<ports::FoundMessage> find_messages(soci::session& session, core::AccountId account,
                                               const ports::MessageQuery& query);

}  // namespace usher::adapters
