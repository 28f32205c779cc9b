#pragma once
// Bytes as lower-case hex digits, and back.

#include <optional>
#include <string>
#include <string_view>

namespace usher::app {

std::string to_hex(std::string_view bytes);
std::optional<std::string> from_hex(std::string_view text);

}  // namespace usher::app
