#include "app/cluster/edge_link.hpp"

#include <utility>

#include "app/api_route.hpp"
#include "app/cluster/forwarded_http.hpp"

namespace usher::app {

EdgeLink::EdgeLink(const Relay::World& world, RelayMeters& meters, Link::Way way)
    : world_(world), meters_(meters), link_(std::make_shared<Link>(std::move(way))) {
  meters_.links.add(1);
}

EdgeLink::~EdgeLink() {
  for (const auto& [number, session] : sessions_) session->let_go();
  meters_.links.add(-1);
}

std::unique_ptr<Session> EdgeLink::connect(const Admission& admission, Connection& connection) {
  const std::uint64_t number = ++last_session_;
  auto session = std::make_unique<RelayedSession>(*this, number, connection, world_.clock, meters_);
  sessions_.emplace_hint(sessions_.end(), number, session.get());
  link_->say(envelope::Open{number, admission});
  return session;
}

void EdgeLink::leave(std::uint64_t number) {
  if (sessions_.erase(number) > 0) link_->say(envelope::Closed{number});
}

void EdgeLink::request(std::string request, Respond respond) {
  if (waiting_.size() >= limits::link_requests_max || !requests_.has_room_for(request.size())) {
    return refuse(std::move(respond));
  }
  const std::uint64_t number = ++last_request_;
  waiting_.emplace_hint(waiting_.end(), number, Waiting{std::move(respond)});
  requests_.start<envelope::RequestPart>(number, std::move(request),
                                         [this](const auto& part) { link_->say(part); });
}

void EdgeLink::refuse(Respond respond) {
  world_.front.post([respond = std::move(respond)] { respond(too_busy()); });
}

bool EdgeLink::hear(envelope::Reader& message) {
  while (const std::optional<envelope::Item> item = message.next()) {
    if (!std::visit([this](const auto& one) { return take(one); }, *item)) return false;
  }
  return message.ok();
}

// What is said to a socket that has gone meanwhile comes too late, and is no mistake.

bool EdgeLink::take(const envelope::Frame& item) {
  const auto found = sessions_.find(item.number);
  if (found != sessions_.end()) found->second->connection().send(item.text);
  return true;
}

bool EdgeLink::take(const envelope::Close& item) {
  const auto found = sessions_.find(item.number);
  if (found == sessions_.end()) return true;
  RelayedSession& session = *found->second;
  sessions_.erase(found);
  session.let_go();
  session.connection().close(static_cast<CloseCode>(item.code), item.reason);
  return true;
}

bool EdgeLink::take(const envelope::Known& item) {
  const auto found = sessions_.find(item.number);
  if (found != sessions_.end()) found->second->connection().known_as(item.author);
  return true;
}

bool EdgeLink::take(const envelope::AnswerPart& item) {
  const auto found = waiting_.find(item.number);
  if (found == waiting_.end()) {
    if (!item.last) link_->say(envelope::Drop{item.number});
    return true;
  }
  if (!answers_.add(item.number, item.bytes, limits::forwarded_answer_bytes_max)) return false;
  found->second.ticks = 0;
  if (!item.last) {
    link_->say(envelope::More{item.number});
    return true;
  }
  requests_.drop(item.number);
  world_.front.post(
      [respond = std::move(found->second.respond), bytes = answers_.take(item.number)] {
        std::optional<HttpResponse> response = decode_response(bytes);
        respond(response ? std::move(*response) : too_busy());
      });
  waiting_.erase(found);
  return true;
}

bool EdgeLink::take(const envelope::More& item) {
  requests_.next<envelope::RequestPart>(item.number,
                                        [this](const auto& part) { link_->say(part); });
  return true;
}

bool EdgeLink::tick() {
  idle_ticks_ = holds_nothing() ? idle_ticks_ + 1 : 0;
  for (auto at = waiting_.begin(); at != waiting_.end();) {
    if (++at->second.ticks < limits::forwarded_ms / limits::link_tick_ms) {
      ++at;
      continue;
    }
    link_->say(envelope::Drop{at->first});
    requests_.drop(at->first);
    answers_.take(at->first);
    refuse(std::move(at->second.respond));
    at = waiting_.erase(at);
  }
  return link_->tick();
}

void EdgeLink::close_all(CloseCode code, std::string_view reason) {
  for (const auto& [number, session] : std::exchange(sessions_, {})) {
    link_->say(envelope::Closed{number});
    session->let_go();
    session->connection().close(code, reason);
  }
}

void EdgeLink::end(bool tell) {
  link_->end(tell);
  for (auto& [number, waiting] : std::exchange(waiting_, {})) refuse(std::move(waiting.respond));
  for (const auto& [number, session] : std::exchange(sessions_, {})) {
    session->let_go();
    session->connection().close(CloseCode::resync, "the way to the account's node was cut");
  }
}

}  // namespace usher::app
