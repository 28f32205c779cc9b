#include "app/cluster/edge_side.hpp"

#include <utility>
#include <vector>

#include "app/api_route.hpp"
#include "core/cluster_limits.hpp"

namespace usher::app {

// The owner's session, as the socket sees it.
class EdgeSide::Relayed final : public Session {
 public:
  Relayed(EdgeSide& side, std::shared_ptr<Link> link, std::uint32_t number, Connection& connection)
      : side_(&side), link_(std::move(link)), number_(number), connection_(connection) {
    link_->sessions.emplace(number, this);
  }
  ~Relayed() override { leave(); }

  void on_frame(std::string_view frame) override {
    if (link_) link_->end.put(ItemKind::frame, number_, frame);
  }
  void on_closed() override {
    if (link_) link_->end.put(ItemKind::closed, number_, {});
    leave();
  }

  Connection& connection() { return connection_; }
  // The owner's session has ended, or can't be heard any more.
  void ended(CloseCode code, std::string_view reason) {
    link_.reset();
    connection_.close(code, reason);
  }
  void side_gone() {
    link_.reset();
    side_ = nullptr;
  }

 private:
  void leave() {
    if (link_) link_->sessions.erase(number_);
    link_.reset();
    if (side_) side_->world_.connections_changed(-1);
    side_ = nullptr;
  }

  EdgeSide* side_;
  std::shared_ptr<Link> link_;  // null once it is over
  const std::uint32_t number_;
  Connection& connection_;
};

EdgeSide::EdgeSide(World world) : world_(std::move(world)) {}

EdgeSide::~EdgeSide() {
  for (const auto& [key, link] : links_) {
    for (const auto& [number, session] : std::exchange(link->sessions, {})) session->side_gone();
  }
}

std::shared_ptr<EdgeSide::Link> EdgeSide::link_to(const ports::NodeId& owner,
                                                  core::AccountId account) {
  const Key key{account, owner};
  const auto found = links_.find(key);
  if (found != links_.end()) return found->second;
  const auto stirred = [this, key] {
    stirred_.insert(key);
    world_.stirred();
  };
  world_.links_changed(+1);
  return links_
      .emplace(key, std::make_shared<Link>(LinkEnd({world_.bus, world_.me, world_.clock, stirred},
                                                   owner, account, world_.random(), true)))
      .first->second;
}

std::unique_ptr<Session> EdgeSide::connect(const ports::NodeId& owner, const Admission& admission,
                                           Connection& connection) {
  const std::shared_ptr<Link> link = link_to(owner, admission.account);
  const std::uint32_t number = ++link->numbered;
  world_.connections_changed(+1);
  auto session = std::make_unique<Relayed>(*this, link, number, connection);
  link->end.put(ItemKind::open, number, encode(admission));
  return session;
}

void EdgeSide::forward(const ports::NodeId& owner, core::AccountId account,
                       const std::string& request, Respond answer) {
  const std::shared_ptr<Link> link = link_to(owner, account);
  if (link->requests.size() >= limits::link_requests_max) return answer(too_busy());
  const std::uint32_t number = ++link->numbered;
  link->requests.emplace(number,
                         Request{std::move(answer), {}, world_.clock.now() + limits::forwarded_ms});
  link->end.put_parts(number, request);
}

void EdgeSide::hear(const Envelope& envelope) {
  const Key key{envelope.account, envelope.from};
  const auto found = links_.find(key);
  const bool known = found != links_.end() && found->second->end.id() == envelope.link;
  if (envelope.kind == EnvelopeKind::reset_to_edge) {
    if (known) end(key, false);
    return;
  }
  if (!known) return refuse_link(world_.bus, world_.me, envelope);
  const std::shared_ptr<Link> link = found->second;
  switch (link->end.hear(envelope.seq)) {
    case LinkEnd::Heard::doubled:
      return;
    case LinkEnd::Heard::gap:
      return end(key, true);
    case LinkEnd::Heard::next:
      break;
  }
  std::string_view items = envelope.items;
  while (const auto item = read_item(items)) take(*link, *item);
}

void EdgeSide::take(Link& link, const Item& item) {
  if (item.kind == ItemKind::part) return take_part(link, item);
  const auto found = link.sessions.find(item.number);
  if (found == link.sessions.end()) return;  // its socket has gone meanwhile
  Relayed& session = *found->second;
  if (item.kind == ItemKind::frame) {
    session.connection().send(item.content);
  } else if (item.kind == ItemKind::known) {
    if (const auto person = decode_author(item.content)) session.connection().known_as(*person);
  } else if (item.kind == ItemKind::close) {
    link.sessions.erase(found);
    const auto close = decode_close(item.content).value_or(ReadClose{});
    session.ended(close.code, close.reason);
  }
}

void EdgeSide::take_part(Link& link, const Item& item) {
  const auto found = link.requests.find(item.number);
  if (found == link.requests.end() || item.content.empty()) return;  // it waited too long
  Request& request = found->second;
  request.bytes += item.content.substr(1);
  const bool too_long = request.bytes.size() > limits::forwarded_bytes_max;
  if (item.content.front() == '\0' && !too_long) return;
  auto response = too_long ? std::nullopt : decode_response(request.bytes);
  const Respond answer = std::move(request.answer);
  link.requests.erase(found);
  answer(response ? *std::move(response) : too_busy());
}

void EdgeSide::flush() {
  for (const Key& key : std::exchange(stirred_, {})) {
    const auto found = links_.find(key);
    if (found != links_.end()) found->second->end.flush();
  }
}

void EdgeSide::look() {
  const core::Time now = world_.clock.now();
  for (const auto& [key, link] : links_) {
    link->end.beat();
    const bool used = !link->sessions.empty() || !link->requests.empty();
    link->idle_looks = used ? 0 : link->idle_looks + 1;
    std::vector<Respond> late;
    std::erase_if(link->requests, [&](auto& entry) {
      if (entry.second.until > now) return false;
      late.push_back(std::move(entry.second.answer));
      return true;
    });
    for (const Respond& answer : late) answer(too_busy());
  }
  end_if([](const Key&, const Link& link) {
    return link.end.silent() || link.idle_looks > limits::link_idle_looks;
  });
}

void EdgeSide::moved(core::AccountId account, const ports::NodeId& owner) {
  end_if([&](const Key& key, const Link&) { return key.first == account && key.second != owner; });
}

void EdgeSide::gone(const ports::NodeId& node) {
  end_if([&](const Key& key, const Link&) { return key.second == node; });
}

void EdgeSide::close_all(CloseCode code, std::string_view reason) {
  for (const auto& [key, link] : links_) {
    for (const auto& [number, session] : link->sessions) session->connection().close(code, reason);
  }
}

template <class Which>
void EdgeSide::end_if(Which which) {
  std::vector<Key> over;
  for (const auto& [key, link] : links_) {
    if (which(key, *link)) over.push_back(key);
  }
  for (const Key& key : over) end(key, true);
}

void EdgeSide::end(const Key& key, bool tell_owner) {
  const std::shared_ptr<Link> link = std::move(links_.extract(key).mapped());
  stirred_.erase(key);
  world_.links_changed(-1);
  const auto sessions = std::exchange(link->sessions, {});
  const auto requests = std::exchange(link->requests, {});
  if (!sessions.empty() || !requests.empty()) world_.was_reset();
  if (tell_owner) link->end.send_reset();
  for (const auto& [number, session] : sessions) {
    session->ended(CloseCode::resync, "the way to the floor was interrupted");
  }
  for (const auto& [number, request] : requests) request.answer(too_busy());
}

}  // namespace usher::app
