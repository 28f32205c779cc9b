#include "core/derived.hpp"
#include "core/evolve.hpp"
#include "core/rules.hpp"

namespace usher::core::rules {
namespace {

using Events = std::vector<Event>;

void configure_queues(const Floor& floor, const command::Configure& command, Events& events) {
  std::uint32_t rank = 0;
  for (const QueueSetting& setting : command.queues) {
    const Queue* queue = find(floor, setting.id);
    if (!queue || queue->setting != setting || queue->rank != rank) {
      events.emplace_back(event::QueueConfigured{setting, rank});
    }
    ++rank;
  }
}

// The policy by which a conversation is routed when the command is done.
const QueuePolicy& policy_after(const Floor& floor, const command::Configure& command,
                                ConversationId id) {
  const QueueId queue = floor.conversations.at(id).queue;
  if (command.queues.empty()) return floor.queues.at(queue).setting.policy;  // they stay
  const auto wanted = std::ranges::find(command.queues, queue, &QueueSetting::id);
  return wanted == command.queues.end() ? command.queues.front().policy : wanted->policy;
}

// A smaller capacity, or a larger weight, takes back what rings, not what is being talked about.
void withdraw_surplus(const Floor& floor, const command::Configure& command, const Agent& agent,
                      std::uint32_t capacity, Events& events) {
  if (agent.offers.empty()) return;
  const auto places = [&](ConversationId id) {
    return derived::places_taken(capacity, policy_after(floor, command, id).weight);
  };
  std::size_t load = 0;
  for (const ConversationId id : agent.conversations) {
    if (!floor.conversations.at(id).held) load += places(id);
  }
  for (const ConversationId id : agent.offers) load += places(id);
  for (const WrapUp& work : agent.wrap_ups) load += places(work.conversation);
  for (const ConversationId id : agent.offers) {
    if (load <= capacity) return;
    end_offer(floor.conversations.at(id), OfferEnd::agent_away, events);
    load -= places(id);
  }
}

void configure_agents(const Floor& floor, const command::Configure& command, Events& events) {
  for (const AgentSetting& wanted : command.agents) {
    AgentSetting setting = wanted;
    std::ranges::sort(setting.queues);
    const Agent* agent = find(floor, setting.id);
    if (agent) withdraw_surplus(floor, command, *agent, setting.capacity, events);
    if (agent && agent->setting == setting) continue;
    if (agent && setting.role == Role::agent) leave_all(floor, *agent, true, events);
    events.emplace_back(event::AgentConfigured{std::move(setting)});
  }
}

void remove_agents(const Floor& floor, const command::Configure& command, Events& events) {
  for (const auto& [id, agent] : floor.agents) {
    const bool stays =
        std::ranges::find(command.agents, id, &AgentSetting::id) != command.agents.end();
    if (stays) continue;
    withdraw_offers(floor, agent, OfferEnd::agent_lost, events);
    leave_all(floor, agent, false, events);
    requeue_all(floor, agent, RequeueReason::agent_removed, events);
    events.emplace_back(event::AgentRemoved{id});
  }
}

void remove_queues(const Floor& floor, const command::Configure& command, Events& events) {
  if (command.queues.empty()) return;
  for (const auto& [id, queue] : floor.queues) {
    const bool stays =
        std::ranges::find(command.queues, id, &QueueSetting::id) != command.queues.end();
    if (!stays) events.emplace_back(event::QueueRemoved{id, command.queues.front().id});
  }
}

}  // namespace

Outcome decide(const Context& on, const command::Configure& command) {
  Decision decision;
  configure_queues(on.floor, command, decision.events);
  configure_agents(on.floor, command, decision.events);
  remove_agents(on.floor, command, decision.events);
  remove_queues(on.floor, command, decision.events);
  if (command.words != on.floor.words.words()) {
    decision.events.emplace_back(event::WordsConfigured{command.words});
  }
  return decision;
}

Outcome decide(const Context& on, const command::Recover&) {
  Decision decision;
  for (const auto& [id, agent] : on.floor.agents) {
    if (agent.connected) drop(on.floor, agent, on.now, decision.events);
  }
  for (const auto& [id, visitor] : on.floor.visitors) {
    if (visitor.linger_until || !evolving::lingers(visitor)) continue;
    decision.events.emplace_back(event::VisitorDisconnected{id, on.now + limits::visit_linger_ms});
  }
  return decision;
}

Outcome decide(const Context& on, const command::SetHours& command) {
  const Queue* queue = find(on.floor, command.queue);
  if (!queue) return Rejection::unknown_queue;
  if (queue->open == command.open && queue->hours_change_at == command.until) return Decision{};
  return happens(event::QueueHoursChanged{command.queue, command.open, command.until});
}

Outcome decide(const Context& on, const command::SetDay& command) {
  const bool known = command.day == on.floor.today.day;
  if (known || !command.day.holds(on.now)) return Decision{};
  return happens(event::DayBegan{command.day});
}

}  // namespace usher::core::rules
