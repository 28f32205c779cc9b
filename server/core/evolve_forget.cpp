#include <algorithm>

#include "core/evolve.hpp"

namespace usher::core::evolving {

void apply(Floor& floor, const event::Forgotten& e, Time) {
  for (const VisitorId visitor : e.visitors) {
    floor.past_visits.take(visitor);
    floor.staff_edits.forget(visitor);
  }
  std::erase_if(floor.acts, [&e](const Act& act) {
    return act.conversation &&
           std::ranges::find(e.conversations, act.conversation) != e.conversations.end();
  });
}

}  // namespace usher::core::evolving
