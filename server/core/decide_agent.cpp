#include "core/derived.hpp"
#include "core/rules.hpp"

namespace usher::core::rules {
namespace {

event::LeaseRenewed renewed(const Context& on, AgentId agent) {
  return {agent, on.now + limits::lease_ms};
}

Outcome be_present(const Context& on, AgentId id) {
  const Agent* agent = find(on.floor, id);
  if (!agent) return Rejection::unknown_agent;
  if (agent->connected) return happens(renewed(on, id));
  return happens(event::AgentConnected{id}, renewed(on, id));
}

}  // namespace

void end_offer(const Conversation& conversation, OfferEnd end, std::vector<Event>& events) {
  const std::optional<Offer>& offer = conversation.offer;
  if (!offer) return;
  const bool ended = std::ranges::any_of(events, [&](const Event& e) {
    const auto* other = std::get_if<event::OfferEnded>(&e);
    return other && other->conversation == conversation.id;
  });
  if (ended) return;
  events.emplace_back(event::OfferEnded{conversation.id, offer->id, offer->agent, end});
}

void withdraw_offers(const Floor& floor, const Agent& agent, OfferEnd end,
                     std::vector<Event>& events) {
  for (const ConversationId id : agent.offers) {
    end_offer(floor.conversations.at(id), end, events);
  }
}

void requeue_all(const Floor& floor, const Agent& agent, RequeueReason reason,
                 std::vector<Event>& events) {
  std::vector<WaitKey> order;
  for (const ConversationId id : agent.conversations) {
    order.push_back({false, floor.conversations.at(id).waiting_since, id});
  }
  std::ranges::sort(order);
  for (const WaitKey& key : order) {
    const Conversation& conversation = floor.conversations.at(key.conversation);
    end_offer(conversation, OfferEnd::withdrawn, events);
    const Seq seq = next_seq(conversation, events);
    events.emplace_back(event::Requeued{conversation.id, seq, reason, {}, {}, {}, {}});
  }
}

void drop(const Floor& floor, const Agent& agent, Time now, std::vector<Event>& events) {
  withdraw_offers(floor, agent, OfferEnd::agent_lost, events);
  events.emplace_back(event::AgentDropped{agent.setting.id, now + limits::grace_ms});
}

Outcome decide(const Context& on, const command::AgentConnect& command) {
  return be_present(on, command.agent);
}

// A heartbeat comes over a connection: whose lease had run out is back with it.
Outcome decide(const Context& on, const command::AgentHeartbeat& command) {
  return be_present(on, command.agent);
}

Outcome decide(const Context& on, const command::AgentDisconnect& command) {
  const Agent* agent = find(on.floor, command.agent);
  Decision decision;
  if (agent && agent->connected) drop(on.floor, *agent, on.now, decision.events);
  return decision;
}

Outcome decide(const Context& on, const command::SetStatus& command) {
  const Agent* agent = find(on.floor, command.agent);
  if (!agent) return Rejection::unknown_agent;
  if (!agent->connected) return Rejection::agent_offline;
  Decision decision;
  if (agent->status == command.status) return decision;
  if (command.status != AgentStatus::online) {
    withdraw_offers(on.floor, *agent, OfferEnd::agent_away, decision.events);
  }
  decision.events.emplace_back(event::AgentStatusChanged{command.agent, command.status, true});
  return decision;
}

Outcome decide(const Context& on, const command::Accept& command) {
  const Agent* agent = find(on.floor, command.agent);
  if (!agent) return Rejection::unknown_agent;
  if (!agent->connected || agent->status == AgentStatus::offline) return Rejection::agent_offline;
  const Conversation* conversation = find(on.floor, command.conversation);
  if (!conversation) return Rejection::unknown_conversation;
  const event::Assigned assigned{conversation->id, conversation->last_seq + 1, command.agent, {}};
  switch (conversation->state) {
    case ConversationState::closed:
      return Rejection::conversation_closed;
    case ConversationState::assigned:
      if (conversation->agent == command.agent) return Decision{};
      return accept_transfer(*conversation, command.agent);
    case ConversationState::waiting:
      break;
  }
  const std::optional<Offer>& offer = conversation->offer;
  if (offer && offer->agent == command.agent) return happens(assigned);
  if (!serves(*agent, conversation->queue)) return Rejection::no_such_offer;
  const std::size_t load =
      agent->load + derived::places_taken(*agent, on.floor.queues.at(conversation->queue));
  if (load > agent->setting.capacity) return Rejection::over_capacity;
  if (!offer) return happens(assigned);
  return happens(event::OfferEnded{conversation->id, offer->id, offer->agent, OfferEnd::picked},
                 assigned);
}

Outcome decide(const Context& on, const command::Decline& command) {
  if (!find(on.floor, command.agent)) return Rejection::unknown_agent;
  const Conversation* conversation = find(on.floor, command.conversation);
  if (!conversation) return Rejection::unknown_conversation;
  const std::optional<Offer>& offer = conversation->offer;
  const bool declines = offer && offer->agent == command.agent;
  const bool withdraws = offer && offer->from && offer->from == command.agent;
  if (!declines && !withdraws) return Rejection::no_such_offer;
  return happens(event::OfferEnded{conversation->id, offer->id, offer->agent,
                                   declines ? OfferEnd::declined : OfferEnd::withdrawn});
}

Outcome decide(const Context&, const command::Tick&) { return Decision{}; }

}  // namespace usher::core::rules
