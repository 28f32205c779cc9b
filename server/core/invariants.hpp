#pragma once
// What must be true of every floor at every moment. Used by the simulation's auditor, the tests and
// the watchdog in production.

#include <string>
#include <vector>

#include "core/floor.hpp"

namespace usher::core {

struct Violation {
  std::string law;     // its name, stable: "stuck_conversation"
  std::string detail;  // ids and numbers for a person
};

// Empty when all is well. Walks the whole floor: O(size). Laws: stuck_conversation (no conversation
// waits while an eligible agent has room), one_owner, load_within_capacity, waiting_is_queued,
// offer_is_mutual, held_by_owner, marks_within_seq, deadline_kept, visitor_conversation,
// participant_beside_owner.
std::vector<Violation> violations(const Floor& floor);

}  // namespace usher::core
