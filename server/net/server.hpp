#pragma once
// Sockets for the app: HTTP/1.1, WebSockets, their long-poll twin and the embedded pages, on one
// port.
//
// Threads: accepting and HTTP live on the front's loop. An admitted connection moves, socket and
// all, to the loop of its floor and stays there. Nothing here takes a lock on the path of a frame.
// Limits (limits.hpp, "The network"): every buffer, queue, wait and count has one.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/front.hpp"
#include "core/limits.hpp"
#include "net/assets.hpp"
#include "net/loop.hpp"
#include "net/waits.hpp"
#include "ports/clock.hpp"
#include "ports/log.hpp"
#include "ports/metrics.hpp"

namespace usher::net {

struct TlsFiles {
  std::string certificate;  // PEM, the whole chain, the server's own first
  std::string key;          // PEM, not encrypted
};

struct ServerOptions {
  std::string address = "127.0.0.1";  // a literal IPv4 or IPv6 address
  std::uint16_t port = 8080;          // 0: any free one, see Server::port()
  std::optional<TlsFiles> tls;
  // Addresses or networks ("10.0.0.0/8") whose X-Forwarded-For and X-Forwarded-Proto are believed.
  std::vector<std::string> trusted_proxies;
  std::size_t connections_max = limits::connections_max;
  // Of one client address; trusted proxies are exempt. 0: no cap.
  std::size_t connections_per_address_max = limits::connections_per_address_max;
  std::span<const Asset> assets;
  bool demo = false;  // serve "/demo/…"
  Waits waits;
};

// Why the server could not start, as one line for the operator.
struct StartError {
  enum class Kind : std::uint8_t { bad_address, bad_proxy, address_in_use, cannot_listen, bad_tls };
  Kind kind = Kind::cannot_listen;
  std::string message;
};

class Server {
 public:
  // All references must outlive the server. `floors` are the loops that Admission::loop counts; the
  // front's loop may be one of them.
  Server(ServerOptions options, app::Front& front, AsioLoop& front_loop,
         std::vector<AsioLoop*> floors, ports::Random& random, ports::Log& log,
         ports::Metrics& metrics);
  // After drain() was done, or after the loops were stopped and joined: sessions that are still
  // open then get on_closed() on the caller's thread.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Binds and begins to accept. Before the loops run, or from the front's loop.
  std::optional<StartError> start();

  // The port that is bound. From any thread, after start().
  std::uint16_t port() const;

  // Stops accepting, closes HTTP connections between their requests, and waits until every socket
  // is gone; sessions are closed by the app. What is left after `deadline_ms` is cut. `done` runs
  // on the front's loop, once. From any thread.
  void drain(std::int64_t deadline_ms, std::function<void()> done);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace usher::net
