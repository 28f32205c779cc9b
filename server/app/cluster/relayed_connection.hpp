#pragma once
// At the owner: the connection of a session whose socket is at another node. What it is sent goes
// over its link.

#include <cstdint>

#include "app/cluster/link.hpp"
#include "app/connection.hpp"

namespace usher::app {

class OwnerLink;

class RelayedConnection final : public Connection {
 public:
  RelayedConnection(OwnerLink& owner, Link& link, std::uint64_t number)
      : owner_(owner), link_(link), number_(number) {}

  void send(std::string_view frame) override;
  void close(CloseCode code, std::string_view reason) override;
  void known_as(core::Author author) override;

  bool is_closed() const { return closed_; }
  // The socket is gone, or the link: nothing is said any more.
  void silence() { closed_ = true; }

 private:
  OwnerLink& owner_;
  Link& link_;
  std::uint64_t number_;
  bool closed_ = false;
};

}  // namespace usher::app
