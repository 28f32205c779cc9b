#pragma once
// Entries of a conversation that follow each other, as one row of the index holds them: where each
// stands, and the hash of each message's author and client id. One row for many entries costs a
// tenth of a row for each, to write and to find.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/sql/tail.hpp"

namespace usher::adapters {

inline constexpr std::size_t run_entries_max = 64;

// The first entries, as many as fit into one run: their seqs follow each other.
std::span<const TailEntry> first_run(std::span<const TailEntry> entries);

// Text of hexadecimal numbers, the same for every engine.
std::string encode_run(std::span<const TailEntry> run);
// False when the text is damaged.
bool decode_run(Number shelf, Number first_seq, std::string_view text, std::vector<TailEntry>& to);

}  // namespace usher::adapters
