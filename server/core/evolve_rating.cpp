#include <algorithm>
#include <utility>

#include "core/evolve.hpp"
#include "core/limits.hpp"

namespace usher::core::evolving {
namespace {

void raise(Floor& floor, Alarm alarm) {
  alarm.number = ++floor.alarms_raised;
  floor.alarms.push_back(std::move(alarm));
  if (floor.alarms.size() > limits::alarms_max) floor.alarms.pop_front();
}

}  // namespace

void apply(Floor& floor, const event::Rated& e, Time at) {
  Conversation& conversation = floor.conversations.at(e.conversation);
  conversation.rating = Rating{e.score, e.reasons, e.comment, e.agent, at};
  conversation.rating_answer = RatingAnswer::given;
  std::erase_if(floor.alarms, [&](const Alarm& alarm) {
    return alarm.kind == AlarmKind::low_rating && alarm.conversation == e.conversation;
  });
  if (!e.low) return;
  Alarm alarm{0, at, AlarmKind::low_rating, e.conversation, e.agent};
  alarm.score = e.score;
  raise(floor, std::move(alarm));
}

void apply(Floor& floor, const event::RatingSkipped& e, Time) {
  floor.conversations.at(e.conversation).rating_answer = RatingAnswer::skipped;
}

void apply(Floor& floor, const event::WordsConfigured& e, Time) { floor.words = WordList(e.words); }

// Somebody who repeats a word alarms once, until that is acknowledged.
void apply(Floor& floor, const event::WordFound& e, Time at) {
  Conversation& conversation = floor.conversations.at(e.conversation);
  conversation.found.push_back({e.message, e.word});
  if (conversation.found.size() > limits::found_max) {
    conversation.found.erase(conversation.found.begin());
  }
  const bool known = std::ranges::any_of(floor.alarms, [&](const Alarm& alarm) {
    return alarm.conversation == e.conversation && alarm.word == e.word && alarm.by == e.by;
  });
  if (known) return;
  Alarm alarm{0, at, AlarmKind::word, e.conversation, conversation.agent};
  alarm.message = e.message;
  alarm.by = e.by;
  alarm.word = e.word;
  raise(floor, std::move(alarm));
}

void apply(Floor& floor, const event::AlarmAcknowledged& e, Time) {
  std::erase_if(floor.alarms, [&](const Alarm& alarm) { return alarm.number == e.alarm; });
}

void forget_alarms(Floor& floor, ConversationId conversation) {
  std::erase_if(floor.alarms,
                [&](const Alarm& alarm) { return alarm.conversation == conversation; });
}

}  // namespace usher::core::evolving
