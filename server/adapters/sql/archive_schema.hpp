#pragma once
// What differs between SQL engines in the archive: its tables, and the full-text index of messages.
// That one is asked by a text of words that must all be there.

#include <soci/soci.h>

#include <string>
#include <vector>

#include "adapters/sql/place.hpp"

namespace usher::adapters {

// Raised whenever the tables change: the archive is then made anew.
inline constexpr int archive_version = 4;
const std::vector<std::string>& archive_schema();

// Marks stand among a message's terms, which hold no "_": of which account it is, of whom.
inline std::string account_mark(Number account) { return "_a" + std::to_string(account); }
inline std::string visitor_mark(Number visitor) { return "_v" + std::to_string(visitor); }

// What a message's row in the index holds: its text's terms, and marks.
std::string index_words(const std::string& text, Number account, Number visitor);
// The index's question for all of `terms`, the last of which may go on when `open_end`, and one of
// `any`, unless there are none.
std::string index_query(const std::vector<std::string>& terms, bool open_end,
                        const std::vector<std::string>& any);

// Messages leave the index with the words that they came in with. Then clean_index(), or the terms
// stay in its file.
inline constexpr const char* unindex_message =
    "INSERT INTO message_word (message_word, rowid, words) VALUES ('delete', :row, :words)";
void clean_index(soci::session& session);

}  // namespace usher::adapters
