#pragma once
// What the watchdog may do to a floor on which a law is broken. Both are safe: they change nothing
// that an event said.

#include <optional>

#include "core/floor.hpp"

namespace usher::core {

// The next step looks at every line again, whether something changed there or not.
void look_again(Floor& floor);

// The same floor with everything that is derived (lines, ready agents, who has what, deadlines)
// derived anew from the rest, as after reading a snapshot; who is connected stays so. None: the
// rest contradicts itself. O(size), some ten microseconds a conversation.
std::optional<Floor> rederived(const Floor& floor);

}  // namespace usher::core
