#include "core/derived.hpp"

#include <algorithm>

#include "core/limits.hpp"

namespace usher::core::derived {
namespace {

ReadyKey ready_key(const Agent& agent) {
  return {agent.load(), agent.setting.capacity, agent.idle_since, agent.setting.id};
}

}  // namespace

void set_deadline(Floor& floor, Floor::Due due, std::uint64_t id, Time at) {
  floor.deadlines.insert({at, due, id});
}

void clear_deadline(Floor& floor, Floor::Due due, std::uint64_t id, std::optional<Time> at) {
  if (at) floor.deadlines.erase({*at, due, id});
}

void enqueue(Floor& floor, Conversation& conversation, WaitKey key) {
  dequeue(floor, conversation);
  conversation.state = ConversationState::waiting;
  conversation.wait = key;
  floor.queues.at(conversation.queue).waiting.insert(key);
  floor.unsettled.insert(conversation.queue);
}

void dequeue(Floor& floor, Conversation& conversation) {
  if (conversation.state == ConversationState::waiting) {
    floor.queues.at(conversation.queue).waiting.erase(conversation.wait);
  }
  clear_deadline(floor, Floor::Due::retry, conversation.id.value, conversation.retry_at);
  conversation.retry_at.reset();
  conversation.passed_over.clear();
  conversation.last_passed = {};
}

void pass_over(Floor& floor, Conversation& conversation, AgentId agent, Time at) {
  std::vector<AgentId>& passed = conversation.passed_over;
  const auto place = std::ranges::lower_bound(passed, agent);
  if (place == passed.end() || *place != agent) passed.insert(place, agent);
  conversation.last_passed = agent;
  conversation.retry_at = at + limits::offer_retry_ms;
  set_deadline(floor, Floor::Due::retry, conversation.id.value, *conversation.retry_at);
}

bool is_ready(const Agent& agent) {
  return agent.connected && agent.status == AgentStatus::online &&
         agent.load() < agent.setting.capacity;
}

void enter_ready(Floor& floor, const Agent& agent) {
  if (!is_ready(agent)) return;
  for (const QueueId id : agent.setting.queues) {
    const auto queue = floor.queues.find(id);
    if (queue == floor.queues.end()) continue;
    queue->second.ready.insert(ready_key(agent));
    if (!queue->second.waiting.empty()) floor.unsettled.insert(id);
  }
}

void leave_ready(Floor& floor, const Agent& agent) {
  if (!is_ready(agent)) return;
  for (const QueueId id : agent.setting.queues) {
    const auto queue = floor.queues.find(id);
    if (queue != floor.queues.end()) queue->second.ready.erase(ready_key(agent));
  }
}

}  // namespace usher::core::derived
