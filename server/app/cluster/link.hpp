#pragma once
// One end of a link: what is said over it, numbered, and whether all that was said has come.
//
// What is said in one turn of the loop goes as one message of the bus. The first of a link begins
// it. Messages that come are numbered, too: a double is dropped; after one that is missing, or came
// too early, the link is of no more use: whoever holds it ends it, and tells the other end, by a
// reset, which may itself be lost: then the other end hears it in answer to the next thing it says,
// and it says something at least every limits::link_beat_ms.
//
// Silence is counted in ticks of the loop, not by the clock, which may jump.
//
// Thread: the account's loop.

#include <cstdint>
#include <memory>
#include <string>

#include "app/cluster/envelope.hpp"
#include "core/cluster_limits.hpp"
#include "ports/bus.hpp"
#include "ports/loop.hpp"
#include "ports/metrics.hpp"

namespace usher::app {

class Link : public std::enable_shared_from_this<Link> {
 public:
  struct Way {
    ports::Bus& bus;
    ports::Loop& loop;
    ports::Counter& messages;
    const ports::NodeId& me;  // outlives the link
    ports::NodeId to;
    core::AccountId account;
    envelope::Direction direction = envelope::Direction::to_owner;  // of what this end says
    std::uint64_t id = 0;
  };
  explicit Link(Way way) : way_(std::move(way)) {}

  const Way& way() const { return way_; }

  // Leaves at the end of the loop's turn. An item has room in one message (core/cluster_limits.hpp
  // sees to that).
  template <class Item>
  void say(const Item& item) {
    if (ended_) return;
    if (out_.empty()) begin();
    const std::size_t before = out_.size();
    envelope::put(out_, item);
    if (out_.size() > limits::bus_message_bytes_max) split(before);
  }

  enum class Heard : std::uint8_t { next, doubled, gap };
  Heard hear(std::uint64_t seq);

  // Every limits::link_tick_ms. False: the other end has been silent for too long.
  bool tick();

  // Nothing is said any more. `tell`: but that.
  void end(bool tell);

 private:
  void begin();
  void split(std::size_t before);
  void flush();

  Way way_;
  std::string out_;  // the message that is being made; empty: none
  std::size_t usual_bytes_ = 0;
  std::uint64_t said_ = 0;
  std::uint64_t heard_ = 0;
  std::uint32_t quiet_ticks_ = 0;   // nothing was said
  std::uint32_t silent_ticks_ = 0;  // nothing came
  bool flush_posted_ = false;
  bool ended_ = false;
};

// Tells a node that the link of what it said is not known here.
std::string reset_message(const ports::NodeId& me, const envelope::Head& heard);

}  // namespace usher::app
