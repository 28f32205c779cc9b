#pragma once
// What must be true of every floor at every moment. Used by the simulation's auditor, the tests and
// the watchdog in production.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/floor.hpp"

namespace usher::core {

struct Violation {
  std::string law;     // its name, stable: "stuck_conversation"
  std::string detail;  // ids and numbers for a person
};

// Empty when all is well. Each law is checked from one conversation, agent, place in a line or
// visitor, and what that names. Walks the whole floor: O(size). Laws: stuck_conversation (no
// conversation waits while an eligible agent has room), one_owner, load_within_capacity,
// waiting_is_queued, offer_is_mutual, held_by_owner, marks_within_seq, deadline_kept,
// visitor_conversation, participant_beside_owner.
std::vector<Violation> violations(const Floor& floor);

// The same in slices, round after round, while the floor changes in between: what broke a law and
// stays broken is found within a round. For a floor at rest.
class Watch {
 public:
  struct Glance {
    std::vector<Violation> found;
    bool ended_round = false;
  };
  // `work` bounds a slice: about 0.5 µs each.
  Glance look(const Floor& floor, std::size_t work);

 private:
  enum class Part : std::uint8_t { conversations, agents, lines, visitors };

  Part part_ = Part::conversations;
  std::uint64_t last_ = 0;  // the id up to which this part was looked at
  WaitKey last_key_;        // in the line of the queue after it
};

}  // namespace usher::core
