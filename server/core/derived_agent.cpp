// The ready lists: which agents could get a conversation of a queue, in its strategy's order.
#include "core/derived.hpp"

namespace usher::core::derived {
namespace {

const QueueTerms* terms_of(const Agent& agent, QueueId queue) {
  const auto& terms = agent.setting.terms;
  const auto it = std::ranges::lower_bound(terms, queue, {}, &QueueTerms::queue);
  return it != terms.end() && it->queue == queue ? &*it : nullptr;
}

ReadyKey ready_key(const Agent& agent, const Queue& queue) {
  ReadyKey key;
  key.agent = agent.setting.id;
  switch (queue.setting.policy.strategy) {
    case Strategy::longest_idle:
      key.since = agent.idle_since.ms;
      return key;
    case Strategy::round_robin:
      key.since = static_cast<std::int64_t>(agent.last_given);
      return key;
    case Strategy::tiers:
      if (const QueueTerms* terms = terms_of(agent, queue.setting.id)) key.tier = terms->tier;
      break;
    case Strategy::least_busy:
    case Strategy::manual:
      break;
  }
  key.load = agent.load;
  key.capacity = agent.setting.capacity;
  key.since = agent.idle_since.ms;
  return key;
}

// What an agent has of one queue. Walks over all it has: only for agents with terms of their own.
std::size_t load_in(const Floor& floor, const Agent& agent, QueueId queue) {
  const auto owned = [&](ConversationId id) {
    const Conversation& c = floor.conversations.at(id);
    return c.queue == queue && !c.held;
  };
  const auto offered = [&](ConversationId id) { return floor.conversations.at(id).queue == queue; };
  return static_cast<std::size_t>(std::ranges::count_if(agent.conversations, owned) +
                                  std::ranges::count_if(agent.offers, offered));
}

// Those of an agent who is there, whether they are taken or not.
void count_places(Floor& floor, const Agent& agent, bool enters) {
  if (!agent.connected || agent.status != AgentStatus::online) return;
  for (const QueueId id : agent.setting.queues) {
    const auto queue = floor.queues.find(id);
    if (queue == floor.queues.end()) continue;
    waits::measure(queue->second, floor.now);
    const std::size_t places = agent.setting.capacity / places_taken(agent, queue->second);
    enters ? queue->second.places += places : queue->second.places -= places;
    enters ? ++queue->second.present : --queue->second.present;
  }
}

}  // namespace

std::size_t places_taken(std::uint32_t capacity, std::uint32_t weight) {
  return std::max<std::size_t>(1, std::min(weight, capacity));
}

std::size_t places_taken(const Agent& agent, const Queue& queue) {
  return places_taken(agent.setting.capacity, queue.setting.policy.weight);
}

std::size_t places_taken(const Floor& floor, const Agent& agent, const Conversation& c) {
  const bool owned = agent.conversations.contains(c.id) && !c.held;
  const bool taken = owned || agent.offers.contains(c.id) ||
                     std::ranges::binary_search(agent.wrap_ups, c.id, {}, &WrapUp::conversation);
  return taken ? places_taken(agent, floor.queues.at(c.queue)) : 0;
}

std::size_t load_of(const Floor& floor, const Agent& agent) {
  std::size_t load = 0;
  const auto count = [&](ConversationId id) {
    load += places_taken(floor, agent, floor.conversations.at(id));
  };
  std::ranges::for_each(agent.conversations, count);
  std::ranges::for_each(agent.offers, count);
  std::ranges::for_each(agent.wrap_ups, count, &WrapUp::conversation);
  return load;
}

bool has_room(const Agent& agent, const Queue& queue) {
  return agent.connected && agent.status == AgentStatus::online &&
         agent.load + places_taken(agent, queue) <= agent.setting.capacity;
}

bool is_ready(const Agent& agent) {
  return agent.connected && agent.status == AgentStatus::online && !agent.paused_until &&
         agent.load < agent.setting.capacity;
}

bool is_ready(const Floor& floor, const Agent& agent, QueueId queue) {
  if (agent.paused_until || !has_room(agent, floor.queues.at(queue))) return false;
  const QueueTerms* terms = terms_of(agent, queue);
  return !terms || terms->capacity == 0 || load_in(floor, agent, queue) < terms->capacity;
}

std::size_t ready_count(const Queue& queue) {
  std::size_t count = 0;
  for (const auto& [skills, agents] : queue.ready) count += agents.size();
  return count;
}

void enter_ready(Floor& floor, const Agent& agent) {
  count_places(floor, agent, true);
  if (!is_ready(agent)) return;
  for (const QueueId id : agent.setting.queues) {
    const auto queue = floor.queues.find(id);
    if (queue == floor.queues.end() || !is_ready(floor, agent, id)) continue;
    queue->second.ready[agent.setting.skills].insert(ready_key(agent, queue->second));
    if (!queue->second.waiting.empty()) floor.unsettled.insert(id);
  }
}

void leave_ready(Floor& floor, const Agent& agent) {
  count_places(floor, agent, false);
  if (!is_ready(agent)) return;
  for (const QueueId id : agent.setting.queues) {
    const auto queue = floor.queues.find(id);
    if (queue == floor.queues.end()) continue;
    auto& ready = queue->second.ready;
    const auto group = ready.find(agent.setting.skills);
    if (group == ready.end()) continue;
    group->second.erase(ready_key(agent, queue->second));
    if (group->second.empty()) ready.erase(group);
  }
}

void pause(Floor& floor, Agent& agent, std::optional<Time> until) {
  const std::uint64_t id = agent.setting.id.value;
  clear_deadline(floor, Floor::Due::pause, id, agent.paused_until);
  agent.paused_until = until;
  if (until) set_deadline(floor, Floor::Due::pause, id, *until);
}

void begin_wrap_up(Floor& floor, Agent& agent, ConversationId conversation, Time until) {
  const auto place =
      std::ranges::lower_bound(agent.wrap_ups, conversation, {}, &WrapUp::conversation);
  agent.wrap_ups.insert(place, {conversation, until});
  set_deadline(floor, Floor::Due::wrap_up, conversation.value, until);
}

void end_wrap_up(Floor& floor, Agent& agent, ConversationId conversation) {
  const auto it = std::ranges::lower_bound(agent.wrap_ups, conversation, {}, &WrapUp::conversation);
  if (it == agent.wrap_ups.end() || it->conversation != conversation) return;
  clear_deadline(floor, Floor::Due::wrap_up, conversation.value, it->until);
  agent.wrap_ups.erase(it);
}

}  // namespace usher::core::derived
