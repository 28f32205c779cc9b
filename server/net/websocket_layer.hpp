#pragma once
// What Beast's WebSocket takes for its socket. What Beast writes (the handshake's answer, pongs,
// close frames) goes to the wire's queue like our frames, whole, so the two never mix.
//
// Thread: the wire's loop. Handlers run after the call that was given them, never inside.

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/role.hpp>
#include <type_traits>
#include <utility>

#include "net/wire.hpp"

namespace usher::net {

class WebSocketLayer {
 public:
  using executor_type = Executor;
  // Decides what becomes of bytes that Beast wants to send.
  class Gate {
   public:
    virtual void on_beast_writes(std::string_view bytes) = 0;

   protected:
    ~Gate() = default;
  };

  WebSocketLayer(Wire& wire, Gate& gate) : wire_(wire), gate_(gate) {}
  executor_type get_executor() const { return wire_.stream().executor(); }

  template <class Buffers, class Handler>
  void async_read_some(const Buffers& buffers, Handler&& handler) {
    const boost::asio::mutable_buffer into(*boost::asio::buffer_sequence_begin(buffers));
    wire_.wait_to_read(
        ReadOperation<std::decay_t<Handler>>{wire_, into, std::forward<Handler>(handler)});
  }

  template <class Buffers, class Handler>
  void async_write_some(const Buffers& buffers, Handler&& handler) {
    std::size_t bytes = 0;
    const auto end = boost::asio::buffer_sequence_end(buffers);
    for (auto at = boost::asio::buffer_sequence_begin(buffers); at != end; ++at) {
      const boost::asio::const_buffer part(*at);
      gate_.on_beast_writes({static_cast<const char*>(part.data()), part.size()});
      bytes += part.size();
    }
    boost::asio::post(get_executor(), boost::beast::bind_front_handler(
                                          std::forward<Handler>(handler), Error(), bytes));
  }

  // Ends of the connection are its owner's business, never Beast's.
  template <class Handler>
  friend void async_teardown(boost::beast::role_type, WebSocketLayer& layer, Handler&& handler) {
    boost::asio::post(layer.get_executor(),
                      boost::beast::bind_front_handler(std::forward<Handler>(handler), Error()));
  }
  friend void beast_close_socket(WebSocketLayer& layer) { layer.wire_.close(); }

 private:
  using Error = boost::system::error_code;

  // Waits until there is something to read, then reads it: no buffer is lent to the kernel
  // meanwhile.
  template <class Handler>
  struct ReadOperation {
    using allocator_type = boost::asio::associated_allocator_t<Handler>;
    using executor_type = boost::asio::associated_executor_t<Handler, Executor>;
    Wire& wire;
    boost::asio::mutable_buffer into;
    Handler handler;

    allocator_type get_allocator() const { return boost::asio::get_associated_allocator(handler); }
    executor_type get_executor() const {
      return boost::asio::get_associated_executor(handler, wire.stream().executor());
    }
    void operator()(Error error) {
      if (error) return handler(error, std::size_t{0});
      const Moved moved = wire.read({static_cast<char*>(into.data()), into.size()});
      switch (moved.progress) {
        case Progress::done:
          return handler(Error(), moved.bytes);
        case Progress::ended:
          return handler(boost::asio::error::make_error_code(boost::asio::error::eof), 0);
        case Progress::want_read:
        case Progress::want_write: {
          Stream& stream = wire.stream();
          return stream.wait(moved.progress, std::move(*this));
        }
      }
    }
  };

  Wire& wire_;
  Gate& gate_;
};

}  // namespace usher::net
