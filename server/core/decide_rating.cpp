// What visitors think of a conversation, and what supervisors are alarmed by.
#include "core/rules.hpp"

namespace usher::core::rules {
namespace {

// A visitor speaks of its own closed conversation, which somebody answered.
std::optional<Rejection> refused(const Conversation* conversation, VisitorId visitor) {
  if (!conversation || conversation->visitor != visitor) return Rejection::unknown_conversation;
  if (conversation->state != ConversationState::closed) return Rejection::conversation_open;
  if (!conversation->agent) return Rejection::not_answered;
  return std::nullopt;
}

bool says_the_same(const Conversation& conversation, const command::Rate& command) {
  if (conversation.rating_answer != RatingAnswer::given) return false;
  const Rating& known = *conversation.rating;
  return known.score == command.score && known.reasons == command.reasons &&
         known.comment == command.comment;
}

}  // namespace

Outcome decide(const Context& on, const command::Rate& command) {
  const Conversation* conversation = find(on.floor, command.conversation);
  if (const auto no = refused(conversation, command.visitor)) return *no;
  if (says_the_same(*conversation, command)) return Decision{};
  const QueuePolicy& policy = on.floor.queues.at(conversation->queue).setting.policy;
  return happens(event::Rated{conversation->id, command.visitor, conversation->agent, command.score,
                              command.reasons, command.comment,
                              command.score <= policy.rating_alarm_at});
}

// What was said already stands.
Outcome decide(const Context& on, const command::SkipRating& command) {
  const Conversation* conversation = find(on.floor, command.conversation);
  if (const auto no = refused(conversation, command.visitor)) return *no;
  if (conversation->rating_answer != RatingAnswer::none) return Decision{};
  return happens(event::RatingSkipped{conversation->id, command.visitor});
}

// An alarm that is not there was acknowledged by somebody else a moment before.
Outcome decide(const Context& on, const command::Acknowledge& command) {
  const Agent* agent = find(on.floor, command.agent);
  if (!agent) return Rejection::unknown_agent;
  if (!steers(*agent)) return Rejection::not_permitted;
  const auto alarm = std::ranges::find(on.floor.alarms, command.alarm, &Alarm::number);
  if (alarm == on.floor.alarms.end()) return Decision{};
  return happens(event::AlarmAcknowledged{alarm->conversation, alarm->number, command.agent});
}

}  // namespace usher::core::rules
