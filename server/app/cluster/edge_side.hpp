#pragma once
// The edge's half of the relay, on one loop: sockets that this node holds and requests that it got
// for floors of other nodes.
//
// Thread: the loop's. Sessions that it gave may outlive links, not this.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "app/cluster/link.hpp"
#include "app/front.hpp"

namespace usher::app {

class EdgeSide {
 public:
  struct World {
    ports::Bus& bus;
    const ports::NodeId& me;
    const ports::Clock& clock;
    std::function<std::uint64_t()> random;
    std::function<void()> stirred;                    // flush() is wanted at the end of this turn
    std::function<void(std::int64_t)> links_changed;  // so many more
    std::function<void(std::int64_t)> connections_changed;
    std::function<void()> was_reset;
  };
  explicit EdgeSide(World world);
  ~EdgeSide();

  std::unique_ptr<Session> connect(const ports::NodeId& owner, const Admission& admission,
                                   Connection& connection);
  // `answer` is called once, on this loop.
  void forward(const ports::NodeId& owner, core::AccountId account, const std::string& request,
               Respond answer);

  // From an owner.
  void hear(const Envelope& envelope);
  void flush();
  // Each second: beats, silence, requests that waited too long.
  void look();
  void moved(core::AccountId account, const ports::NodeId& owner);
  void gone(const ports::NodeId& node);
  void close_all(CloseCode code, std::string_view reason);

 private:
  class Relayed;  // a session
  struct Request {
    Respond answer;
    std::string bytes;  // of the answer, as far as it came
    core::Time until;
  };
  struct Link {
    explicit Link(LinkEnd its_end) : end(std::move(its_end)) {}
    LinkEnd end;
    std::uint32_t numbered = 0;
    std::map<std::uint32_t, Relayed*> sessions;
    std::map<std::uint32_t, Request> requests;
    std::uint32_t idle_looks = 0;
  };
  using Key = std::pair<core::AccountId, ports::NodeId>;
  using Links = std::map<Key, std::shared_ptr<Link>>;

  std::shared_ptr<Link> link_to(const ports::NodeId& owner, core::AccountId account);
  void take(Link& link, const Item& item);
  void take_part(Link& link, const Item& item);
  // Everyone on it comes back another way.
  void end(const Key& key, bool tell_owner);
  template <class Which>
  void end_if(Which which);

  World world_;
  Links links_;
  std::set<Key> stirred_;
};

}  // namespace usher::app
