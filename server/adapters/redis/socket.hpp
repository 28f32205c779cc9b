#pragma once
// One connection to Redis: hiredis' asynchronous client on an Asio context. The only file that
// knows either.
//
// Thread: the context's. What was sent is answered in its order; when the connection ends, all that
// waits gets null, and `ended` is called once, unless the socket was destroyed by then. Not to be
// destroyed inside a callback of its own: post that.

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/redis/reply.hpp"

namespace boost::asio {
class io_context;
}

namespace usher::adapters {

class RedisSocket {
 public:
  struct Events {
    std::function<void()> connected;
    std::function<void(const std::string& why)> ended;
    std::function<void(std::string_view message)> message;  // of a channel
  };
  // Begins to connect. A host name is resolved here, on this thread.
  RedisSocket(boost::asio::io_context& context, const std::string& host, std::uint16_t port,
              Events events);
  ~RedisSocket();
  RedisSocket(const RedisSocket&) = delete;
  RedisSocket& operator=(const RedisSocket&) = delete;

  void send(const std::vector<std::string>& words, RedisDone done);
  void subscribe(const std::string& channel);

 private:
  class State;
  std::shared_ptr<State> state_;
};

}  // namespace usher::adapters
