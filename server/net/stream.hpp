#pragma once
// A connected socket, plain or TLS, as a state machine that never blocks: try to read or write now,
// and when that is not possible, wait until it is. It belongs to one loop at a time.

#include <boost/asio/append.hpp>
#include <boost/asio/post.hpp>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

#include "net/readiness.hpp"
#include "net/tls.hpp"

namespace usher::net {

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
  // A connection between two loops, or before its first.
  struct Detached {
    int descriptor = -1;  // connected and non-blocking
    SslPointer ssl;       // works on the descriptor, or null
    Detached() = default;
    explicit Detached(int given) : descriptor(given) {}
    Detached(Detached&& other) noexcept
        : descriptor(std::exchange(other.descriptor, -1)), ssl(std::move(other.ssl)) {}
    Detached& operator=(Detached&&) = delete;
    ~Detached();  // closes it, when no loop took it over
  };

  // On the loop's thread. The stream is closed when the loop cannot have it.
  Stream(Readiness& readiness, Detached detached);
  ~Stream() { close(); }
  Stream(Stream&& other) noexcept
      : readiness_(other.readiness_),
        descriptor_(std::exchange(other.descriptor_, -1)),
        watch_(std::move(other.watch_)),
        ssl_(std::move(other.ssl_)) {}
  Stream& operator=(Stream&&) = delete;

  Moved read(std::span<char> into);
  Moved write(std::string_view from);
  // Bytes that TLS has already taken from the socket: no readiness will announce them.
  bool has_buffered() const { return ssl_ && SSL_has_pending(ssl_.get()); }

  // handler(error_code), never inside this call: ready or seeming so, or aborted by close().
  template <class Handler>
  void wait(Progress want, Handler&& handler) {
    using For = Readiness::Watch::For;
    auto waiter = make_waiter(std::forward<Handler>(handler));
    if (!watch_) return readiness_->abort(std::move(waiter));
    watch_->wait(want == Progress::want_write ? For::writing : For::reading, std::move(waiter));
  }

  // handler(error_code()), when the loop's turn has ended.
  template <class Handler>
  void post(Handler&& handler) {
    boost::asio::post(executor(), boost::asio::append(std::forward<Handler>(handler),
                                                      boost::system::error_code()));
  }

  void finish_sending();  // tells the other end that nothing follows
  void close();           // waits end as aborted; idempotent
  bool is_open() const { return descriptor_ >= 0; }
  Executor executor() const { return readiness_->context().get_executor(); }

  // Takes the connection away from its loop; this object is then closed. No wait is pending.
  Detached detach();

 private:
  Moved tls_result(int result);

  Readiness* readiness_;
  int descriptor_ = -1;
  std::unique_ptr<Readiness::Watch> watch_;
  SslPointer ssl_;
};

}  // namespace usher::net
