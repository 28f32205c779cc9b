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
      loop_(loop),
      tell_(std::move(tell)),
      throttle_(clock, loop, limits::places_every_ms, [this] { sweep(); }) {}

void Places::sweep() {
  if (reached_) {
    again_ = true;
    return;
  }
  reached_ = Reached{};
  before_ = std::exchange(told_, {});
  slice();
}

void Places::slice() {
  std::size_t looked = 0;
  for (auto at = floor_.queues.lower_bound(reached_->queue); at != floor_.queues.end(); ++at) {
    const auto& [id, queue] = *at;
    if (id != reached_->queue) reached_ = Reached{id, {}, 0};
    const auto& line = queue.waiting;
    auto next = reached_->key ? line.upper_bound(*reached_->key) : line.begin();
    for (; next != line.end(); ++next) {
      if (looked++ == limits::places_slice) return loop_.post([this] { slice(); });
      reached_->key = *next;
      ++reached_->position;
      look(queue, next->conversation);
    }
  }
  before_.clear();
  reached_.reset();
  if (std::exchange(again_, false)) throttle_.stir();
}

void Places::look(const core::Queue& queue, core::ConversationId id) {
  const protocol::Place place = view_of(queue, reached_->position);
  const auto before = before_.find(id);
  const bool known = before != before_.end() && same(before->second, place);
  if (before != before_.end()) before_.erase(before);
  told_.insert_or_assign(id, place);
  if (!known) tell_(*core::find(floor_, id), place);
}

std::optional<protocol::Place> Places::place_of(const core::Floor& floor,
                                                const core::Conversation& conversation) {
  if (conversation.state != core::ConversationState::waiting) return std::nullopt;
  const core::Queue& queue = floor.queues.at(conversation.queue);
  return view_of(queue, core::position_of(queue, conversation));
}

}  // namespace usher::app
