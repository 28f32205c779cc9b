#include "net/server.hpp"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <csignal>
#include <utility>

#include "net/door.hpp"
#include "net/http_connection.hpp"
#include "net/hub.hpp"
#include "net/listener.hpp"
#include "net/poll_desk.hpp"
#include "net/router.hpp"
#include "net/websocket_connection.hpp"

namespace usher::net {
namespace {

namespace ip = boost::asio::ip;

std::string where(const ServerOptions& options) {
  return options.address + " port " + std::to_string(options.port);
}

}  // namespace

class Server::Impl {
 public:
  Impl(ServerOptions options, app::Front& front, AsioLoop& front_loop,
       std::vector<AsioLoop*> floors, ports::Random& random, ports::Log& log,
       ports::Metrics& metrics);
  ~Impl();

  std::optional<StartError> start();
  void drain(std::int64_t deadline_ms, std::function<void()> done);
  std::uint16_t port() const { return listener_.port(); }

 private:
  using Timer = boost::asio::basic_waitable_timer<
      std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;

  // One hub a loop, though the front's loop may be a floor's too.
  Hub& hub_of(AsioLoop& loop, ports::Metrics& metrics);
  void accepted(Stream::Detached socket, ip::address peer);
  void begin_drain(std::int64_t deadline_ms, std::function<void()> done);
  void cut_at(std::chrono::milliseconds wait);
  void on_every_hub(void (Hub::*call)());

  ServerOptions options_;
  app::Front& front_;
  AsioLoop& front_loop_;
  ports::Log& log_;
  ports::Counter& refused_total_;
  std::vector<std::unique_ptr<Hub>> hubs_;
  Hub& front_hub_;
  std::vector<Hub*> floor_hubs_;
  Networks trusted_proxies_;
  std::optional<TlsContext> tls_;
  AssetTable assets_;
  std::shared_ptr<Door> door_;
  std::shared_ptr<Door> polls_door_;
  PollDesk polls_;
  Router router_;
  HttpHouse house_;
  Listener listener_;
  Timer drain_timer_;
};

Hub& Server::Impl::hub_of(AsioLoop& loop, ports::Metrics& metrics) {
  for (const auto& hub : hubs_) {
    if (&hub->loop() == &loop) return *hub;
  }
  return *hubs_.emplace_back(std::make_unique<Hub>(loop, metrics, options_.waits));
}

Server::Impl::Impl(ServerOptions options, app::Front& front, AsioLoop& front_loop,
                   std::vector<AsioLoop*> floors, ports::Random& random, ports::Log& log,
                   ports::Metrics& metrics)
    : options_(std::move(options)),
      front_(front),
      front_loop_(front_loop),
      log_(log),
      refused_total_(metrics.counter("usher_net_refused_total",
                                     "Connections refused because there were too many")),
      front_hub_(hub_of(front_loop, metrics)),
      floor_hubs_([&] {
        std::vector<Hub*> hubs;
        for (AsioLoop* loop : floors) hubs.push_back(&hub_of(*loop, metrics));
        return hubs;
      }()),
      assets_(options_.assets, options_.demo),
      door_(std::make_shared<Door>(front_loop, options_.connections_max,
                                   options_.connections_per_address_max,
                                   metrics.gauge("usher_net_connections", "Open sockets"))),
      polls_door_(std::make_shared<Door>(
          front_loop, options_.connections_max, options_.connections_per_address_max,
          metrics.gauge("usher_net_polls", "Open long-poll connections"))),
      polls_(front_hub_, floor_hubs_, front, random, log, polls_door_),
      router_(front, assets_, polls_, log),
      house_{front_hub_, router_, trusted_proxies_,
             [this](Upgrade upgrade) {
               Hub& hub = *floor_hubs_.at(upgrade.admission.loop);
               auto shared = std::make_shared<Upgrade>(std::move(upgrade));
               hub.loop().post([this, &hub, shared] {
                 start_websocket(hub, front_, log_, std::move(*shared));
               });
             }},
      listener_(front_hub_, log, metrics,
                [this](Stream::Detached socket, ip::address peer) {
                  accepted(std::move(socket), std::move(peer));
                }),
      drain_timer_(front_loop.context().get_executor()) {}

// Sessions end while everything that they might still call is here.
Server::Impl::~Impl() {
  for (const auto& hub : hubs_) hub->abandon_all();
}

std::optional<StartError> Server::Impl::start() {
  using Kind = StartError::Kind;
  for (const std::string& proxy : options_.trusted_proxies) {
    if (!trusted_proxies_.add(proxy)) {
      return StartError{Kind::bad_proxy, "trusted proxy is no address or network: " + proxy};
    }
  }
  if (options_.tls) {
    auto loaded = TlsContext::load(options_.tls->certificate, options_.tls->key);
    if (auto* message = std::get_if<std::string>(&loaded)) {
      return StartError{Kind::bad_tls, std::move(*message)};
    }
    tls_ = std::get<TlsContext>(std::move(loaded));
    // OpenSSL writes to the descriptor itself, without MSG_NOSIGNAL.
    std::signal(SIGPIPE, SIG_IGN);
  }
  boost::system::error_code error;
  const ip::address address = ip::make_address(options_.address, error);
  if (error) return StartError{Kind::bad_address, "not an IP address: " + options_.address};
  error = listener_.listen({address, options_.port});
  if (error) {
    const bool taken = error == boost::asio::error::address_in_use;
    return StartError{taken ? Kind::address_in_use : Kind::cannot_listen,
                      "cannot listen on " + where(options_) + ": " + error.message()};
  }
  for (const auto& hub : hubs_) {
    hub->loop().post([&hub = *hub] { hub.start(); });
  }
  return std::nullopt;
}

void Server::Impl::accepted(Stream::Detached socket, ip::address peer) {
  auto ticket = door_->admit(peer, trusted_proxies_.contains(peer));
  if (!ticket) {
    refused_total_.add();
    return;
  }
  if (tls_ && !(socket.ssl = tls_->make(socket.descriptor))) return;
  start_http(house_, Stream(front_hub_.readiness(), std::move(socket)), std::move(peer),
             tls_.has_value(), std::move(*ticket));
}

void Server::Impl::on_every_hub(void (Hub::*call)()) {
  for (const auto& hub : hubs_) {
    hub->loop().post([&hub = *hub, call] { (hub.*call)(); });
  }
}

void Server::Impl::drain(std::int64_t deadline_ms, std::function<void()> done) {
  front_loop_.post([this, deadline_ms, done = std::move(done)]() mutable {
    begin_drain(deadline_ms, std::move(done));
  });
}

void Server::Impl::begin_drain(std::int64_t deadline_ms, std::function<void()> done) {
  listener_.stop();
  house_.draining = true;
  on_every_hub(&Hub::retire_all);
  cut_at(std::chrono::milliseconds(deadline_ms));
  door_->when_empty([this, done = std::move(done)]() mutable {
    polls_door_->when_empty([this, done = std::move(done)] {
      drain_timer_.cancel();
      done();
    });
  });
}

// Again each second: a connection that was on its way between two loops shows up late.
void Server::Impl::cut_at(std::chrono::milliseconds wait) {
  drain_timer_.expires_after(wait);
  drain_timer_.async_wait([this](boost::system::error_code error) {
    if (error) return;
    on_every_hub(&Hub::cut_all);
    cut_at(std::chrono::seconds(1));
  });
}

Server::Server(ServerOptions options, app::Front& front, AsioLoop& front_loop,
               std::vector<AsioLoop*> floors, ports::Random& random, ports::Log& log,
               ports::Metrics& metrics)
    : impl_(std::make_unique<Impl>(std::move(options), front, front_loop, std::move(floors), random,
                                   log, metrics)) {}

Server::~Server() = default;

std::optional<StartError> Server::start() { return impl_->start(); }

std::uint16_t Server::port() const { return impl_->port(); }

void Server::drain(std::int64_t deadline_ms, std::function<void()> done) {
  impl_->drain(deadline_ms, std::move(done));
}

}  // namespace usher::net
