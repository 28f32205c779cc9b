#include "app/cluster/owner_side.hpp"

#include <exception>
#include <vector>

#include "core/cluster_limits.hpp"

namespace usher::app {

// The edge's socket, as the session sees it.
class OwnerSide::Relayed final : public Connection {
 public:
  Relayed(OwnerSide& side, const std::shared_ptr<Link>& link, std::uint32_t number)
      : side_(side), link_(link), number_(number) {}

  void send(std::string_view frame) override { put(ItemKind::frame, frame); }
  void close(CloseCode code, std::string_view reason) override {
    put(ItemKind::close, encode_close(code, reason));
    if (std::exchange(closed_, true)) return;
    side_.world_.post([&side = side_, link = link_, number = number_] {
      if (const auto open = link.lock()) side.finish(open, number);
    });
  }
  void known_as(core::Author person) override { put(ItemKind::known, encode(person)); }

  bool closed() const { return closed_; }
  std::unique_ptr<Session> session;

 private:
  void put(ItemKind kind, std::string_view content);

  OwnerSide& side_;
  const std::weak_ptr<Link> link_;
  const std::uint32_t number_;
  bool closed_ = false;
};

struct OwnerSide::Link {
  explicit Link(LinkEnd its_end) : end(std::move(its_end)) {}
  LinkEnd end;
  std::map<std::uint32_t, std::unique_ptr<Relayed>> connections;
  std::map<std::uint32_t, std::string> requests;  // as far as they came
  bool over = false;
};

void OwnerSide::Relayed::put(ItemKind kind, std::string_view content) {
  const auto link = link_.lock();
  if (!closed_ && link && !link->over) link->end.put(kind, number_, content);
}

OwnerSide::OwnerSide(World world) : world_(std::move(world)) {}

OwnerSide::~OwnerSide() {
  while (!links_.empty()) end(links_.begin()->first, false);
}

// An edge begins a link with its first message, and another one when that was lost.
std::shared_ptr<OwnerSide::Link> OwnerSide::link_of(const Envelope& envelope) {
  const Key key{envelope.account, envelope.from};
  const auto found = links_.find(key);
  if (found != links_.end()) {
    if (found->second->end.id() == envelope.link) return found->second;
    if (envelope.seq != 1) return nullptr;
    end(key, false);
  }
  if (envelope.seq != 1) return nullptr;
  const auto stirred = [this, key] {
    stirred_.insert(key);
    world_.stirred();
  };
  world_.links_changed(+1);
  return links_
      .emplace(key, std::make_shared<Link>(LinkEnd({world_.bus, world_.me, world_.clock, stirred},
                                                   envelope.from, envelope.account, envelope.link,
                                                   false)))
      .first->second;
}

void OwnerSide::hear(const Envelope& envelope) {
  const Key key{envelope.account, envelope.from};
  if (envelope.kind == EnvelopeKind::reset_to_owner) {
    const auto found = links_.find(key);
    if (found != links_.end() && found->second->end.id() == envelope.link) end(key, false);
    return;
  }
  const std::shared_ptr<Link> link = link_of(envelope);
  if (!link) return refuse_link(world_.bus, world_.me, envelope);
  switch (link->end.hear(envelope.seq)) {
    case LinkEnd::Heard::doubled:
      return;
    case LinkEnd::Heard::gap:
      return end(key, true);
    case LinkEnd::Heard::next:
      break;
  }
  std::string_view items = envelope.items;
  while (const auto item = read_item(items)) {
    if (!link->over) take(link, *item);
  }
}

void OwnerSide::take(const std::shared_ptr<Link>& link, const Item& item) {
  if (item.kind == ItemKind::open) return open(link, item);
  if (item.kind == ItemKind::part) return take_part(link, item);
  const auto found = link->connections.find(item.number);
  if (found == link->connections.end()) return;
  Relayed& connection = *found->second;
  if (item.kind == ItemKind::closed) return finish(link, item.number);
  if (item.kind != ItemKind::frame || connection.closed()) return;
  try {
    connection.session->on_frame(item.content);
  } catch (const std::exception& failure) {
    world_.log.error("session_failed", {{"when", "relayed frame"}, {"reason", failure.what()}});
    connection.close(CloseCode::resync, "internal error");
  }
}

void OwnerSide::open(const std::shared_ptr<Link>& link, const Item& item) {
  const auto admission = decode_admission(item.content);
  const bool sound = admission && admission->account == link->end.account() &&
                     !link->connections.contains(item.number);
  if (sound) {
    auto connection = std::make_unique<Relayed>(*this, link, item.number);
    connection->session = world_.open(*admission, *connection);
    if (connection->session) {
      link->connections.emplace(item.number, std::move(connection));
      return;
    }
  }
  link->end.put(ItemKind::close, item.number,
                encode_close(CloseCode::draining, "the floor is not here; come back"));
}

void OwnerSide::take_part(const std::shared_ptr<Link>& link, const Item& item) {
  if (item.content.empty()) return;
  std::string& bytes = link->requests[item.number];
  bytes += item.content.substr(1);
  if (bytes.size() > limits::forwarded_bytes_max ||
      link->requests.size() > limits::link_requests_max) {
    link->requests.erase(item.number);  // its edge has given up by then
    return;
  }
  if (item.content.front() == '\0') return;
  auto request = decode_request(bytes);
  link->requests.erase(item.number);
  if (!request) return;
  world_.handle(*std::move(request),
                [link = std::weak_ptr<Link>(link), number = item.number](HttpResponse response) {
                  const auto still = link.lock();
                  if (still && !still->over) still->end.put_parts(number, encode(response));
                });
}

// The session's last call; never from inside another one.
void OwnerSide::finish(const std::shared_ptr<Link>& link, std::uint32_t number) {
  const auto found = link->connections.find(number);
  if (found == link->connections.end()) return;
  const std::unique_ptr<Relayed> connection = std::move(found->second);
  link->connections.erase(found);
  try {
    connection->session->on_closed();
  } catch (const std::exception& failure) {
    world_.log.error("session_failed", {{"when", "relayed close"}, {"reason", failure.what()}});
  }
}

void OwnerSide::flush() {
  for (const Key& key : std::exchange(stirred_, {})) {
    const auto found = links_.find(key);
    if (found != links_.end()) found->second->end.flush();
  }
}

void OwnerSide::look() {
  for (const auto& [key, link] : links_) link->end.beat();
  end_if([](const Key&, const Link& link) { return link.end.silent(); }, true);
}

void OwnerSide::gone(const ports::NodeId& node) {
  end_if([&](const Key& key, const Link&) { return key.second == node; }, false);
}

template <class Which>
void OwnerSide::end_if(Which which, bool tell_edge) {
  std::vector<Key> over;
  for (const auto& [key, link] : links_) {
    if (which(key, *link)) over.push_back(key);
  }
  for (const Key& key : over) end(key, tell_edge);
}

void OwnerSide::end(const Key& key, bool tell_edge) {
  const std::shared_ptr<Link> link = std::move(links_.extract(key).mapped());
  stirred_.erase(key);
  world_.links_changed(-1);
  link->over = true;
  if (tell_edge) link->end.send_reset();
  while (!link->connections.empty()) finish(link, link->connections.begin()->first);
}

}  // namespace usher::app
