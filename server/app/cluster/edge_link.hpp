#pragma once
// The edge's end of a link: sockets and requests of this node that an account's owner serves.
//
// Thread: the account's loop; `respond` is called on the front's.

#include <map>
#include <memory>
#include <string>

#include "app/cluster/link.hpp"
#include "app/cluster/parcels.hpp"
#include "app/cluster/relay.hpp"
#include "app/cluster/relayed_session.hpp"

namespace usher::app {

class EdgeLink {
 public:
  EdgeLink(const Relay::World& world, RelayMeters& meters, Link::Way way);
  ~EdgeLink();  // sockets and requests are left alone
  EdgeLink(const EdgeLink&) = delete;
  EdgeLink& operator=(const EdgeLink&) = delete;

  std::unique_ptr<Session> connect(const Admission& admission, Connection& connection);
  // `request`: as bytes (forwarded_http.hpp).
  void request(std::string request, Respond respond);

  Link& link() { return *link_; }
  // A message whose turn it is. False: it is no good; the link must end.
  bool hear(envelope::Reader& message);
  // False: the owner has been silent for too long.
  bool tick();
  bool holds_nothing() const { return sessions_.empty() && waiting_.empty(); }
  // It has held nothing for so long that it can go.
  bool is_idle() const { return idle_ticks_ >= limits::link_silence_ms / limits::link_tick_ms; }
  void close_all(CloseCode code, std::string_view reason);
  // The link is of no use any more: sockets are closed with `resync`, requests get 503.
  void end(bool tell);

  // --- For its sessions. ---

  void say_frame(std::uint64_t number, std::string_view frame) {
    link_->say(envelope::Frame{number, frame});
  }
  void leave(std::uint64_t number);

 private:
  struct Waiting {
    Respond respond;
    std::uint32_t ticks = 0;  // since something was heard of it
  };

  bool take(const envelope::Frame& item);
  bool take(const envelope::Close& item);
  bool take(const envelope::Known& item);
  bool take(const envelope::AnswerPart& item);
  bool take(const envelope::More& item);
  bool take(const envelope::Beat&) { return true; }
  // A reset comes by itself; the rest is never said in this direction.
  template <class Other>
  bool take(const Other&) {
    return false;
  }
  void refuse(Respond respond);

  const Relay::World& world_;
  RelayMeters& meters_;
  std::shared_ptr<Link> link_;
  std::uint64_t last_session_ = 0;
  std::uint64_t last_request_ = 0;
  std::map<std::uint64_t, RelayedSession*> sessions_;
  std::map<std::uint64_t, Waiting> waiting_;
  OutgoingParcels requests_;
  IncomingParcels answers_;
  std::uint32_t idle_ticks_ = 0;
};

}  // namespace usher::app
