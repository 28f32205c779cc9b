#pragma once
// Tells visitors who wait where they stand and how long it will take, whenever that changes: at
// once after a quiet second, else once a second, so that a long line costs one sweep a second
// however fast it moves. A sweep goes a slice in each turn of the loop, so that a long line makes
// nobody wait; what moves meanwhile stirs the next sweep.
//
// Thread: the floor's.

#include <functional>
#include <map>
#include <optional>

#include "app/throttle.hpp"
#include "core/floor.hpp"
#include "ports/clock.hpp"
#include "ports/loop.hpp"
#include "protocol/frames.gen.hpp"

namespace usher::app {

class Places {
 public:
  using Tell = std::function<void(const core::Conversation&, const protocol::Place&)>;
  Places(const core::Floor& floor, const ports::Clock& clock, ports::Loop& loop, Tell tell);

  // Something happened on the floor that may move a line.
  void stir() { throttle_.stir(); }

  // As a snapshot shows it now; none when it does not wait.
  static std::optional<protocol::Place> place_of(const core::Floor& floor,
                                                 const core::Conversation& conversation);

 private:
  // The last one that the sweep looked at. Nothing in it points into the floor, which moves on.
  struct Reached {
    core::QueueId queue;
    std::optional<core::WaitKey> key;
    std::size_t position = 0;
  };

  void sweep();
  void slice();
  void look(const core::Queue& queue, core::ConversationId id);

  const core::Floor& floor_;
  ports::Loop& loop_;
  Tell tell_;
  Throttle throttle_;
  std::map<core::ConversationId, protocol::Place> told_;
  std::map<core::ConversationId, protocol::Place> before_;  // as the last sweep told them
  std::optional<Reached> reached_;                          // while one goes on
  bool again_ = false;
};

}  // namespace usher::app
