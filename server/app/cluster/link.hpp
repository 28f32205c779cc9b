#pragma once
// One end of a link: numbers what it sends, notices what is missing in what it hears, and says now
// and then that it is there. What is put goes out as one message at the end of the loop's turn.
//
// Thread: the loop's of the account.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "app/cluster/envelope.hpp"
#include "ports/bus.hpp"
#include "ports/clock.hpp"

namespace usher::app {

class LinkEnd {
 public:
  struct World {
    ports::Bus& bus;
    const ports::NodeId& me;
    const ports::Clock& clock;
    // Something was put: flush() is wanted at the end of this turn.
    std::function<void()> stirred;
  };
  // `to_owner`: this is the edge's end.
  LinkEnd(World world, ports::NodeId other, core::AccountId account, std::uint64_t id,
          bool to_owner);

  void put(ItemKind kind, std::uint32_t number, std::string_view content);
  // A content of any length, in parts.
  void put_parts(std::uint32_t number, std::string_view content);
  void flush();
  // Says that it is there, if it has said nothing for a while.
  void beat();
  // The other end is to end, too.
  void send_reset() const;

  // doubled: it came before. gap: something is missing; the link is over.
  enum class Heard : std::uint8_t { next, doubled, gap };
  Heard hear(std::uint64_t seq);
  bool silent() const;  // for too long

  const ports::NodeId& other() const { return other_; }
  core::AccountId account() const { return account_; }
  std::uint64_t id() const { return id_; }

 private:
  void send();

  World world_;
  const ports::NodeId other_;
  const core::AccountId account_;
  const std::uint64_t id_;
  const bool to_owner_;
  std::string items_;
  bool stirred_ = false;
  std::uint64_t sent_ = 0;
  std::uint64_t heard_ = 0;
  core::Time sent_at_;
  core::Time heard_at_;
};

// Tells the other end of a link that is not known here that it is over.
void refuse_link(ports::Bus& bus, const ports::NodeId& me, const Envelope& unknown);

}  // namespace usher::app
