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
  if (agent.missed_in_row + 1 < limits::misses_until_away) return events;
  for (const ConversationId other : agent.offers) {
    if (other == id) continue;
    const Offer& offer = *floor.conversations.at(other).offer;
    events.emplace_back(event::OfferEnded{other, offer.id, offer.agent, OfferEnd::agent_away});
  }
  events.emplace_back(event::AgentStatusChanged{agent.setting.id, AgentStatus::away, false});
  return events;
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
    case Floor::Due::linger: {
      const Visitor& visitor = floor.visitors.at(VisitorId{deadline.id});
      const VisitId visit = visitor.visit ? visitor.visit->id : VisitId{};
      events.emplace_back(event::VisitEnded{visitor.id, visit});
      break;
    }
    case Floor::Due::archive:
      events.emplace_back(event::ConversationArchived{ConversationId{deadline.id}});
      break;
    case Floor::Due::retry:  // nothing happens by itself: offers are looked at below
      break;
  }
  return events;
}

bool passed_over(const Conversation& conversation, AgentId agent) {
  return std::ranges::binary_search(conversation.passed_over, agent);
}

// The best agent that has not let this conversation pass. When all have, a new round begins, with
// anybody but the last one; which gets it again only after a pause, and when there is nobody else.
std::optional<AgentId> choose(const Queue& queue, const Conversation& conversation, Time now) {
  std::optional<AgentId> again;
  std::optional<AgentId> last;
  for (const ReadyKey& key : queue.ready) {
    if (!passed_over(conversation, key.agent)) return key.agent;
    if (key.agent == conversation.last_passed) {
      last = key.agent;
    } else if (!again) {
      again = key.agent;
    }
  }
  if (again) return again;
  const bool paused = conversation.retry_at && now < *conversation.retry_at;
  return paused ? std::nullopt : last;
}

std::vector<Event> offer_next(const Floor& floor, const Queue& queue, Time now) {
  if (queue.ready.empty()) return {};
  for (const WaitKey& key : queue.waiting) {
    const Conversation& conversation = floor.conversations.at(key.conversation);
    if (conversation.offer) continue;
    const std::optional<AgentId> agent = choose(queue, conversation, now);
    if (!agent) continue;
    if (!queue.setting.rings) {
      return {event::Assigned{conversation.id, conversation.last_seq + 1, *agent}};
    }
    const std::int64_t ring_ms =
        queue.setting.ring_ms > 0 ? queue.setting.ring_ms : limits::ring_ms;
    return {event::Offered{
        conversation.id, OfferId{floor.offers_made + 1}, *agent, now + ring_ms, {}, {}}};
  }
  return {};
}

}  // namespace

std::vector<Event> settle(const Floor& floor, Time now) {
  std::set<QueueId> retried;
  for (const Floor::Deadline& deadline : floor.deadlines) {
    if (deadline.at > now) break;
    std::vector<Event> events = due_event(floor, deadline, now);
    if (!events.empty()) return events;
    retried.insert(floor.conversations.at(ConversationId{deadline.id}).queue);
  }
  for (const QueueId id : floor.unsettled) {
    std::vector<Event> events = offer_next(floor, floor.queues.at(id), now);
    if (!events.empty()) return events;
  }
  for (const QueueId id : retried) {
    std::vector<Event> events = offer_next(floor, floor.queues.at(id), now);
    if (!events.empty()) return events;
  }
  return {};
}

}  // namespace usher::core
