#pragma once
// The envelope of a long poll: {"ack":n,"seq":n,"frames":[{…},…]}. Only the envelope is read here;
// each frame stays the text that it is, and is checked by whoever understands it. Pure; a client
// controls every byte of the input.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace usher::net {

struct PollBody {
  std::uint64_t ack = 0;                 // the highest server frame that the client has
  std::uint64_t seq = 1;                 // the number of the first of `frames`
  std::vector<std::string_view> frames;  // JSON objects, in the body's memory
};

// None unless the body is one JSON object of that shape and valid UTF-8. Unknown members are
// ignored.
std::optional<PollBody> read_poll_body(std::string_view body);

}  // namespace usher::net
