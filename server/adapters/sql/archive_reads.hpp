#pragma once
// What ports/archive.hpp asks of the archive's tables. Failures: soci::soci_error.

#include <soci/soci.h>

#include <optional>
#include <vector>

#include "ports/archive.hpp"

namespace usher::adapters {

std::optional<ports::PastConversation> read_conversation(soci::session& session,
                                                         core::AccountId account,
                                                         core::ConversationId id);
bool have_met(soci::session& session, core::AccountId account, core::VisitorId visitor,
              core::AgentId agent);
std::vector<ports::PastVisit> read_visits(soci::session& session, core::AccountId account,
                                          core::VisitorId visitor, core::VisitId before,
                                          std::size_t limit);
std::vector<ports::PastPage> read_pages(soci::session& session, core::AccountId account,
                                        core::VisitorId visitor, core::VisitId visit,
                                        std::size_t limit);
std::vector<ports::PastConversation> read_conversations(soci::session& session,
                                                        core::AccountId account,
                                                        core::VisitorId visitor,
                                                        core::ConversationId before,
                                                        std::size_t limit);
std::vector<ports::FunnelRow> read_funnel(soci::session& session, core::AccountId account,
                                          ports::Period period, ports::FunnelBy by,
                                          std::size_t limit);

}  // namespace usher::adapters
