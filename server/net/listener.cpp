#include "net/listener.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "core/limits.hpp"

namespace usher::net {
namespace {

namespace ip = boost::asio::ip;

constexpr int batch_max = 64;

// Accepted sockets inherit these. The last keeps what a client does not read in our own queue,
// which has a limit, and out of the kernel's, which grows to megabytes.
void set_options(int descriptor) {
  const auto set = [descriptor](int level, int name, int value) {
    ::setsockopt(descriptor, level, name, &value, sizeof value);
  };
  set(IPPROTO_TCP, TCP_NODELAY, 1);
  set(SOL_SOCKET, SO_KEEPALIVE, 1);
  set(IPPROTO_TCP, TCP_NOTSENT_LOWAT, static_cast<int>(limits::kernel_unsent_bytes_max));
}

}  // namespace

Listener::Listener(Hub& hub, ports::Log& log, ports::Metrics& metrics, Accepted accepted)
    : hub_(hub),
      log_(log),
      accepted_total_(metrics.counter("usher_net_accepted_total", "Connections accepted")),
      pauses_total_(metrics.counter("usher_net_accept_pauses_total",
                                    "Times that no file descriptor was free for a connection")),
      accepted_(std::move(accepted)),
      acceptor_(hub.context().get_executor()),
      timer_(hub.context().get_executor()) {}

boost::system::error_code Listener::listen(const ip::tcp::endpoint& endpoint) {
  boost::system::error_code error;
  const auto failed = [&error] { return bool(error); };
  acceptor_.open(endpoint.protocol(), error);
  if (failed()) return error;
  acceptor_.set_option(ip::tcp::acceptor::reuse_address(true), error);
  if (!failed()) acceptor_.bind(endpoint, error);
  if (!failed()) set_options(acceptor_.native_handle());
  if (!failed()) acceptor_.listen(boost::asio::socket_base::max_listen_connections, error);
  if (!failed()) acceptor_.native_non_blocking(true, error);
  if (!failed()) port_ = acceptor_.local_endpoint(error).port();
  if (failed()) {
    stop();
    return error;
  }
  wait();
  return error;
}

void Listener::stop() {
  boost::system::error_code ignored;
  timer_.cancel();
  acceptor_.close(ignored);
}

void Listener::wait() {
  acceptor_.async_wait(Acceptor::wait_read, [this](boost::system::error_code error) {
    if (!error) accept_batch();
  });
}

void Listener::accept_batch() {
  for (int i = 0; i < batch_max && acceptor_.is_open(); ++i) {
    ip::tcp::endpoint peer;
    auto size = static_cast<socklen_t>(peer.capacity());
    const int descriptor =
        ::accept4(acceptor_.native_handle(), peer.data(), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor < 0) {
      if (errno == EAGAIN || errno == EWOULDBLOCK) break;
      if (errno == EINTR || errno == ECONNABORTED || errno == EPROTO || errno == EPERM) continue;
      return rest(errno);
    }
    if (std::exchange(resting_, false)) log_.info("accepting_again");
    peer.resize(size);
    accepted_total_.add();
    accepted_(Stream::Detached(descriptor), peer.address());
  }
  if (acceptor_.is_open()) wait();
}

void Listener::rest(int reason) {
  if (!std::exchange(resting_, true)) {
    pauses_total_.add();
    log_.warning("accept_paused", {{"reason", std::strerror(reason)}});
  }
  timer_.expires_after(std::chrono::milliseconds(limits::accept_pause_ms));
  timer_.async_wait([this](boost::system::error_code error) {
    if (!error && acceptor_.is_open()) accept_batch();
  });
}

}  // namespace usher::net
