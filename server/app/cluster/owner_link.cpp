#include "app/cluster/owner_link.hpp"

#include <exception>
#include <utility>

#include "app/api_route.hpp"
#include "app/cluster/forwarded_http.hpp"

namespace usher::app {

namespace {

constexpr auto internal_error = static_cast<CloseCode>(1011);  // RFC 6455, 7.4.1
constexpr std::size_t request_bytes_max =
    limits::forwarded_bytes_max + limits::forwarded_head_bytes_max;

std::string encode_bounded(const HttpResponse& response) {
  std::string bytes = encode(response);
  if (bytes.size() <= limits::forwarded_answer_bytes_max) return bytes;
  return encode(error_response(502, "too_long", "the answer is too long to be passed on"));
}

}  // namespace

OwnerLink::OwnerLink(const Relay::World& world, RelayMeters& meters, Link::Way way,
                     std::size_t loop)
    : world_(world), meters_(meters), loop_(loop), link_(std::make_shared<Link>(std::move(way))) {
  meters_.links.add(1);
}

OwnerLink::~OwnerLink() { meters_.links.add(-1); }

bool OwnerLink::hear(envelope::Reader& message) {
  while (const std::optional<envelope::Item> item = message.next()) {
    if (!std::visit([this](const auto& one) { return take(one); }, *item)) return false;
  }
  return message.ok();
}

// --- Connections ---

bool OwnerLink::take(const envelope::Open& item) {
  if (item.number <= last_session_) return false;
  last_session_ = item.number;
  Admission admission = item.admission;
  admission.loop = loop_;
  auto& served = *served_
                      .emplace_hint(served_.end(), item.number,
                                    std::make_unique<Served>(Served{
                                        RelayedConnection(*this, *link_, item.number), nullptr}))
                      ->second;
  try {
    served.session = world_.open(admission, served.connection);
    if (!served.session) served.connection.close(CloseCode::draining, "draining");
  } catch (const std::exception& failure) {
    failed(&served, "open", failure.what());
  }
  return true;
}

// What comes for a session that has ended meanwhile comes too late, and is no mistake.

bool OwnerLink::take(const envelope::Frame& item) {
  const auto found = served_.find(item.number);
  if (found == served_.end() || found->second->connection.is_closed()) return true;
  try {
    found->second->session->on_frame(item.text);
  } catch (const std::exception& failure) {
    failed(found->second.get(), "frame", failure.what());
  }
  return true;
}

bool OwnerLink::take(const envelope::Closed& item) {
  end_session(item.number);
  return true;
}

void OwnerLink::end_soon(std::uint64_t number) {
  link_->way().loop.post([weak = weak_from_this(), number] {
    if (const std::shared_ptr<OwnerLink> owner = weak.lock()) owner->end_session(number);
  });
}

void OwnerLink::end_session(std::uint64_t number) {
  const auto found = served_.find(number);
  if (found == served_.end()) return;
  const std::unique_ptr<Served> served = std::move(found->second);
  served_.erase(found);
  hang_up(*served);
}

void OwnerLink::hang_up(Served& served) {
  served.connection.silence();
  if (!served.session) return;
  try {
    served.session->on_closed();
  } catch (const std::exception& failure) {
    failed(nullptr, "closed", failure.what());
  }
}

void OwnerLink::failed(Served* served, std::string_view when, std::string_view reason) {
  world_.log.error("session_failed",
                   {{"when", std::string(when)}, {"reason", std::string(reason)}});
  if (served) served->connection.close(internal_error, "internal error");
}

// A session that ends may have something said to the others, so all stay until each has ended.
void OwnerLink::end(bool tell) {
  link_->end(tell);
  unanswered_.clear();
  const auto all = std::exchange(served_, {});
  for (const auto& [number, served] : all) served->connection.silence();
  for (const auto& [number, served] : all) hang_up(*served);
}

// --- Requests ---

bool OwnerLink::take(const envelope::RequestPart& item) {
  if (!requests_.contains(item.number)) {
    if (item.number <= last_request_) return true;  // dropped meanwhile
    last_request_ = item.number;
    if (requests_.size() + unanswered_.size() >= limits::link_requests_max) return false;
  }
  if (!requests_.add(item.number, item.bytes, request_bytes_max)) return false;
  if (item.last) {
    handle(item.number, requests_.take(item.number));
  } else {
    link_->say(envelope::More{item.number});
  }
  return true;
}

void OwnerLink::handle(std::uint64_t number, std::string request) {
  unanswered_.insert(number);
  Respond respond = [weak = weak_from_this(), &loop = link_->way().loop,
                     number](const HttpResponse& response) {
    loop.post([weak, number, bytes = encode_bounded(response)]() mutable {
      if (const std::shared_ptr<OwnerLink> owner = weak.lock()) {
        owner->answer(number, std::move(bytes));
      }
    });
  };
  world_.front.post(
      [handle = world_.handle, bytes = std::move(request), respond = std::move(respond)]() mutable {
        std::optional<HttpRequest> read = decode_request(bytes);
        if (!read) return respond(error_response(502, "bad_request", "it came in pieces"));
        handle(std::move(*read), std::move(respond));
      });
}

void OwnerLink::answer(std::uint64_t number, std::string response) {
  if (unanswered_.erase(number) == 0) return;
  if (!answers_.has_room_for(response.size())) response = encode(too_busy());
  answers_.start<envelope::AnswerPart>(number, std::move(response),
                                       [this](const auto& part) { link_->say(part); });
}

bool OwnerLink::take(const envelope::More& item) {
  answers_.next<envelope::AnswerPart>(item.number, [this](const auto& part) { link_->say(part); });
  return true;
}

bool OwnerLink::take(const envelope::Drop& item) {
  requests_.take(item.number);
  unanswered_.erase(item.number);
  answers_.drop(item.number);
  return true;
}

}  // namespace usher::app
