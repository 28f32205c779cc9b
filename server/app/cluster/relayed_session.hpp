#pragma once
// At the edge: the session of a socket whose floor is elsewhere. It hands frames to its link, and
// what comes back to its connection. When the link is done with it, it does nothing any more.

#include <cstdint>

#include "app/cluster/relay_meters.hpp"
#include "app/connection.hpp"
#include "app/rate_limit.hpp"
#include "ports/clock.hpp"

namespace usher::app {

class EdgeLink;

class RelayedSession final : public Session {
 public:
  RelayedSession(EdgeLink& link, std::uint64_t number, Connection& connection,
                 const ports::Clock& clock, RelayMeters& meters);
  ~RelayedSession() override;
  RelayedSession(const RelayedSession&) = delete;
  RelayedSession& operator=(const RelayedSession&) = delete;

  void on_frame(std::string_view frame) override;
  void on_closed() override { leave(); }

  // --- For the link. ---

  Connection& connection() { return connection_; }
  // The link has forgotten it.
  void let_go();

 private:
  void leave();

  EdgeLink* link_;  // null: done
  std::uint64_t number_;
  Connection& connection_;
  const ports::Clock& clock_;
  RelayMeters& meters_;
  TokenBucket frames_;
};

}  // namespace usher::app
