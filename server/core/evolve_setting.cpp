#include <algorithm>
#include <vector>

#include "core/derived.hpp"
#include "core/evolve.hpp"

namespace usher::core::evolving {

void apply(Floor& floor, const event::QueueConfigured& e, Time) {
  Queue& queue = floor.queues[e.setting.id];
  queue.setting = e.setting;
  queue.rank = e.rank;
  for (const auto& [id, agent] : floor.agents) {
    if (std::ranges::binary_search(agent.setting.queues, e.setting.id)) {
      derived::enter_ready(floor, agent);
    }
  }
  floor.unsettled.insert(e.setting.id);
}

void apply(Floor& floor, const event::QueueRemoved& e, Time) {
  for (auto& [id, conversation] : floor.conversations) {
    if (conversation.queue != e.queue) continue;
    conversation.queue = e.heir;
    if (conversation.state == ConversationState::waiting) {
      floor.queues.at(e.heir).waiting.insert(conversation.wait);
    }
  }
  floor.queues.erase(e.queue);
  floor.unsettled.erase(e.queue);
  floor.unsettled.insert(e.heir);
}

void apply(Floor& floor, const event::AgentConfigured& e, Time) {
  Agent& agent = floor.agents[e.setting.id];
  derived::leave_ready(floor, agent);
  agent.setting = e.setting;
  agent.load_max = std::max<std::size_t>(agent.setting.capacity, agent.load());
  derived::enter_ready(floor, agent);
}

void apply(Floor& floor, const event::AgentRemoved& e, Time) {
  const Agent& agent = floor.agents.at(e.agent);
  derived::leave_ready(floor, agent);
  derived::clear_deadline(floor, Floor::Due::lease, e.agent.value, agent.lease_until);
  derived::clear_deadline(floor, Floor::Due::grace, e.agent.value, agent.grace_until);
  floor.agents.erase(e.agent);
}

void apply(Floor& floor, const event::QueueHoursChanged& e, Time) {
  Queue& queue = floor.queues.at(e.queue);
  queue.open = e.open;
  queue.hours_change_at = e.until;
}

}  // namespace usher::core::evolving
