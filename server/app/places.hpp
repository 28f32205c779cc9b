#pragma once
// Tells visitors who wait where they stand and how long it will take, whenever that changes: at
// once after a quiet second, else once a second, so that a long line costs one sweep a second
// however fast it moves.
//
// Thread: the floor's.

#include <cstdint>
#include <map>
#include <optional>
#include <set>

#include "core/floor.hpp"
#include "protocol/frames.gen.hpp"

namespace usher::app {

class Places {
 public:
  explicit Places(const core::Floor& floor) : floor_(floor) {}

  // A line, its agents or its pace changed.
  void touch(core::QueueId queue) { touched_.insert(queue); }
  // When the next sweep may run; none: nothing changed.
  std::optional<core::Time> due() const;

  // Calls tell(conversation, place) for all whose place is another than they were told.
  template <class Tell>
  void sweep(core::Time now, Tell tell) {
    swept_at_ = now;
    for (const core::QueueId id : std::exchange(touched_, {})) {
      const core::Queue* queue = core::find(floor_, id);
      if (!queue) continue;
      std::size_t position = 0;
      for (const core::WaitKey& key : queue->waiting) {
        const protocol::Place place = view(*queue, ++position);
        protocol::Place& told = told_[key.conversation];
        if (same(told, place)) continue;
        told = place;
        tell(*core::find(floor_, key.conversation), place);
      }
    }
    std::erase_if(told_, [this](const auto& entry) { return !waits(entry.first); });
  }

  // As a snapshot shows it now; none when it does not wait.
  static std::optional<protocol::Place> place_of(const core::Floor& floor,
                                                 const core::Conversation& conversation);

 private:
  static protocol::Place view(const core::Queue& queue, std::size_t position);
  static bool same(const protocol::Place& a, const protocol::Place& b);
  bool waits(core::ConversationId id) const;

  const core::Floor& floor_;
  std::set<core::QueueId> touched_;
  std::map<core::ConversationId, protocol::Place> told_;
  core::Time swept_at_;
};

}  // namespace usher::app
