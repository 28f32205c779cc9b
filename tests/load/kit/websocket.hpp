#pragma once
// The client's half of RFC 6455 framing, as little of it as measuring needs: no extensions, no
// streaming. Pure functions on bytes.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace usher::load {

enum class Opcode : std::uint8_t {
  continuation = 0x0,
  text = 0x1,
  binary = 0x2,
  close = 0x8,
  ping = 0x9,
  pong = 0xA,
};

// Appends one masked frame. The key is fixed: it costs the server the same work as a random one,
// and the generator less.
void append_frame(std::string& out, Opcode opcode, std::string_view payload);

struct ServerFrame {
  Opcode opcode = Opcode::text;
  bool last = true;
  std::string_view payload;  // points into the bytes given
};

// Takes one whole frame off the front of `bytes`; none when it is not all there yet.
std::optional<ServerFrame> take_frame(std::string_view& bytes);

// 1005 when the payload names none.
std::uint16_t close_code_of(std::string_view payload);

// The request that asks for a WebSocket; `headers` are whole lines, each ending in "\r\n".
std::string upgrade_request(std::string_view host, std::string_view path, std::string_view headers);

}  // namespace usher::load
