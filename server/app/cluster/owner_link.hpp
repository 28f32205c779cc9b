#pragma once
// The owner's end of a link: sessions whose sockets are at another node, and requests from there.
//
// Each session gets on_closed() once, never inside another call of it: when its socket has gone,
// soon after it closed its connection, or when the link ends.
//
// Thread: the account's loop; `handle` is called on the front's.

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "app/cluster/link.hpp"
#include "app/cluster/parcels.hpp"
#include "app/cluster/relay.hpp"
#include "app/cluster/relay_meters.hpp"
#include "app/cluster/relayed_connection.hpp"

namespace usher::app {

class OwnerLink : public std::enable_shared_from_this<OwnerLink> {
 public:
  // `loop`: the index of the account's.
  OwnerLink(const Relay::World& world, RelayMeters& meters, Link::Way way, std::size_t loop);
  ~OwnerLink();
  OwnerLink(const OwnerLink&) = delete;
  OwnerLink& operator=(const OwnerLink&) = delete;

  Link& link() { return *link_; }
  // A message whose turn it is. False: it is no good; the link must end.
  bool hear(envelope::Reader& message);
  // False: the edge has been silent for too long.
  bool tick() { return link_->tick(); }
  bool holds_nothing() const {
    return served_.empty() && unanswered_.empty() && requests_.size() == 0;
  }
  // The link is of no use any more: its sessions end, its requests stay without an answer.
  void end(bool tell);

  // --- For its connections. ---

  void end_soon(std::uint64_t number);

 private:
  struct Served {
    RelayedConnection connection;
    std::unique_ptr<Session> session;  // null: there was none to open
  };

  bool take(const envelope::Open& item);
  bool take(const envelope::Closed& item);
  bool take(const envelope::Frame& item);
  bool take(const envelope::RequestPart& item);
  bool take(const envelope::More& item);
  bool take(const envelope::Drop& item);
  bool take(const envelope::Beat&) { return true; }
  // A reset comes by itself; the rest is never said in this direction.
  template <class Other>
  bool take(const Other&) {
    return false;
  }
  void end_session(std::uint64_t number);
  void hang_up(Served& served);
  void failed(Served* served, std::string_view when, std::string_view reason);
  void handle(std::uint64_t number, std::string request);
  void answer(std::uint64_t number, std::string response);

  const Relay::World& world_;
  RelayMeters& meters_;
  std::size_t loop_;
  std::shared_ptr<Link> link_;
  std::uint64_t last_session_ = 0;
  std::uint64_t last_request_ = 0;
  std::map<std::uint64_t, std::unique_ptr<Served>> served_;
  IncomingParcels requests_;
  std::set<std::uint64_t> unanswered_;  // requests that came whole
  OutgoingParcels answers_;
};

}  // namespace usher::app
