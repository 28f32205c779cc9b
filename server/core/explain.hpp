#pragma once
// Answers to "why is this waiting?" and "why do I get nothing?", from the floor as it stands. They
// walk over the agents of a queue: for people who ask, not for each decision (that is Why).

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/floor.hpp"

namespace usher::core {

// What keeps an agent from getting a conversation: the first that applies, in this order.
enum class WhyNot : std::uint8_t {
  nothing,       // it could have it: it rings elsewhere right now
  rings_there,   // it rings at this agent
  nobody_waits,  // there is nothing to get in the queue
  not_connected,
  offline,
  away,
  full,            // no room at all
  too_heavy,       // less room than one of this queue takes
  full_in_queue,   // as many of this queue as its terms allow
  pausing,         // between two offers
  picked_by_hand,  // the queue gives nothing by itself
  lacks_skill,
  kept_for_other,  // it is kept for somebody else for a while
  let_it_pass,     // declined or missed it a moment ago
};

struct Considered {
  AgentId agent;
  WhyNot why = WhyNot::nothing;
  std::size_t load = 0;
};
// The agents of a waiting conversation's queue, by id; at most limits::explained_max of them.
std::vector<Considered> why_waiting(const Floor& floor, const Conversation& conversation);

struct Served {
  QueueId queue;
  WhyNot why = WhyNot::nothing;
  std::size_t waiting = 0;
};
// For each queue of an agent, what keeps it from getting the first that waits there.
std::vector<Served> why_nothing(const Floor& floor, const Agent& agent);

}  // namespace usher::core
