#pragma once
// Connections and requests that arrived at one node and belong to a floor of another.
//
// Here, at the edge, connect() gives a session whose frames go to the owner; there the owner opens
// the session proper, with a connection whose frames come back. Neither knows of the way between.
//
// The bus may lose messages. So they go over links (link.hpp), which notice: a link that missed one
// is reset at both ends. The owner's sessions of it end, the edge closes its sockets with `resync`,
// and clients resume what the journal holds. Nothing else is needed to lose nothing.
//
// Threads: connect() and all that is relayed live on the account's loop; forward() and handle() on
// the front's.

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "app/front.hpp"
#include "ports/bus.hpp"
#include "ports/clock.hpp"
#include "ports/log.hpp"
#include "ports/loop.hpp"
#include "ports/metrics.hpp"

namespace usher::app {

class Relay {
 public:
  struct World {
    ports::Bus& bus;
    ports::NodeId me;
    ports::Random& random;
    const ports::Clock& clock;
    ports::Log& log;
    ports::Metrics& metrics;
    ports::Loop& front;
    std::vector<ports::Loop*> floors;
    // The index of an account's loop. From any thread.
    std::function<std::size_t(core::AccountId)> loop_of;
    // This node as an owner: the session proper; null when it does not own the floor. On its loop.
    std::function<std::unique_ptr<Session>(const Admission&, Connection&)> open;
    // This node as an owner: answers a forwarded request, and forwards it no further. On the
    // front's loop.
    std::function<void(HttpRequest, Respond)> handle;
  };
  explicit Relay(World world);
  // The loops have stopped. Sessions that this node has as an owner end now, so what they use must
  // still be there; sessions that connect() gave may outlive it.
  ~Relay();

  void start();  // begins to hear the bus
  void stop();   // hears nothing any more; from any thread but the bus's

  // On the account's loop.
  std::unique_ptr<Session> connect(const ports::NodeId& owner, const Admission& admission,
                                   Connection& connection);
  // On the front's loop. Without an answer in limits::forwarded_ms, and when the link is reset:
  // 503. A body longer than limits::forwarded_bytes_max: 413; an answer longer than
  // limits::forwarded_answer_bytes_max: 502.
  void forward(const ports::NodeId& owner, core::AccountId account, const HttpRequest& request,
               Respond respond);

  // From any thread. Ends all links of the account that do not lead to this owner (empty: all): its
  // floor has moved. Sockets at this edge are closed with `resync`.
  void moved(core::AccountId account, const ports::NodeId& owner);
  // From any thread. Ends all links to and from a node whose lease ran out.
  void gone(const ports::NodeId& node);
  // From any thread. Closes everyone here whose floor is elsewhere: this node goes down.
  void close_all(CloseCode code, std::string_view reason);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace usher::app
