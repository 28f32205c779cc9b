#include <algorithm>
#include <vector>

#include "core/derived.hpp"
#include "core/evolve.hpp"

namespace usher::core::evolving {

namespace {

// `change` runs while nobody stands in the lines that a queue's coming, going or policy matters to:
// its own and those that overflow to it.
template <class Change>
void rearrange(Floor& floor, QueueId id, Change&& change) {
  std::vector<ConversationId> waiting;
  for (const auto& [other, queue] : floor.queues) {
    if (other != id && queue.setting.policy.overflow != id) continue;
    for (const WaitKey& key : queue.waiting) waiting.push_back(key.conversation);
  }
  for (const ConversationId c : waiting) derived::leave_line(floor, floor.conversations.at(c));
  change();
  for (const ConversationId c : waiting) derived::enter_line(floor, floor.conversations.at(c));
}

// When what it has weighs something else, or its capacity changed. While it stands in no list.
void count_load(const Floor& floor, Agent& agent) {
  agent.load = derived::load_of(floor, agent);
  agent.load_max = std::max<std::size_t>(agent.setting.capacity, agent.load);
}

}  // namespace

// A new strategy orders agents anew, a new policy the waiting, a new weight changes what everybody
// has room for who has one of its conversations.
void apply(Floor& floor, const event::QueueConfigured& e, Time) {
  const QueueId id = e.setting.id;
  const Queue* before = find(floor, id);
  const bool weighs_anew = before && before->setting.policy.weight != e.setting.policy.weight;
  const auto for_agents = [&](auto act) {
    for (auto& [agent_id, agent] : floor.agents) {
      if (weighs_anew || serves(agent, id)) act(floor, agent);
    }
  };
  for_agents(derived::leave_ready);
  rearrange(floor, id, [&] {
    floor.queues[id].setting = e.setting;
    floor.queues[id].rank = e.rank;
  });
  for (auto& [conversation_id, conversation] : floor.conversations) {
    if (conversation.queue == id) derived::watch_silence(floor, conversation);
  }
  if (weighs_anew) for_agents(count_load);
  for_agents(derived::enter_ready);
  floor.unsettled.insert(id);
}

void apply(Floor& floor, const event::QueueRemoved& e, Time at) {
  for (const auto& [id, agent] : floor.agents) derived::leave_ready(floor, agent);
  rearrange(floor, e.queue, [&] {
    for (auto& [id, conversation] : floor.conversations) {
      if (conversation.queue != e.queue) continue;
      conversation.queue = e.heir;
      conversation.queued_at = at;
      derived::watch_silence(floor, conversation);
    }
    floor.queues.erase(e.queue);
  });
  for (auto& [id, agent] : floor.agents) {
    count_load(floor, agent);
    derived::enter_ready(floor, agent);
  }
  floor.unsettled.erase(e.queue);
  floor.unsettled.insert(e.heir);
}

void apply(Floor& floor, const event::AgentConfigured& e, Time) {
  Agent& agent = floor.agents[e.setting.id];
  derived::leave_ready(floor, agent);
  agent.setting = e.setting;
  count_load(floor, agent);
  derived::enter_ready(floor, agent);
}

void apply(Floor& floor, const event::AgentRemoved& e, Time) {
  const Agent& agent = floor.agents.at(e.agent);
  derived::leave_ready(floor, agent);
  derived::clear_deadline(floor, Floor::Due::lease, e.agent.value, agent.lease_until);
  derived::clear_deadline(floor, Floor::Due::grace, e.agent.value, agent.grace_until);
  derived::clear_deadline(floor, Floor::Due::pause, e.agent.value, agent.paused_until);
  for (const WrapUp& work : agent.wrap_ups) {
    derived::clear_deadline(floor, Floor::Due::wrap_up, work.conversation.value, work.until);
  }
  derived::release_reserved(floor, e.agent);
  floor.agents.erase(e.agent);
}

void apply(Floor& floor, const event::QueueHoursChanged& e, Time) {
  Queue& queue = floor.queues.at(e.queue);
  queue.open = e.open;
  queue.hours_change_at = e.until;
}

}  // namespace usher::core::evolving
