#include "app/cluster/relayed_session.hpp"

#include "app/cluster/edge_link.hpp"
#include "core/cluster_limits.hpp"

namespace usher::app {

RelayedSession::RelayedSession(EdgeLink& link, std::uint64_t number, Connection& connection,
                               const ports::Clock& clock, RelayMeters& meters)
    : link_(&link),
      number_(number),
      connection_(connection),
      clock_(clock),
      meters_(meters),
      frames_(limits::relayed_frames_per_second, limits::relayed_frames_burst) {
  meters_.connections.add(1);
}

RelayedSession::~RelayedSession() { leave(); }

// The owner counts frames, too, and more strictly. This is so that one socket cannot fill the link,
// which it shares with others.
void RelayedSession::on_frame(std::string_view frame) {
  if (!link_) return;
  if (frames_.take(clock_.now())) return link_->say_frame(number_, frame);
  leave();
  connection_.close(CloseCode::policy, "too many frames");
}

void RelayedSession::leave() {
  if (!link_) return;
  EdgeLink& link = *link_;
  let_go();
  link.leave(number_);
}

void RelayedSession::let_go() {
  if (!link_) return;
  link_ = nullptr;
  meters_.connections.add(-1);
}

}  // namespace usher::app
