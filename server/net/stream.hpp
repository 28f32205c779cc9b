#pragma once
// A connected socket, plain or TLS, as a state machine that never blocks: try to read or write now,
// and when that is not possible, wait until it is. It belongs to one loop at a time.

#include <boost/asio/append.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <cstddef>
#include <span>
#include <string_view>
#include <utility>

#include "net/tls.hpp"

namespace usher::net {

using Executor = boost::asio::io_context::executor_type;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;

enum class Progress : unsigned char {
  done,        // `bytes` were moved, at least one
  want_read,   // nothing can be moved until the socket is readable
  want_write,  // … writable
  ended,       // the other end has finished sending, or the connection broke
};

struct Moved {
  Progress progress = Progress::ended;
  std::size_t bytes = 0;
};

class Stream {
 public:
  // `socket` is connected and non-blocking; `ssl` works on its descriptor, or is null.
  Stream(Socket socket, SslPointer ssl) : socket_(std::move(socket)), ssl_(std::move(ssl)) {}

  Moved read(std::span<char> into);
  Moved write(std::string_view from);
  // Bytes that TLS has already taken from the socket: no readiness will announce them.
  bool has_buffered() const { return ssl_ && SSL_has_pending(ssl_.get()); }

  // handler(error_code): ready, or aborted by close().
  template <class Handler>
  void wait(Progress want, Handler&& handler) {
    socket_.async_wait(want == Progress::want_write ? Socket::wait_write : Socket::wait_read,
                       std::forward<Handler>(handler));
  }

  // handler(error_code()), when the loop's turn has ended.
  template <class Handler>
  void post(Handler&& handler) {
    boost::asio::post(executor(), boost::asio::append(std::forward<Handler>(handler),
                                                      boost::system::error_code()));
  }

  void finish_sending();  // tells the other end that nothing follows
  void close();           // waits end as aborted; idempotent
  bool is_open() const { return socket_.is_open(); }
  Executor executor() { return socket_.get_executor(); }

  // Takes the connection away from its loop; this object is then closed. No wait is pending.
  struct Detached {
    int descriptor = -1;
    bool v6 = false;
    SslPointer ssl;
    Detached() = default;
    Detached(Detached&& other) noexcept
        : descriptor(std::exchange(other.descriptor, -1)),
          v6(other.v6),
          ssl(std::move(other.ssl)) {}
    Detached& operator=(Detached&&) = delete;
    ~Detached();  // closes it, when no loop took it over
  };
  Detached detach();
  // On the new loop's thread.
  static Stream attach(boost::asio::io_context& context, Detached detached);

 private:
  Moved tls_result(int result);

  Socket socket_;
  SslPointer ssl_;
};

}  // namespace usher::net
