#pragma once
// Ids on the wire: a prefix, an underscore, and a number from 1 to 2^53-1 in Crockford's base32,
// lower case, without leading zeros: "c_1s9z". One number has one spelling.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace usher::protocol {

inline constexpr std::uint64_t id_max = (std::uint64_t{1} << 53) - 1;

void append_id(std::string& out, char prefix, std::uint64_t id);
std::optional<std::uint64_t> parse_id(char prefix, std::string_view text);

}  // namespace usher::protocol
