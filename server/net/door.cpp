#include "net/door.hpp"

#include <algorithm>

namespace usher::net {

Door::Ticket::~Ticket() {
  if (!door_) return;
  AsioLoop& front = door_->front_;
  front.post([door = std::move(door_), of_address = of_address_] { door->leave(of_address); });
}

Door::Door(AsioLoop& front, std::size_t connections_max, std::size_t per_address_max,
           ports::Gauge& gauge)
    : front_(front),
      connections_max_(connections_max),
      per_address_max_(per_address_max),
      gauge_(gauge) {}

std::optional<Door::Ticket> Door::admit(const boost::asio::ip::address& address, bool exempt) {
  if (open_ >= connections_max_) return std::nullopt;
  if (by_address_.size() >= prune_at_) {
    std::erase_if(by_address_, [](const auto& entry) { return entry.second == 0; });
    prune_at_ = std::max<std::size_t>(1'024, by_address_.size() * 2);
  }
  std::size_t& of_address = by_address_[address];
  if (!exempt && per_address_max_ != 0 && of_address >= per_address_max_) return std::nullopt;
  ++of_address;
  ++open_;
  gauge_.set(static_cast<double>(open_));
  return Ticket(shared_from_this(), &of_address);
}

void Door::when_empty(std::function<void()> call) {
  if (open_ == 0) return call();
  when_empty_ = std::move(call);
}

void Door::leave(std::size_t* of_address) {
  --*of_address;
  --open_;
  gauge_.set(static_cast<double>(open_));
  if (open_ == 0 && when_empty_) std::exchange(when_empty_, nullptr)();
}

}  // namespace usher::net
