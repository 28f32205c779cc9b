#pragma once
// The small JSON objects of the HTTP API.

#include <optional>
#include <string_view>

#include "protocol/frames.gen.hpp"

namespace usher::protocol {

// A flat object whose members are all strings: {"login":"ann","password":"…"}. None for anything
// else: other types, nesting, a repeated member, more than 4 KiB, bad UTF-8. Never throws.
std::optional<TextMap> read_text_object(std::string_view body);

}  // namespace usher::protocol
