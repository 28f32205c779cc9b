#pragma once
// The owner's half of the relay, on one loop: sessions and requests of people whose sockets other
// nodes hold.
//
// Thread: the loop's.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "app/cluster/link.hpp"
#include "app/front.hpp"
#include "ports/log.hpp"

namespace usher::app {

class OwnerSide {
 public:
  struct World {
    ports::Bus& bus;
    const ports::NodeId& me;
    const ports::Clock& clock;
    ports::Log& log;
    std::function<void()> stirred;                    // flush() is wanted at the end of this turn
    std::function<void(std::function<void()>)> post;  // a later turn; not once this is gone
    std::function<std::unique_ptr<Session>(const Admission&, Connection&)> open;
    // Answers on this loop, later.
    std::function<void(HttpRequest, Respond)> handle;
    std::function<void(std::int64_t)> links_changed;  // so many more
  };
  explicit OwnerSide(World world);
  ~OwnerSide();

  // From an edge.
  void hear(const Envelope& envelope);
  void flush();
  void look();  // each second: beats, silence
  void gone(const ports::NodeId& node);

 private:
  class Relayed;  // a connection
  struct Link;
  using Key = std::pair<core::AccountId, ports::NodeId>;

  std::shared_ptr<Link> link_of(const Envelope& envelope);
  void take(const std::shared_ptr<Link>& link, const Item& item);
  void open(const std::shared_ptr<Link>& link, const Item& item);
  void take_part(const std::shared_ptr<Link>& link, const Item& item);
  void finish(const std::shared_ptr<Link>& link, std::uint32_t number);
  void end(const Key& key, bool tell_edge);
  template <class Which>
  void end_if(Which which, bool tell_edge);

  World world_;
  std::map<Key, std::shared_ptr<Link>> links_;
  std::set<Key> stirred_;
};

}  // namespace usher::app
