#pragma once
// Counts the sockets that are open, altogether and by client address, and says whether one more may
// come in. Lives on the front's loop; a ticket may be dropped on any.

#include <boost/asio/ip/address.hpp>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "net/loop.hpp"
#include "ports/metrics.hpp"

namespace usher::net {

class Door : public std::enable_shared_from_this<Door> {
 public:
  // A place among the open connections; given back when destroyed.
  class Ticket {
   public:
    Ticket() = default;
    Ticket(std::shared_ptr<Door> door, std::size_t* of_address)
        : door_(std::move(door)), of_address_(of_address) {}
    Ticket(Ticket&& other) noexcept
        : door_(std::move(other.door_)), of_address_(std::exchange(other.of_address_, nullptr)) {}
    Ticket& operator=(Ticket&&) = delete;
    ~Ticket();

   private:
    std::shared_ptr<Door> door_;
    std::size_t* of_address_ = nullptr;
  };

  // No cap by address when `per_address_max` is 0.
  Door(AsioLoop& front, std::size_t connections_max, std::size_t per_address_max,
       ports::Gauge& gauge);

  // None when the house, or the address, has all the connections that it may. `exempt` addresses
  // (proxies) are not capped by themselves.
  std::optional<Ticket> admit(const boost::asio::ip::address& address, bool exempt);

  std::size_t open_count() const { return open_; }
  // Called once, when the last one has gone; at once when there is none.
  void when_empty(std::function<void()> call);

 private:
  void leave(std::size_t* of_address);

  AsioLoop& front_;
  const std::size_t connections_max_;
  const std::size_t per_address_max_;
  ports::Gauge& gauge_;
  std::size_t open_ = 0;
  // Nodes stay where they are, so that a ticket can point at its count; empty ones are swept out
  // when they have come to outnumber the rest.
  std::map<boost::asio::ip::address, std::size_t> by_address_;
  std::size_t prune_at_ = 1'024;
  std::function<void()> when_empty_;
};

}  // namespace usher::net
