#pragma once
// The upkeep of what a floor derives from the rest: deadlines, waiting lines, ready agents. For
// evolve() and for decoding snapshots only.

#include <algorithm>
#include <optional>

#include "core/floor.hpp"

namespace usher::core::derived {

void set_deadline(Floor& floor, Floor::Due due, std::uint64_t id, Time at);
void clear_deadline(Floor& floor, Floor::Due due, std::uint64_t id, std::optional<Time> at);

// A waiting conversation into its queue's lines, with its next step; out of them.
void enter_line(Floor& floor, Conversation& conversation);
void leave_line(Floor& floor, Conversation& conversation);
// Every change of a conversation that matters to its place goes through here: `apply` runs while it
// stands in no line.
template <class Change>
void change(Floor& floor, Conversation& conversation, Change&& apply) {
  leave_line(floor, conversation);
  apply();
  enter_line(floor, conversation);
}

// An agent let it pass: others come first now. While it stands in no line.
void pass_over(Floor& floor, Conversation& conversation, AgentId agent, Time at);
// A new wait begins, or it is over.
void forget_passes(Floor& floor, Conversation& conversation);
// The agent can't come now: what is kept for it is free to all.
void release_reserved(Floor& floor, AgentId agent);

// When somebody who owes an answer is reminded, or the conversation closed or given back. After
// every message, change of owner, hold or policy.
void watch_silence(Floor& floor, Conversation& conversation);

// The queue that a conversation moves on to when its time in this one has passed; 0: it stays.
QueueId next_queue(const Floor& floor, const Conversation& conversation);

// How many places of its capacity one conversation of this queue takes: its weight, at most all.
std::size_t places_taken(std::uint32_t capacity, std::uint32_t weight);
std::size_t places_taken(const Agent& agent, const Queue& queue);
// All that it has, with its offers and wrap-ups. Walks over them.
std::size_t load_of(const Floor& floor, const Agent& agent);

// Online, connected and with room for one of this queue.
bool has_room(const Agent& agent, const Queue& queue);
// Online, connected, not between two offers and with a place left.
bool is_ready(const Agent& agent);
// The same, with room for one of this queue, by its weight and by the agent's terms.
bool is_ready(const Floor& floor, const Agent& agent, QueueId queue);
std::size_t ready_count(const Queue& queue);
void enter_ready(Floor& floor, const Agent& agent);
void leave_ready(Floor& floor, const Agent& agent);

void pause(Floor& floor, Agent& agent, std::optional<Time> until);
void begin_wrap_up(Floor& floor, Agent& agent, ConversationId conversation, Time until);
void end_wrap_up(Floor& floor, Agent& agent, ConversationId conversation);

// Every change of an agent that matters to routing goes through here: `apply` runs while the agent
// stands in no queue's ready list.
template <class Change>
void change(Floor& floor, Agent& agent, Change&& apply) {
  leave_ready(floor, agent);
  apply();
  const std::size_t capacity = agent.setting.capacity;
  if (agent.load < agent.load_max) agent.load_max = std::max(capacity, agent.load);
  enter_ready(floor, agent);
}

// What it takes of the agent's capacity now; nothing unless the agent owns it, hears it ring or
// wraps it up.
std::size_t places_taken(const Floor& floor, const Agent& agent, const Conversation& conversation);
// The same, when `apply` gives the agent this conversation, takes it away or holds it.
template <class Change>
void change(Floor& floor, Agent& agent, const Conversation& conversation, Change&& apply) {
  change(floor, agent, [&] {
    const std::size_t before = places_taken(floor, agent, conversation);
    apply();
    agent.load = agent.load - before + places_taken(floor, agent, conversation);
  });
}

}  // namespace usher::core::derived
