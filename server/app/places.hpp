#pragma once
// Tells visitors who wait where they stand and how long it will take, whenever that changes: at
// once after a quiet second, else once a second, so that a long line costs one sweep a second
// however fast it moves.
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
  void sweep();

  const core::Floor& floor_;
  Tell tell_;
  Throttle throttle_;
  std::map<core::ConversationId, protocol::Place> told_;
};

}  // namespace usher::app
