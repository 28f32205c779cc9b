// Who takes part in a conversation beside its owner, and what supervisors do to everybody's.
#include "core/derived.hpp"
#include "core/rules.hpp"

namespace usher::core::rules {
namespace {

AgentId owner_of(const Conversation& conversation) {
  return conversation.state == ConversationState::assigned ? conversation.agent : AgentId{};
}

std::optional<Rejection> not_open(const Agent* agent, const Conversation* conversation) {
  if (!agent) return Rejection::unknown_agent;
  if (!conversation) return Rejection::unknown_conversation;
  if (conversation->state == ConversationState::closed) return Rejection::conversation_closed;
  return std::nullopt;
}

// A supervisor's act on an open conversation that stands as the supervisor believes.
std::optional<Rejection> not_steered(const Agent* agent, const Conversation* conversation,
                                     AgentId believed_owner) {
  if (const auto no = not_open(agent, conversation)) return no;
  if (!steers(*agent)) return Rejection::not_permitted;
  if (owner_of(*conversation) != believed_owner) return Rejection::owner_changed;
  return std::nullopt;
}

// Only what begins or ends speaking is an entry.
event::ParticipantJoined joined(const Conversation& conversation, AgentId agent,
                                ParticipantMode mode, AgentId by) {
  const bool changes = speaks(conversation, agent) != (mode == ParticipantMode::speak);
  return {conversation.id, changes ? conversation.last_seq + 1 : 0, agent, mode, by};
}

// Whose room its offer takes already has that room for it.
bool has_room(const Floor& floor, const Conversation& conversation, const Agent& agent) {
  if (derived::has_room(agent, floor.queues.at(conversation.queue))) return true;
  const bool rings = conversation.offer && conversation.offer->agent == agent.setting.id;
  return rings && agent.load <= agent.setting.capacity;
}

// Whoever takes more than it has room for cannot be asked to take others as well.
void stop_surplus(const Context& on, const Agent& agent, const Conversation& taken,
                  std::vector<Event>& events) {
  const Floor& floor = on.floor;
  std::size_t load = agent.load;
  if (!agent.offers.contains(taken.id)) {
    load += derived::places_taken(agent, floor.queues.at(taken.queue));
  }
  for (const ConversationId id : agent.offers) {
    if (load <= agent.setting.capacity) return;
    if (id == taken.id) continue;
    const Conversation& offered = floor.conversations.at(id);
    end_offer(offered, OfferEnd::agent_away, events);
    load -= derived::places_taken(floor, agent, offered);
  }
}

// Makes `to` the owner, whatever it was before.
Event hand_to(const Conversation& conversation, AgentId to) {
  const Seq seq = conversation.last_seq + 1;
  if (!owner_of(conversation)) return event::Assigned{conversation.id, seq, to, {}};
  return event::Transferred{conversation.id, seq, conversation.agent, to};
}

Outcome give_to(const Context& on, const Conversation& conversation, Act act, AgentId to) {
  const Agent* agent = find(on.floor, to);
  if (!agent || to == owner_of(conversation) || !has_room(on.floor, conversation, *agent)) {
    return Rejection::colleague_unavailable;
  }
  Decision decision;
  end_offer(conversation, OfferEnd::withdrawn, decision.events);
  act.kind = ActKind::give;
  act.agent = to;
  decision.events.emplace_back(event::Supervised{act});
  decision.events.push_back(hand_to(conversation, to));
  return decision;
}

Outcome give_to(const Context& on, const Conversation& conversation, Act act, QueueId to) {
  if (!find(on.floor, to)) return Rejection::unknown_queue;
  Decision decision;
  end_offer(conversation, OfferEnd::withdrawn, decision.events);
  act.kind = ActKind::give_to_queue;
  act.queue = to;
  decision.events.emplace_back(event::Supervised{act});
  decision.events.emplace_back(event::Requeued{conversation.id,
                                               conversation.last_seq + 1,
                                               RequeueReason::moved_by_supervisor,
                                               to,
                                               {},
                                               {},
                                               {}});
  return decision;
}

}  // namespace

Seq next_seq(const Conversation& conversation, const std::vector<Event>& events) {
  return conversation.last_seq + 1 +
         static_cast<Seq>(std::ranges::count_if(events, [&](const Event& e) {
           const EventKey key = key_of(e);
           return key.seq > 0 && key.conversation == conversation.id;
         }));
}

void leave_all(const Floor& floor, const Agent& agent, bool own_right, std::vector<Event>& events) {
  const AgentId id = agent.setting.id;
  for (const ConversationId where : agent.beside) {
    const Conversation& conversation = floor.conversations.at(where);
    if (own_right && find(conversation, id)->by) continue;
    const Seq seq = speaks(conversation, id) ? next_seq(conversation, events) : 0;
    events.emplace_back(event::ParticipantLeft{where, seq, id, id});
  }
}

Outcome decide(const Context& on, const command::Join& command) {
  const Agent* agent = find(on.floor, command.agent);
  const Conversation* conversation = find(on.floor, command.conversation);
  if (const auto no = not_open(agent, conversation)) return *no;
  if (!agent->connected) return Rejection::agent_offline;
  const Participant* known = find(*conversation, command.agent);
  const bool invited = known && known->by && known->mode == command.mode;
  if (owner_of(*conversation) == command.agent) return Rejection::not_permitted;
  if (!invited && !steers(*agent)) return Rejection::not_permitted;
  if (known && known->joined && known->mode == command.mode) return Decision{};
  if (!known && conversation->participants.size() >= limits::participants_max) {
    return Rejection::too_many;
  }
  const AgentId by = invited ? known->by : AgentId{};
  return happens(joined(*conversation, command.agent, command.mode, by));
}

Outcome decide(const Context& on, const command::Leave& command) {
  const Agent* by = find(on.floor, command.by);
  const Conversation* conversation = find(on.floor, command.conversation);
  if (const auto no = not_open(by, conversation)) return *no;
  const Participant* participant = find(*conversation, command.agent);
  // An owner sends away whom it or its like invited, not a supervisor.
  const bool host = owner_of(*conversation) == command.by && (!participant || participant->by);
  if (command.by != command.agent && !host && !steers(*by)) return Rejection::not_permitted;
  if (!participant) return Decision{};
  const Seq seq = speaks(*conversation, command.agent) ? conversation->last_seq + 1 : 0;
  return happens(event::ParticipantLeft{conversation->id, seq, command.agent, command.by});
}

Outcome decide(const Context& on, const command::Invite& command) {
  const Agent* by = find(on.floor, command.by);
  const Conversation* conversation = find(on.floor, command.conversation);
  if (const auto no = not_open(by, conversation)) return *no;
  const AgentId owner = owner_of(*conversation);
  if (owner != command.by && !steers(*by)) return Rejection::not_assigned;
  const Agent* colleague = find(on.floor, command.agent);
  const bool there = colleague && colleague->connected && colleague->status != AgentStatus::offline;
  if (!there || command.agent == owner || command.agent == command.by) {
    return Rejection::colleague_unavailable;
  }
  const Participant* known = find(*conversation, command.agent);
  if (known && (known->mode == command.mode || !known->by)) return Decision{};
  if (known && known->joined) {
    return happens(joined(*conversation, command.agent, command.mode, known->by));
  }
  if (!known && conversation->participants.size() >= limits::participants_max) {
    return Rejection::too_many;
  }
  return happens(
      event::ParticipantInvited{conversation->id, command.agent, command.by, command.mode});
}

Outcome decide(const Context& on, const command::TakeOver& command) {
  const Agent* agent = find(on.floor, command.agent);
  const Conversation* conversation = find(on.floor, command.conversation);
  if (const auto no = not_steered(agent, conversation, command.owner)) return *no;
  if (!agent->connected || agent->status == AgentStatus::offline) return Rejection::agent_offline;
  if (command.owner == command.agent) return Decision{};
  Decision decision;
  end_offer(*conversation, OfferEnd::withdrawn, decision.events);
  stop_surplus(on, *agent, *conversation, decision.events);
  const Act act{ActKind::take_over, command.agent, conversation->id, {}, command.owner, {}, {}, {}};
  decision.events.emplace_back(event::Supervised{act});
  decision.events.push_back(hand_to(*conversation, command.agent));
  return decision;
}

Outcome decide(const Context& on, const command::Give& command) {
  const Conversation* conversation = find(on.floor, command.conversation);
  const Agent* by = find(on.floor, command.by);
  if (const auto no = not_steered(by, conversation, command.owner)) return *no;
  const Act act{ActKind::give, command.by, conversation->id, {}, command.owner, {}, {}, {}};
  return std::visit([&](auto to) { return give_to(on, *conversation, act, to); }, command.to);
}

Outcome decide(const Context& on, const command::SetStatusOf& command) {
  const Agent* by = find(on.floor, command.by);
  if (!by) return Rejection::unknown_agent;
  const Agent* agent = find(on.floor, command.agent);
  const bool above = agent && agent->setting.role > by->setting.role;
  if (!steers(*by) || above) return Rejection::not_permitted;
  if (!agent || !agent->connected) return Rejection::agent_offline;
  Decision decision;
  if (agent->status == command.status) return decision;
  if (command.status != AgentStatus::online) {
    withdraw_offers(on.floor, *agent, OfferEnd::agent_away, decision.events);
  }
  const Act act{ActKind::set_status, command.by, {}, command.agent, {}, {}, command.status, {}};
  decision.events.emplace_back(event::Supervised{act});
  decision.events.emplace_back(event::AgentStatusChanged{command.agent, command.status, false});
  return decision;
}

}  // namespace usher::core::rules
