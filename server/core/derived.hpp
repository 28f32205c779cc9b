#pragma once
// The upkeep of what a floor derives from the rest: deadlines, waiting lines, ready agents. For
// evolve() and for decoding snapshots only.

#include <optional>

#include "core/floor.hpp"

namespace usher::core::derived {

void set_deadline(Floor& floor, Floor::Due due, std::uint64_t id, Time at);
void clear_deadline(Floor& floor, Floor::Due due, std::uint64_t id, std::optional<Time> at);

// Into its queue's line at `key`, out of wherever it stood.
void enqueue(Floor& floor, Conversation& conversation, WaitKey key);
void dequeue(Floor& floor, Conversation& conversation);

// An agent let it pass: others come first now.
void pass_over(Floor& floor, Conversation& conversation, AgentId agent, Time at);

bool is_ready(const Agent& agent);
void enter_ready(Floor& floor, const Agent& agent);
void leave_ready(Floor& floor, const Agent& agent);

// Every change of an agent that matters to routing goes through here: `change` runs while the agent
// stands in no queue's ready list.
template <class Change>
void change(Floor& floor, Agent& agent, Change&& apply) {
  leave_ready(floor, agent);
  apply();
  const std::size_t capacity = agent.setting.capacity;
  if (agent.load() < agent.load_max) agent.load_max = std::max(capacity, agent.load());
  enter_ready(floor, agent);
}

}  // namespace usher::core::derived
