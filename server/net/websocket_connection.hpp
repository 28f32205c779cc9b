#pragma once
// A WebSocket between a session and a socket. Reading, the closing handshake and all of RFC 6455's
// refusals are Beast's; sending is ours, so that all frames of a loop's turn leave in one system
// call (docs/decisions/0003-beast-lean-callbacks.md).

#include <memory>
#include <string>

#include "app/front.hpp"
#include "net/door.hpp"
#include "net/http_reader.hpp"
#include "net/hub.hpp"
#include "net/stream.hpp"
#include "ports/log.hpp"

namespace usher::net {

// An admitted request on its way to its floor's loop, socket and all. Dropping it closes the
// socket.
struct Upgrade {
  Stream::Detached socket;
  RawRequest request;
  std::string rest;  // what the client sent behind it
  app::Admission admission;
  Door::Ticket ticket;
};

// Whether the request asks for a WebSocket at all. Its details are checked by the upgrade.
bool asks_for_websocket(const RawRequest& request);

// Completes the upgrade and opens the session. On the hub's loop, which is the admission's. The
// connection then owns itself until it is closed.
void start_websocket(Hub& hub, app::Front& front, ports::Log& log, Upgrade upgrade);

}  // namespace usher::net
