#include "app/places.hpp"

#include <utility>

#include "core/limits.hpp"

namespace usher::app {
namespace {

// To what people can use: tens of seconds, half minutes, minutes; so that it does not flicker.
std::int64_t rounded(std::int64_t ms, bool up) {
  const std::int64_t step = ms < limits::minute_ms        ? 10 * limits::second_ms
                            : ms < 10 * limits::minute_ms ? 30 * limits::second_ms
                                                          : limits::minute_ms;
  return (ms + (up ? step - 1 : 0)) / step * step;
}

protocol::Place view_of(const core::Queue& queue, std::size_t position) {
  protocol::Place place{};
  place.position = position;
  if (const auto range = core::expected_wait(queue, position)) {
    place.low_ms = rounded(range->low_ms, false);
    place.high_ms = rounded(range->high_ms, true);
  }
  return place;
}

bool same(const protocol::Place& a, const protocol::Place& b) {
  return a.position == b.position && a.low_ms == b.low_ms && a.high_ms == b.high_ms;
}

}  // namespace

Places::Places(const core::Floor& floor, const ports::Clock& clock, ports::Loop& loop, Tell tell)
    : floor_(floor), clock_(clock), tell_(std::move(tell)), timer_(loop.make_timer()) {}

void Places::stir() {
  if (waiting_) return;
  const core::Time now = clock_.now();
  const bool clock_went_back = swept_at_ && now < *swept_at_;
  const core::Time due = swept_at_ ? *swept_at_ + limits::places_every_ms : now;
  if (due <= now || clock_went_back) return sweep();
  waiting_ = true;
  timer_->start(due, [this] { sweep(); });
}

void Places::sweep() {
  waiting_ = false;
  timer_->cancel();
  swept_at_ = clock_.now();
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
