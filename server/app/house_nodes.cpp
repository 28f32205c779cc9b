// The house as one node of several: which floors it serves, and what it passes on to others.
#include "app/api.hpp"
#include "app/cluster/present_session.hpp"
#include "app/house.hpp"

namespace usher::app {

// Nobody else may speak to a relay that goes.
House::~House() {
  if (relay_) relay_->stop();
}

void House::join_nodes() {
  const Nodes& nodes = *world_.nodes;
  ownership_ = std::make_unique<Ownership>(
      Ownership::World{nodes.leases, nodes.claims, world_.clock, world_.log, world_.metrics,
                       world_.front, nodes.taking},
      floors());
  relay_ = std::make_unique<Relay>(relayed());
  relay_->start();
  ownership_->start();
}

Ownership::Floors House::floors() {
  Ownership::Floors floors;
  floors.all = [this] {
    std::vector<core::AccountId> accounts;
    for (const auto& [id, room] : rooms_) accounts.push_back(id);
    return accounts;
  };
  floors.load = [this](core::AccountId account) { return load_floor(account); };
  floors.serve = [this](core::AccountId account) { serve_floor(account); };
  floors.hand_over = [this](core::AccountId account, std::function<void()> done) {
    const Room& room = *rooms_.at(account);
    room.loop->post([host = room.host.get(), done = std::move(done)] { host->hand_over(done); });
  };
  floors.drop = [this](core::AccountId account) {
    const Room& room = *rooms_.at(account);
    room.loop->post([host = room.host.get()] { host->leave(); });
  };
  floors.moved = [this](core::AccountId account, const ports::NodeId& owner) {
    relay_->moved(account, owner);
  };
  floors.gone = [this](const ports::NodeId& node) { relay_->gone(node); };
  return floors;
}

Relay::World House::relayed() {
  const Nodes& nodes = *world_.nodes;
  return {nodes.bus,
          nodes.leases.me(),
          world_.random,
          world_.clock,
          world_.log,
          world_.metrics,
          world_.front,
          world_.floors,
          [this](core::AccountId account) { return loop_index_of(account); },
          [this](const Admission& admission, Connection& connection) -> std::unique_ptr<Session> {
            Room* room = find_room(admission.account);
            if (!room || !room->host->here()) return nullptr;
            return open_session(*room, admission, connection);
          },
          [this](const HttpRequest& request, const Respond& respond) {
            const auto account = account_of(request);
            if (!account || !serves(*account)) return respond(too_busy());
            answer(request, respond);
          }};
}

bool House::load_floor(core::AccountId account) {
  const Room& room = *find_room(account);
  auto floor = room.host->read();
  if (!floor) return false;
  auto read = std::make_shared<core::Floor>(*std::move(floor));
  room.loop->post([host = room.host.get(), read] { host->install(std::move(*read)); });
  return true;
}

// What other nodes did with the account meanwhile is read anew, too.
void House::serve_floor(core::AccountId account) {
  const Room& room = *rooms_.at(account);
  try {
    for (const ports::Account& each : world_.directory.accounts()) {
      if (each.id != account) continue;
      for (std::string& mark : world_.privacy.marks(account)) room.tokens->refuse(std::move(mark));
      archivist_.begin(account, world_.privacy.erasures(account));
      room.loop->post(
          [host = room.host.get(), config = read_config(each)] { host->configure(config); });
    }
  } catch (const ports::DirectoryError& error) {
    world_.log.error("directory_failed", {{"why", error.what()}});
    return ownership_->fenced(account);
  }
  eraser_.stir();
  webhooks_.stir();
}

bool House::serves(core::AccountId account) const {
  return !ownership_ || ownership_->owner_of(account) == ownership_->me();
}

bool House::nobody_serves(core::AccountId account) const {
  return ownership_ && !ownership_->owner_of(account);
}

std::unique_ptr<Session> House::open_anywhere(Room& room, const Admission& admission,
                                              Connection& connection) {
  const auto open = [&](Connection& inner) -> std::unique_ptr<Session> {
    if (room.host->here()) return open_session(room, admission, inner);
    const auto owner = ownership_->owner_of(admission.account);
    if (!owner || *owner == ownership_->me()) return nullptr;
    return relay_->connect(*owner, admission, inner);
  };
  return PresentSession::open(world_.nodes->presence, admission.account, connection, open);
}

// Whose floor or archive a request may need; none: any node can answer it.
std::optional<core::AccountId> House::account_of(const HttpRequest& request) {
  if (!request.path.starts_with("/api/v1/") || request.method == "OPTIONS") return std::nullopt;
  const bool is_sign_in = request.path == "/api/v1/session" && request.method == "POST";
  if (is_sign_in || request.path.ends_with("files")) return std::nullopt;
  if (const auto key = request.query.find("site"); key != request.query.end()) {
    if (const auto site = sites_.find(key->second); site != sites_.end()) {
      return site->second.account;
    }
  }
  const auto session = sign_ins_.find(cookie_of(request, session_cookie));
  return session ? std::optional(session->agent.account) : std::nullopt;
}

void House::tell_nodes(core::AccountId account,
                       const std::function<void(std::optional<std::vector<NodeView>>)>& done) {
  if (!ownership_) return done(std::vector<NodeView>{});
  world_.nodes->presence.who(account, world_.front, [this, account, done](const auto& present) {
    if (!present) return done(std::nullopt);
    std::vector<NodeView> views;
    for (const ports::Node& node : ownership_->nodes()) {
      NodeView view{node.id, ownership_->owner_of(account) == node.id, node.leaving};
      for (const ports::Present& each : *present) {
        if (each.node != node.id) continue;
        ++(each.person.kind == core::AuthorKind::visitor ? view.visitors : view.agents);
      }
      views.push_back(std::move(view));
    }
    done(std::move(views));
  });
}

bool House::handled_elsewhere(const HttpRequest& request, const Respond& respond) {
  try {
    const auto account = account_of(request);
    if (!account || serves(*account)) return false;
    const auto owner = ownership_->owner_of(*account);
    if (!owner) return respond(too_busy()), true;
    relay_->forward(*owner, *account, request, respond);
    return true;
  } catch (const ports::DirectoryError& error) {
    world_.log.error("directory_failed", {{"why", error.what()}});
    return respond(error_response(503, "retry_later", "sign-ins cannot be read now")), true;
  }
}

}  // namespace usher::app
