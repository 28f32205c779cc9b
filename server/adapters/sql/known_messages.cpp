#include "adapters/sql/known_messages.hpp"

namespace usher::adapters {

void KnownMessages::refresh() {
  if (filter_.full()) filter_ = {};
}

bool KnownMessages::may_hold(ConversationKey key, const TailEntry& message) {
  if (!filter_.knows(key)) learn(key, message.seq);
  const bool may = filter_.may_hold(key, *message.hash);
  filter_.add(key, *message.hash);
  return may;
}

// Fills the filter with all messages of the conversation.
void KnownMessages::learn(ConversationKey key, Number next_seq) {
  filter_.learn(key);
  if (next_seq == 1) return;
  const auto add = [&](const std::vector<TailEntry>& entries) {
    for (const TailEntry& entry : entries) {
      if (entry.hash) filter_.add(key, *entry.hash);
    }
  };
  add(tail_.above(key, 0, static_cast<std::size_t>(next_seq)));
  add(rows_.indexed_messages(key));
}

std::vector<Number> KnownMessages::places_with(ConversationKey key, Number hash) const {
  std::vector<Number> places = tail_.places_with(key, hash);
  for (const Number place : rows_.places_with(key, hash)) places.push_back(place);
  return places;
}

}  // namespace usher::adapters
