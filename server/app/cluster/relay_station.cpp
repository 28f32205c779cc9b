#include "app/cluster/relay_station.hpp"

#include <array>
#include <type_traits>
#include <vector>

#include "app/api_route.hpp"

namespace usher::app {

RelayStation::RelayStation(const Relay::World& world, RelayMeters& meters, std::size_t index)
    : world_(world), meters_(meters), index_(index), loop_(*world.floors[index]) {}

RelayStation::~RelayStation() {
  for (const auto& [key, owner] : std::exchange(owners_, {})) owner->end(false);
}

// --- What goes ---

Link::Way RelayStation::way(const Key& key, envelope::Direction direction, std::uint64_t id) const {
  return {world_.bus, loop_, meters_.messages, world_.me, key.first, key.second, direction, id};
}

std::uint64_t RelayStation::draw_id() {
  std::array<std::uint8_t, sizeof(std::uint64_t)> bytes{};
  world_.random.fill(bytes);
  std::uint64_t id = 0;
  for (const std::uint8_t byte : bytes) id = id << 8 | byte;
  return id == 0 ? 1 : id;  // none has 0
}

EdgeLink* RelayStation::edge_link(const Key& key) {
  const auto found = edges_.find(key);
  if (found != edges_.end()) return found->second.get();
  if (stopped_ || !has_room()) return nullptr;
  start_ticking();
  auto edge = std::make_shared<EdgeLink>(world_, meters_,
                                         way(key, envelope::Direction::to_owner, draw_id()));
  return edges_.emplace(key, std::move(edge)).first->second.get();
}

std::unique_ptr<Session> RelayStation::connect(const ports::NodeId& owner,
                                               const Admission& admission, Connection& connection) {
  EdgeLink* link = edge_link({owner, admission.account});
  return link ? link->connect(admission, connection) : nullptr;
}

void RelayStation::request(const ports::NodeId& owner, core::AccountId account, std::string request,
                           Respond respond) {
  if (EdgeLink* link = edge_link({owner, account})) {
    return link->request(std::move(request), std::move(respond));
  }
  world_.front.post([respond = std::move(respond)] { respond(too_busy()); });
}

// --- What comes ---

bool RelayStation::make_room(std::size_t bytes) {
  if (inbox_bytes_.fetch_add(bytes) + bytes <= limits::relay_inbox_bytes_max) return true;
  inbox_bytes_.fetch_sub(bytes);
  return false;
}

void RelayStation::arrived(const std::string& message) {
  inbox_bytes_.fetch_sub(message.size());
  if (stopped_) return;
  envelope::Reader reader(message);
  const envelope::Head& head = reader.head();
  const Key key{head.from, head.account};
  if (head.direction == envelope::Direction::to_owner) return arrived_at_owner(key, reader);
  arrived_at_edge(key, reader);
}

// The first message of a link begins it. It does not begin again, or after the second one, when
// that message comes twice or late. An edge has one link to an account: the other one is older.
void RelayStation::arrived_at_owner(const Key& key, envelope::Reader& message) {
  const envelope::Head& head = message.head();
  const auto found = owners_.find(key);
  if (found == owners_.end() || found->second->link().way().id != head.link) {
    if (head.seq == 0) return;  // it resets what has ended already
    if (head.seq != 1 || ended_.contains(head.link)) {
      remember(head.link);
      return refuse(key, head);
    }
    if (found != owners_.end()) end(owners_, key, "the edge began another");
    if (!has_room()) return refuse(key, head);
    start_ticking();
    owners_.emplace(
        key, std::make_shared<OwnerLink>(
                 world_, meters_, way(key, envelope::Direction::to_edge, head.link), index_));
  }
  hear(owners_, key, message);
}

void RelayStation::arrived_at_edge(const Key& key, envelope::Reader& message) {
  const envelope::Head& head = message.head();
  const auto found = edges_.find(key);
  if (found != edges_.end() && found->second->link().way().id == head.link) {
    return hear(edges_, key, message);
  }
  if (head.seq != 0) refuse(key, head);
}

template <class End>
void RelayStation::hear(Links<End>& links, const Key& key, envelope::Reader& message) {
  const std::shared_ptr<End> link = links.at(key);
  if (message.head().seq == 0) return end(links, key, "the other end reset it", false);
  switch (link->link().hear(message.head().seq)) {
    case Link::Heard::doubled:
      return;
    case Link::Heard::gap:
      return end(links, key, "a message is missing");
    case Link::Heard::next:
      if (!link->hear(message)) end(links, key, "a message is no good");
      return;
  }
}

void RelayStation::refuse(const Key& key, const envelope::Head& head) {
  meters_.messages.add();
  world_.bus.send(key.first, reset_message(world_.me, head));
}

// --- Ending ---

template <class End>
void RelayStation::end(Links<End>& links, const Key& key, std::string_view why, bool tell) {
  const auto found = links.find(key);
  if (found == links.end()) return;
  const Key kept = key;  // it may be the map's own
  const std::shared_ptr<End> link = std::move(found->second);
  links.erase(found);
  if constexpr (std::is_same_v<End, OwnerLink>) remember(link->link().way().id);
  if (!link->holds_nothing()) {
    meters_.resets.add();
    world_.log.info("link_reset", {{"node", kept.first},
                                   {"account", std::to_string(kept.second.value)},
                                   {"why", std::string(why)}});
  }
  link->end(tell);
}

void RelayStation::remember(std::uint64_t id) {
  if (!ended_.insert(id).second) return;
  ended_in_order_.push_back(id);
  if (ended_in_order_.size() <= limits::links_remembered) return;
  ended_.erase(ended_in_order_.front());
  ended_in_order_.pop_front();
}

// `chosen(key, owner)`: whether a link to or from the node of the key, to that owner, ends.
template <class Chosen>
void RelayStation::end_all(std::string_view why, Chosen chosen) {
  std::vector<Key> keys;
  for (const auto& [key, link] : edges_) {
    if (chosen(key, key.first)) keys.push_back(key);
  }
  for (const Key& key : std::exchange(keys, {})) end(edges_, key, why);
  for (const auto& [key, link] : owners_) {
    if (chosen(key, world_.me)) keys.push_back(key);
  }
  for (const Key& key : keys) end(owners_, key, why);
}

void RelayStation::moved(core::AccountId account, const ports::NodeId& owner) {
  end_all("the floor moved", [&](const Key& key, const ports::NodeId& its_owner) {
    return key.second == account && its_owner != owner;
  });
}

void RelayStation::gone(const ports::NodeId& node) {
  end_all("the node is gone",
          [&](const Key& key, const ports::NodeId&) { return key.first == node; });
}

void RelayStation::close_all(CloseCode code, std::string_view reason) {
  for (const auto& [key, edge] : edges_) edge->close_all(code, reason);
}

void RelayStation::stop() {
  stopped_ = true;
  end_all("the relay stops", [](const Key&, const ports::NodeId&) { return true; });
}

// --- Ticking ---

void RelayStation::start_ticking() {
  if (ticking_) return;
  ticking_ = true;
  if (!timer_) timer_ = loop_.make_timer();
  timer_->start(world_.clock.now() + limits::link_tick_ms, [this] { tick(); });
}

void RelayStation::tick() {
  ticking_ = false;
  std::vector<Key> silent;
  std::vector<Key> idle;
  for (const auto& [key, edge] : edges_) {
    if (!edge->tick()) {
      silent.push_back(key);
    } else if (edge->is_idle()) {
      idle.push_back(key);
    }
  }
  for (const Key& key : std::exchange(silent, {})) end(edges_, key, "the owner is silent");
  for (const Key& key : idle) end(edges_, key, "nothing goes over it");
  for (const auto& [key, owner] : owners_) {
    if (!owner->tick()) silent.push_back(key);
  }
  for (const Key& key : silent) end(owners_, key, "the edge is silent");
  if (!edges_.empty() || !owners_.empty()) start_ticking();
}

}  // namespace usher::app
