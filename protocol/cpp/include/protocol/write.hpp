#pragma once
// Writes what the server sends. Each write() appends one JSON object to `out` and nothing else;
// texts must be UTF-8 and may hold anything. Optional members without a value are left out,
// nullable ones become null.

#include <string>
#include <string_view>

#include "protocol/write.gen.hpp"

namespace usher::protocol {

// Appends `text` as a JSON string, quotes included.
void append_json_text(std::string& out, std::string_view text);

}  // namespace usher::protocol
