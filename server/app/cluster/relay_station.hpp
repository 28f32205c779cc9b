#pragma once
// All links of one loop: finds the link of what comes and goes, and ends those that are of no use.
//
// Thread: the loop, but for make_room().

#include <atomic>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "app/cluster/edge_link.hpp"
#include "app/cluster/owner_link.hpp"

namespace usher::app {

class RelayStation : public std::enable_shared_from_this<RelayStation> {
 public:
  RelayStation(const Relay::World& world, RelayMeters& meters, std::size_t index);
  ~RelayStation();  // sessions of this node as an owner end; sockets are left alone
  RelayStation(const RelayStation&) = delete;
  RelayStation& operator=(const RelayStation&) = delete;

  std::unique_ptr<Session> connect(const ports::NodeId& owner, const Admission& admission,
                                   Connection& connection);
  void request(const ports::NodeId& owner, core::AccountId account, std::string request,
               Respond respond);

  // From any thread, before a message is posted to the loop. False: too many wait there; it is
  // lost, as the bus may lose it.
  bool make_room(std::size_t bytes);
  void arrived(const std::string& message);

  void moved(core::AccountId account, const ports::NodeId& owner);
  void gone(const ports::NodeId& node);
  void close_all(CloseCode code, std::string_view reason);
  void stop();

 private:
  using Key = std::pair<ports::NodeId, core::AccountId>;  // the other node
  template <class End>
  using Links = std::map<Key, std::shared_ptr<End>>;

  EdgeLink* edge_link(const Key& key);
  Link::Way way(const Key& key, envelope::Direction direction, std::uint64_t id) const;
  bool has_room() const { return edges_.size() + owners_.size() < limits::links_max; }
  std::uint64_t draw_id();
  void arrived_at_owner(const Key& key, envelope::Reader& message);
  void arrived_at_edge(const Key& key, envelope::Reader& message);
  template <class End>
  void hear(Links<End>& links, const Key& key, envelope::Reader& message);
  void refuse(const Key& key, const envelope::Head& head);
  // `tell`: the other end, too.
  template <class End>
  void end(Links<End>& links, const Key& key, std::string_view why, bool tell = true);
  template <class Chosen>
  void end_all(std::string_view why, Chosen chosen);
  void remember(std::uint64_t id);
  void start_ticking();
  void tick();

  const Relay::World& world_;
  RelayMeters& meters_;
  std::size_t index_;
  ports::Loop& loop_;
  std::atomic<std::size_t> inbox_bytes_ = 0;
  Links<EdgeLink> edges_;    // this node is the edge
  Links<OwnerLink> owners_;  // this node is the owner
  std::set<std::uint64_t> ended_;
  std::deque<std::uint64_t> ended_in_order_;
  std::unique_ptr<ports::Timer> timer_;  // none before the first link
  bool ticking_ = false;
  bool stopped_ = false;
};

}  // namespace usher::app
