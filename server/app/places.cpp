#include "app/places.hpp"

#include <utility>

#include "app/shown_wait.hpp"
#include "core/limits.hpp"

namespace usher::app {
namespace {

protocol::Place view_of(const core::Queue& queue, std::size_t position) {
  protocol::Place place{};
  place.position = position;
  add_wait(place, shown_wait(queue, position));
  return place;
}

bool same(const protocol::Place& a, const protocol::Place& b) {
  return a.position == b.position && a.low_ms == b.low_ms && a.high_ms == b.high_ms;
}

}  // namespace

Places::Places(const core::Floor& floor, const ports::Clock& clock, ports::Loop& loop, Tell tell)
    : floor_(floor),
      tell_(std::move(tell)),
      throttle_(clock, loop, limits::places_every_ms, [this] { sweep(); }) {}

void Places::sweep() {
  std::map<core::ConversationId, protocol::Place> known = std::exchange(told_, {});
  for (const auto& [id, queue] : floor_.queues) {
    std::size_t position = 0;
    for (const core::WaitKey& key : queue.waiting) {
      const protocol::Place place = view_of(queue, ++position);
      const auto before = known.find(key.conversation);
      told_.emplace(key.conversation, place);
      if (before != known.end() && same(before->second, place)) continue;
      tell_(*core::find(floor_, key.conversation), place);
    }
  }
}

std::optional<protocol::Place> Places::place_of(const core::Floor& floor,
                                                const core::Conversation& conversation) {
  if (conversation.state != core::ConversationState::waiting) return std::nullopt;
  const core::Queue& queue = floor.queues.at(conversation.queue);
  return view_of(queue, core::position_of(queue, conversation));
}

}  // namespace usher::app
