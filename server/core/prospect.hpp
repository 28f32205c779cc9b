#pragma once
// A synthetic visitor: what would become of a conversation that somebody opened in a queue now.
// Tried on a floor of its own, which has the queue and its agents with the room they have and
// nothing else: so nobody notices, and it costs O(agents), however much goes on.

#include <cstdint>

#include "core/floor.hpp"

namespace usher::core {

enum class Prospect : std::uint8_t {
  served,  // it rings at an agent, or is one's own at once
  waits,
  refused,
};
Prospect prospect(const Floor& floor, const Queue& queue);

// Whether that is as it should be: it is taken, and served while somebody who could is ready.
bool is_sound(const Queue& queue, Prospect prospect);

}  // namespace usher::core
