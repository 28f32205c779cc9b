#pragma once
// Thousands of WebSocket clients on one thread: a loop over epoll, and one small object a
// connection.
//
// Frames sent during a turn leave together at its end, one send a connection, as a busy browser's
// would. Everything here belongs to one thread. A Link may be destroyed at any time except inside
// its own callbacks; that drops the connection without a goodbye (RST, so that its port is free at
// once).

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kit/websocket.hpp"

namespace usher::load {

class Link;
class Loop;

struct Endpoint {
  std::uint16_t port = 0;
  std::string path;         // "/ws/visitor?site=…"
  std::string headers;      // whole lines; Host and the WebSocket's own are added
  std::uint8_t source = 1;  // connects from 127.0.0.<source>: 28,000 ports each
};

class Handler {
 public:
  virtual ~Handler() = default;
  virtual void on_open(Link& link) = 0;
  // One whole message. The view is valid during the call.
  virtual void on_frame(Link& link, std::string_view text) = 0;
  // The last call. `code` is the close frame's; 1006 when there was none; below 600 it is the
  // status of an answer that refused the upgrade.
  virtual void on_gone(Link& link, std::uint16_t code) = 0;
};

class Link {
 public:
  Link(Loop& loop, const Endpoint& endpoint, Handler& handler);
  ~Link();
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  void send(std::string_view text);
  void close(std::uint16_t code);  // a polite one; on_gone() follows when the server answers
  bool is_open() const { return state_ == State::open; }
  std::size_t unsent_bytes() const { return out_.size(); }

 private:
  friend class Loop;
  enum class State : std::uint8_t { connecting, open, gone };

  void ready(std::uint32_t events);
  void readable();
  std::string_view consume(std::string_view bytes);
  void take(const ServerFrame& frame);
  void flush();
  void gone(std::uint16_t code);
  void shut();
  void touch();

  Loop& loop_;
  Handler& handler_;
  int fd_ = -1;
  State state_ = State::connecting;
  bool dirty_ = false;
  bool watches_write_ = true;
  std::string in_;      // bytes of an unfinished frame or answer
  std::string joined_;  // fragments of an unfinished message
  std::string out_;
};

class Loop {
 public:
  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  // Waits at most so long (0: not at all) for something to read or write, handles it, then flushes.
  void turn(std::int64_t timeout_ns);

  // Sends what was queued outside of a turn.
  void flush();

 private:
  friend class Link;
  int epoll_ = -1;
  std::vector<Link*> links_;  // by descriptor
  std::vector<Link*> dirty_;
  std::vector<char> scratch_;
};

}  // namespace usher::load
