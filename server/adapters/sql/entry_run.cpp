#include "adapters/sql/entry_run.hpp"

#include <array>
#include <charconv>

namespace usher::adapters {
namespace {

constexpr int base = 16;
constexpr char hash_follows = ':';
constexpr char entry_ends = ' ';

void append(std::string& text, std::uint64_t number) {
  std::array<char, 16> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, base).ptr;
  text.append(digits.data(), end);
}

bool take(std::string_view& text, std::uint64_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc()) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

bool take(std::string_view& text, char wanted) {
  if (!text.starts_with(wanted)) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::span<const TailEntry> first_run(std::span<const TailEntry> entries) {
  std::size_t count = entries.empty() ? 0 : 1;
  while (count < entries.size() && count < run_entries_max &&
         entries[count].seq == entries[count - 1].seq + 1) {
    ++count;
  }
  return entries.first(count);
}

std::string encode_run(std::span<const TailEntry> run) {
  std::string text;
  for (const TailEntry& entry : run) {
    append(text, position_of(entry.place));
    if (entry.hash) {
      text += hash_follows;
      append(text, static_cast<std::uint64_t>(*entry.hash));
    }
    text += entry_ends;
  }
  return text;
}

bool decode_run(Number shelf, Number first_seq, std::string_view text, std::vector<TailEntry>& to) {
  for (Number seq = first_seq; !text.empty(); ++seq) {
    std::uint64_t position = 0;
    if (!take(text, position)) return false;
    TailEntry entry{seq, place_of(shelf, position), std::nullopt};
    if (take(text, hash_follows)) {
      std::uint64_t hash = 0;
      if (!take(text, hash)) return false;
      entry.hash = static_cast<Number>(hash);
    }
    if (!take(text, entry_ends)) return false;
    to.push_back(entry);
  }
  return true;
}

}  // namespace usher::adapters
