#include "app/places.hpp"

#include "core/limits.hpp"

namespace usher::app {
namespace {

// To what people can use: tens of seconds, half minutes, minutes; so that it does not flicker.
std::uint64_t rounded(std::int64_t ms, bool up) {
  const std::int64_t step = ms < limits::minute_ms        ? 10 * limits::second_ms
                            : ms < 10 * limits::minute_ms ? 30 * limits::second_ms
                                                          : limits::minute_ms;
  return static_cast<std::uint64_t>((ms + (up ? step - 1 : 0)) / step * step);
}

}  // namespace

std::optional<core::Time> Places::due() const {
  if (touched_.empty()) return std::nullopt;
  return swept_at_ + limits::places_every_ms;
}

protocol::Place Places::view(const core::Queue& queue, std::size_t position) {
  protocol::Place place{};
  place.position = position;
  if (const auto range = core::expected_wait(queue, position)) {
    place.low_ms = rounded(range->low_ms, false);
    place.high_ms = rounded(range->high_ms, true);
  }
  return place;
}

bool Places::same(const protocol::Place& a, const protocol::Place& b) {
  return a.position == b.position && a.low_ms == b.low_ms && a.high_ms == b.high_ms;
}

bool Places::waits(core::ConversationId id) const {
  const core::Conversation* conversation = core::find(floor_, id);
  return conversation && conversation->state == core::ConversationState::waiting;
}

std::optional<protocol::Place> Places::place_of(const core::Floor& floor,
                                                const core::Conversation& conversation) {
  if (conversation.state != core::ConversationState::waiting) return std::nullopt;
  const core::Queue& queue = floor.queues.at(conversation.queue);
  return view(queue, core::position_of(queue, conversation));
}

}  // namespace usher::app
