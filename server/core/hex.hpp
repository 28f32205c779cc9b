#pragma once
// Bytes as lower-case hex digits, which every store and every URL takes, and back.

#include <optional>
#include <string>
#include <string_view>

namespace usher::core {

std::string to_hex(std::string_view bytes);
// None for anything that to_hex() does not write.
std::optional<std::string> from_hex(std::string_view text);

}  // namespace usher::core
