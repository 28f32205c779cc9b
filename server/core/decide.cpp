#include "core/decide.hpp"

#include <iterator>

#include "core/derived.hpp"
#include "core/rules.hpp"

namespace usher::core {
namespace {

// settle() found nothing more to do at `now`: until something changes there is nothing to look at.
void come_to_rest(Floor& floor, Time now) {
  floor.unsettled.clear();
  floor.now = now;
  while (!floor.deadlines.empty() && floor.deadlines.begin()->at <= now) {
    floor.deadlines.erase(floor.deadlines.begin());
  }
}

}  // namespace

Outcome decide(const Floor& floor, const Command& command, Time now, bool journal_was_asked) {
  const rules::Context context{floor, now, journal_was_asked};
  return std::visit([&](const auto& c) { return rules::decide(context, c); }, command);
}

Outcome step(Floor& floor, const Command& command, Time now, bool journal_was_asked) {
  Outcome outcome = decide(floor, command, now, journal_was_asked);
  if (std::holds_alternative<Rejection>(outcome)) return outcome;
  std::vector<Event>& events = std::get<Decision>(outcome).events;
  for (const Event& event : events) evolve(floor, event, now);
  for (;;) {
    std::vector<Event> more = settle(floor, now);
    if (more.empty()) break;
    for (const Event& event : more) evolve(floor, event, now);
    std::ranges::move(more, std::back_inserter(events));
  }
  come_to_rest(floor, now);
  return outcome;
}

std::optional<Time> next_deadline(const Floor& floor) {
  if (floor.deadlines.empty()) return std::nullopt;
  return floor.deadlines.begin()->at;
}

}  // namespace usher::core
