#include "net/poll_desk.hpp"

#include <array>
#include <boost/asio/ip/address.hpp>
#include <utility>

#include "net/response.hpp"

namespace usher::net {

PollDesk::PollDesk(Hub& front_hub, std::vector<Hub*> hubs, app::Front& front, ports::Random& random,
                   ports::Log& log, std::shared_ptr<Door> door)
    : front_hub_(front_hub),
      hubs_(std::move(hubs)),
      front_(front),
      random_(random),
      log_(log),
      door_(std::move(door)) {}

std::string PollDesk::fresh_id() {
  std::array<std::uint8_t, 16> bytes{};
  random_.fill(bytes);
  std::string id;
  for (const std::uint8_t byte : bytes) {
    id.push_back("0123456789abcdef"[byte >> 4]);
    id.push_back("0123456789abcdef"[byte & 15]);
  }
  return id;
}

std::uint64_t PollDesk::keep(app::Respond respond) {
  waiting_.emplace(++requests_, std::move(respond));
  return requests_;
}

void PollDesk::answer(std::uint64_t request, app::HttpResponse response) {
  const auto kept = waiting_.extract(request);
  if (!kept.empty()) kept.mapped()(std::move(response));
}

void PollDesk::forget(const std::string& id) {
  auto kept = polls_.extract(id);
  if (kept.empty()) return;
  Poll& poll = kept.mapped();
  hubs_[poll.loop]->loop().post([connection = std::move(poll.connection)] {});
}

void PollDesk::open(app::Admission admission, std::string origin, app::Respond respond) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(admission.peer, error);
  auto ticket = door_->admit(address, bool(error));
  if (!ticket) return respond(plain_answer(503));

  const std::size_t loop = admission.loop;
  auto shared_ticket = std::make_shared<Door::Ticket>(std::move(*ticket));
  hubs_[loop]->loop().post([this, loop, admission = std::move(admission),
                            origin = std::move(origin), shared_ticket,
                            request = keep(std::move(respond)), id = fresh_id()] {
    AsioLoop& front_loop = front_hub_.loop();
    auto connection = std::make_shared<PollConnection>(
        *hubs_[loop], front_, log_,
        [this, &front_loop, id] { front_loop.post([this, id] { forget(id); }); });
    // Known before it is opened: what opening leads to, its end among it, is posted behind this.
    front_loop.post([this, id, request, poll = Poll{connection, loop, origin, shared_ticket}] {
      polls_.emplace(id, poll);
      answer(request, {200, {{"content-type", "application/json"}}, "{\"poll\":\"" + id + "\"}"});
    });
    connection->open(admission);
  });
}

void PollDesk::exchange(const std::string& id, const std::string& origin, std::string body,
                        app::Respond respond) {
  const auto at = polls_.find(id);
  if (at == polls_.end() || at->second.origin != origin) return respond(plain_answer(404));
  AsioLoop& front_loop = front_hub_.loop();
  hubs_[at->second.loop]->loop().post([this, connection = at->second.connection, &front_loop,
                                       body = std::move(body), request = keep(std::move(respond))] {
    connection->exchange(body, [this, &front_loop, request](app::HttpResponse response) {
      front_loop.post([this, request, response = std::move(response)]() mutable {
        answer(request, std::move(response));
      });
    });
  });
}

}  // namespace usher::net
