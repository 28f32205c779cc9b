#include "core/derived.hpp"
#include "core/rules.hpp"

namespace usher::core::rules {
namespace {

// Whoever has it, hears it ring or wraps it up has nothing to do with it any more.
void end(const Floor& floor, const Conversation& conversation, std::vector<Event>& events) {
  const Agent* last = find(floor, conversation.agent);
  bool wraps_up = false;
  if (conversation.state != ConversationState::closed) {
    end_offer(conversation, OfferEnd::conversation_closed, events);
    events.emplace_back(event::Closed{conversation.id, conversation.last_seq + 1,
                                      author_of(conversation.visitor), false});
    const QueuePolicy& policy = floor.queues.at(conversation.queue).setting.policy;
    wraps_up = conversation.state == ConversationState::assigned && !conversation.held &&
               policy.wrap_up_ms > 0;
  } else if (last) {
    wraps_up = std::ranges::any_of(
        last->wrap_ups, [&](const WrapUp& work) { return work.conversation == conversation.id; });
  }
  if (wraps_up) events.emplace_back(event::WrapUpEnded{conversation.id, conversation.agent});
  events.emplace_back(event::ConversationArchived{conversation.id});
}

}  // namespace

Outcome decide(const Context& on, const command::Forget& command) {
  const std::set<VisitorId> visitors(command.what.visitors.begin(), command.what.visitors.end());
  std::set<ConversationId> conversations(command.what.conversations.begin(),
                                         command.what.conversations.end());
  Decision decision;
  for (const VisitorId id : visitors) {
    const Visitor* visitor = find(on.floor, id);
    if (visitor && (visitor->visit || !visitor->conversation)) {
      end_visit(*visitor, decision.events);
    }
  }
  for (const auto& [id, conversation] : on.floor.conversations) {
    const bool theirs = visitors.contains(conversation.visitor);
    const bool over = conversation.state == ConversationState::closed;
    if (!theirs && !over) conversations.erase(id);
    if (theirs) conversations.insert(id);
    if (conversations.contains(id)) end(on.floor, conversation, decision.events);
  }
  decision.events.emplace_back(event::Forgotten{{visitors.begin(), visitors.end()},
                                                {conversations.begin(), conversations.end()},
                                                command.what.visits});
  return decision;
}

}  // namespace usher::core::rules
