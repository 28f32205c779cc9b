#include "protocol/ids.hpp"

#include <array>

namespace usher::protocol {
namespace {

constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t digits_max = 11;  // 53 bits, five a digit
constexpr std::uint8_t no_digit = 0xff;

constexpr auto value_of = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(no_digit);
  for (std::size_t value = 0; value < digits.size(); ++value) {
    table[static_cast<unsigned char>(digits[value])] = static_cast<std::uint8_t>(value);
  }
  return table;
}();

}  // namespace

void append_id(std::string& out, char prefix, std::uint64_t id) {
  char text[2 + 13];  // 64 bits need 13 digits; more than 53 are a bug, but not an overflow
  char* const end = text + sizeof text;
  char* at = end;
  do {
    *--at = digits[id & 31];
    id >>= 5;
  } while (id != 0);
  *--at = '_';
  *--at = prefix;
  out.append(at, static_cast<std::size_t>(end - at));
}

std::optional<std::uint64_t> parse_id(char prefix, std::string_view text) {
  if (text.size() < 3 || text.size() > 2 + digits_max) return std::nullopt;
  if (text[0] != prefix || text[1] != '_' || text[2] == '0') return std::nullopt;
  std::uint64_t id = 0;
  for (const char digit : text.substr(2)) {
    const std::uint8_t value = value_of[static_cast<unsigned char>(digit)];
    if (value == no_digit) return std::nullopt;
    id = id << 5 | value;
  }
  if (id > id_max) return std::nullopt;
  return id;
}

}  // namespace usher::protocol
