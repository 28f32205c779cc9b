#pragma once
// The listening socket. Accepts on the front's loop in small batches; without a free file
// descriptor it rests and tries again, since the kernel would announce the same client for ever.

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "net/hub.hpp"
#include "net/stream.hpp"
#include "ports/log.hpp"
#include "ports/metrics.hpp"

namespace usher::net {

class Listener {
 public:
  // `accepted` gets a connected, non-blocking socket and its client's address.
  using Accepted = std::function<void(Stream::Detached, boost::asio::ip::address)>;

  Listener(Hub& hub, ports::Log& log, ports::Metrics& metrics, Accepted accepted);

  boost::system::error_code listen(const boost::asio::ip::tcp::endpoint& endpoint);
  std::uint16_t port() const { return port_; }
  void stop();

 private:
  using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, Executor>;
  using Timer = boost::asio::basic_waitable_timer<
      std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;

  void wait();
  void accept_batch();
  void rest(int reason);

  Hub& hub_;
  ports::Log& log_;
  ports::Counter& accepted_total_;
  ports::Counter& pauses_total_;
  Accepted accepted_;
  Acceptor acceptor_;
  Timer timer_;
  std::uint16_t port_ = 0;
  bool resting_ = false;
};

}  // namespace usher::net
