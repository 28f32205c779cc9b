#include "core/explain.hpp"

#include <algorithm>

#include "core/derived.hpp"
#include "core/limits.hpp"

namespace usher::core {
namespace {

WhyNot why_not(const Floor& floor, const Agent& agent, const Conversation& c) {
  const AgentId id = agent.setting.id;
  if (c.offer) return c.offer->agent == id ? WhyNot::rings_there : WhyNot::nothing;
  if (!agent.connected) return WhyNot::not_connected;
  if (agent.status == AgentStatus::offline) return WhyNot::offline;
  if (agent.status == AgentStatus::away) return WhyNot::away;
  if (agent.load >= agent.setting.capacity) return WhyNot::full;
  if (!derived::has_room(agent, floor.queues.at(c.queue))) return WhyNot::too_heavy;
  if (agent.paused_until) return WhyNot::pausing;
  if (!derived::is_ready(floor, agent, c.queue)) return WhyNot::full_in_queue;
  const Queue& queue = floor.queues.at(c.queue);
  if (queue.setting.policy.strategy == Strategy::manual) return WhyNot::picked_by_hand;
  if (!std::ranges::includes(agent.setting.skills, c.skills)) return WhyNot::lacks_skill;
  if (c.reserved_for && c.reserved_for != id) return WhyNot::kept_for_other;
  if (std::ranges::binary_search(c.passed_over, id)) return WhyNot::let_it_pass;
  return WhyNot::nothing;
}

}  // namespace

std::vector<Considered> why_waiting(const Floor& floor, const Conversation& conversation) {
  std::vector<Considered> all;
  for (const auto& [id, agent] : floor.agents) {
    if (!serves(agent, conversation.queue)) continue;
    if (all.size() == limits::explained_max) break;
    all.push_back({id, why_not(floor, agent, conversation), agent.load});
  }
  return all;
}

std::vector<Served> why_nothing(const Floor& floor, const Agent& agent) {
  std::vector<Served> all;
  for (const QueueId id : agent.setting.queues) {
    const Queue* queue = find(floor, id);
    if (!queue) continue;
    Served served{id, WhyNot::nobody_waits, queue->waiting.size()};
    if (!queue->waiting.empty()) {
      const ConversationId first = queue->waiting.begin()->conversation;
      served.why = why_not(floor, agent, floor.conversations.at(first));
    }
    all.push_back(served);
  }
  return all;
}

}  // namespace usher::core
