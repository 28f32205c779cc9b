#include "core/derived.hpp"
#include "core/rules.hpp"

namespace usher::core::rules {
namespace {

Outcome offer_to(const Context& on, const Conversation& conversation, AgentId to,
                 const std::string& note) {
  const std::optional<Offer>& before = conversation.offer;
  if (before && before->agent == to) return Decision{};
  const Agent* agent = find(on.floor, to);
  const bool could = agent && to != conversation.agent &&
                     derived::has_room(*agent, on.floor.queues.at(conversation.queue));
  if (!could) {
    return Rejection::colleague_unavailable;
  }
  Decision decision;
  end_offer(conversation, OfferEnd::withdrawn, decision.events);
  decision.events.emplace_back(event::Offered{conversation.id,
                                              OfferId{on.floor.offers_made + 1},
                                              to,
                                              on.now + limits::ring_ms,
                                              conversation.agent,
                                              note,
                                              {}});
  return decision;
}

Outcome give_to(const Context& on, const Conversation& conversation, QueueId to,
                const std::string& note) {
  if (!find(on.floor, to)) return Rejection::unknown_queue;
  Decision decision;
  end_offer(conversation, OfferEnd::withdrawn, decision.events);
  decision.events.emplace_back(event::Requeued{
      conversation.id, conversation.last_seq + 1, RequeueReason::transferred, to, note, {}, {}});
  return decision;
}

}  // namespace

Outcome decide(const Context& on, const command::Transfer& command) {
  const Conversation* conversation = find(on.floor, command.conversation);
  if (!find(on.floor, command.agent)) return Rejection::unknown_agent;
  if (!conversation) return Rejection::unknown_conversation;
  if (conversation->state == ConversationState::closed) return Rejection::conversation_closed;
  if (conversation->state != ConversationState::assigned || conversation->agent != command.agent) {
    return Rejection::not_assigned;
  }
  const auto* agent = std::get_if<AgentId>(&command.to);
  return agent ? offer_to(on, *conversation, *agent, command.note)
               : give_to(on, *conversation, std::get<QueueId>(command.to), command.note);
}

Outcome accept_transfer(const Conversation& conversation, AgentId agent) {
  const std::optional<Offer>& offer = conversation.offer;
  if (!offer || offer->agent != agent) return Rejection::no_such_offer;
  return happens(
      event::Transferred{conversation.id, conversation.last_seq + 1, conversation.agent, agent});
}

}  // namespace usher::core::rules
