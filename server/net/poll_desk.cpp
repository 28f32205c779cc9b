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

void PollDesk::open(app::Admission admission, std::string origin, app::Respond respond) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(admission.peer, error);
  auto ticket = door_->admit(address, bool(error));
  if (!ticket) return respond(plain_answer(503));

  const std::size_t loop = admission.loop;
  auto shared_ticket = std::make_shared<Door::Ticket>(std::move(*ticket));
  hubs_[loop]->loop().post([this, loop, admission = std::move(admission),
                            origin = std::move(origin), shared_ticket, respond = std::move(respond),
                            id = fresh_id()] {
    AsioLoop& front_loop = front_hub_.loop();
    auto connection = std::make_shared<PollConnection>(
        *hubs_[loop], front_, log_,
        [this, &front_loop, id] { front_loop.post([this, id] { polls_.erase(id); }); });
    // Known before it is opened: what opening leads to, its end among it, is posted behind this.
    front_loop.post([this, id, respond, poll = Poll{connection, loop, origin, shared_ticket}] {
      polls_.emplace(id, poll);
      respond({200, {{"content-type", "application/json"}}, "{\"poll\":\"" + id + "\"}"});
    });
    connection->open(admission);
  });
}

void PollDesk::exchange(const std::string& id, const std::string& origin, std::string body,
                        app::Respond respond) {
  const auto at = polls_.find(id);
  if (at == polls_.end() || at->second.origin != origin) return respond(plain_answer(404));
  AsioLoop& front_loop = front_hub_.loop();
  hubs_[at->second.loop]->loop().post([connection = at->second.connection, &front_loop,
                                       body = std::move(body), respond = std::move(respond)] {
    connection->exchange(body, [&front_loop, respond](app::HttpResponse response) {
      front_loop.post([respond, response = std::move(response)] { respond(response); });
    });
  });
}

}  // namespace usher::net
