#pragma once
// What a session sees of its socket (WebSocket or long-poll), and what a socket sees of its
// session. Both live on the floor's loop and are used from nowhere else.

#include <string_view>

#include "core/command.hpp"
#include "protocol/frames.gen.hpp"

namespace usher::app {

using CloseCode = protocol::CloseCode;

class Connection {
 public:
  virtual ~Connection() = default;
  // Queues one text frame. Frames leave in this order, at the end of the loop's turn. A connection
  // whose queue would pass the limit is cut with too_slow; later sends do nothing.
  virtual void send(std::string_view frame) = 0;
  // Sends what is queued, then closes. Later sends do nothing. on_closed() follows, never inside.
  virtual void close(CloseCode code, std::string_view reason) = 0;
  // Its session has found out who is at the other end. Once, and not for everyone.
  virtual void known_as(core::Author) {}
};

class Session {
 public:
  virtual ~Session() = default;
  // One whole text frame, valid UTF-8. The view is valid during the call.
  virtual void on_frame(std::string_view frame) = 0;
  // The last call. The connection is gone after it.
  virtual void on_closed() = 0;
};

}  // namespace usher::app
