#include "app/cluster/relayed_connection.hpp"

#include "app/cluster/owner_link.hpp"
#include "core/cluster_limits.hpp"

namespace usher::app {

void RelayedConnection::send(std::string_view frame) {
  if (closed_) return;
  // The socket has no room for more either.
  if (frame.size() > limits::relayed_frame_bytes_max) return close(CloseCode::too_slow, "too slow");
  link_.say(envelope::Frame{number_, frame});
}

void RelayedConnection::close(CloseCode code, std::string_view reason) {
  if (closed_) return;
  closed_ = true;
  link_.say(envelope::Close{number_, static_cast<std::uint16_t>(code),
                            reason.substr(0, limits::close_reason_bytes_max)});
  owner_.end_soon(number_);
}

void RelayedConnection::known_as(core::Author author) {
  if (!closed_) link_.say(envelope::Known{number_, author});
}

}  // namespace usher::app
