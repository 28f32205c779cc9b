#pragma once
// One client's HTTP/1.1 connection on the front's loop: requests one after another, each with its
// deadline, until it is closed or becomes a WebSocket.

#include <boost/asio/ip/address.hpp>
#include <functional>
#include <memory>

#include "net/door.hpp"
#include "net/hub.hpp"
#include "net/request.hpp"
#include "net/router.hpp"
#include "net/stream.hpp"
#include "net/websocket_connection.hpp"

namespace usher::net {

// What all connections of a server share; outlives them.
struct HttpHouse {
  Hub& hub;  // the front's
  Router& router;
  const Networks& trusted_proxies;
  std::function<void(Upgrade)> upgrade;  // takes the socket to the admission's loop
  bool draining = false;
  std::size_t uploads = 0;  // bodies of files that are on their way
};

// The connection then owns itself until it is closed.
void start_http(HttpHouse& house, Stream stream, boost::asio::ip::address peer, bool tls,
                Door::Ticket ticket);

}  // namespace usher::net
