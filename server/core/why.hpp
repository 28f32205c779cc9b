#pragma once
// Why the floor gave a conversation to an agent by itself: who else could have had it. Bounded, as
// it is kept in the journal with each offer (limits::why_bytes_max).

#include <cstdint>
#include <vector>

#include "core/ids.hpp"
#include "core/policy.hpp"

namespace usher::core {

struct Why {
  Strategy strategy = Strategy::least_busy;
  bool kept_for = false;        // it was kept for this agent
  std::uint32_t present = 0;    // agents of the queue that are connected and online
  std::uint32_t ready = 0;      // of them, those who could have taken it
  std::uint32_t load = 0;       // the agent's, before
  std::vector<AgentId> next;    // who would have been asked after it, best first
  std::vector<AgentId> passed;  // who let it pass in this round

  friend bool operator==(const Why&, const Why&) = default;
};

}  // namespace usher::core
