#include <algorithm>

#include "core/derived.hpp"
#include "core/evolve.hpp"

namespace usher::core::evolving {

// What came before it has ended all else of theirs. Who is connected is nobody, too.
void apply(Floor& floor, const event::Forgotten& e, Time) {
  for (const VisitorId id : e.visitors) {
    floor.past_visits.take(id);
    floor.staff_edits.forget(id);
    const auto visitor = floor.visitors.find(id);
    if (visitor == floor.visitors.end()) continue;
    derived::clear_deadline(floor, Floor::Due::linger, id.value, visitor->second.linger_until);
    floor.visitors.erase(visitor);
  }
  std::erase_if(floor.acts, [&e](const Act& act) {
    return act.conversation &&
           std::ranges::find(e.conversations, act.conversation) != e.conversations.end();
  });
}

}  // namespace usher::core::evolving
