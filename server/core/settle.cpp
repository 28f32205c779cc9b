#include "core/derived.hpp"
#include "core/rules.hpp"

namespace usher::core {
namespace {

std::vector<Event> offer_missed(const Floor& floor, ConversationId id) {
  std::vector<Event> events;
  const Conversation& conversation = floor.conversations.at(id);
  const Agent& agent = floor.agents.at(conversation.offer->agent);
  events.emplace_back(
      event::OfferEnded{id, conversation.offer->id, agent.setting.id, OfferEnd::timed_out});
  const std::uint32_t misses = floor.queues.at(conversation.queue).setting.policy.misses_until_away;
  if (misses == 0 || agent.missed_in_row + 1 < misses) return events;
  for (const ConversationId other : agent.offers) {
    if (other == id) continue;
    const Offer& offer = *floor.conversations.at(other).offer;
    events.emplace_back(event::OfferEnded{other, offer.id, offer.agent, OfferEnd::agent_away});
  }
  events.emplace_back(event::AgentStatusChanged{agent.setting.id, AgentStatus::away, false});
  return events;
}

// The ladder: whom it is kept for, then its skills, then the next queue.
void next_step(const Floor& floor, const Conversation& c, Time now, std::vector<Event>& events) {
  const QueuePolicy& policy = floor.queues.at(c.queue).setting.policy;
  if (c.reserved_for && c.reserved_until <= now) {
    events.emplace_back(event::LadderStepped{c.id, LadderStep::anybody});
  } else if (!c.skills.empty() && policy.skill_ms > 0 && c.queued_at + policy.skill_ms <= now) {
    events.emplace_back(event::LadderStepped{c.id, LadderStep::any_skill});
  } else if (const QueueId next = derived::next_queue(floor, c)) {
    events.emplace_back(
        event::Requeued{c.id, c.last_seq + 1, RequeueReason::overflowed, next, {}, {}, {}});
  }
}

// First a reminder, then the end: of the visitor's conversation, or of the agent's ownership.
void end_silence(const Conversation& c, const Floor& floor, std::vector<Event>& events) {
  const QueuePolicy& policy = floor.queues.at(c.queue).setting.policy;
  const bool visitor_owes = c.last_message_by == AuthorKind::agent;
  const std::int64_t remind_ms = visitor_owes ? policy.visitor_remind_ms : policy.agent_remind_ms;
  if (remind_ms > 0 && !c.reminded) {
    events.emplace_back(event::Reminded{c.id, visitor_owes ? c.last_seq + 1 : 0,
                                        visitor_owes ? AuthorKind::visitor : AuthorKind::agent});
    return;
  }
  rules::end_offer(c, visitor_owes ? OfferEnd::conversation_closed : OfferEnd::withdrawn, events);
  if (visitor_owes) {
    events.emplace_back(event::Closed{c.id, c.last_seq + 1, author_of(c.agent), true});
  } else {
    events.emplace_back(
        event::Requeued{c.id, c.last_seq + 1, RequeueReason::agent_silent, {}, {}, {}, {}});
  }
}

std::vector<Event> due_event(const Floor& floor, const Floor::Deadline& deadline, Time now) {
  std::vector<Event> events;
  switch (deadline.due) {
    case Floor::Due::offer:
      return offer_missed(floor, ConversationId{deadline.id});
    case Floor::Due::lease:
      rules::drop(floor, floor.agents.at(AgentId{deadline.id}), now, events);
      break;
    case Floor::Due::grace: {
      const Agent& agent = floor.agents.at(AgentId{deadline.id});
      events.emplace_back(event::AgentLost{agent.setting.id});
      rules::leave_all(floor, agent, false, events);
      rules::requeue_all(floor, agent, RequeueReason::agent_lost, events);
      break;
    }
    case Floor::Due::linger:
      rules::end_visit(floor.visitors.at(VisitorId{deadline.id}), events);
      break;
    case Floor::Due::invitation:
      rules::ignore_invitation(&floor.visitors.at(VisitorId{deadline.id}), events);
      break;
    case Floor::Due::archive:
      events.emplace_back(event::ConversationArchived{ConversationId{deadline.id}});
      break;
    case Floor::Due::step:
      next_step(floor, floor.conversations.at(ConversationId{deadline.id}), now, events);
      break;
    case Floor::Due::pause:
      events.emplace_back(event::PauseEnded{AgentId{deadline.id}});
      break;
    case Floor::Due::wrap_up: {
      const ConversationId id{deadline.id};
      events.emplace_back(event::WrapUpEnded{id, floor.conversations.at(id).agent});
      break;
    }
    case Floor::Due::silence:
      end_silence(floor.conversations.at(ConversationId{deadline.id}), floor, events);
      break;
    case Floor::Due::retry:  // nothing happens by itself: offers are looked at below
      break;
  }
  return events;
}

}  // namespace

std::vector<Event> settle(const Floor& floor, Time now) {
  std::set<QueueId> look_at = floor.unsettled;
  for (const Floor::Deadline& deadline : floor.deadlines) {
    if (deadline.at > now) break;
    std::vector<Event> events = due_event(floor, deadline, now);
    if (!events.empty()) return events;
    look_at.insert(floor.conversations.at(ConversationId{deadline.id}).queue);
  }
  const std::optional<rules::Match> match = rules::next_match(floor, look_at, now);
  if (!match) return {};
  return {rules::offer(floor, *match, now)};
}

}  // namespace usher::core
