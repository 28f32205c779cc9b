// What simulated visitors think of conversations, and what simulated supervisors do about alarms.
#include "simulation/people.hpp"

namespace usher::simulation {

namespace command = core::command;

// Mostly one that is closed, mostly its visitor.
core::Command People::rates(const core::Floor& floor) {
  command::Rate rate{visitor(), conversation(floor), 0, {}, {}};
  rate.score = static_cast<std::uint32_t>(random_.below(5)) + 1;
  if (random_.one_in(3)) rate.reasons = {"slow"};
  if (random_.one_in(3)) rate.comment = text();
  for (const auto& [id, c] : floor.conversations) {
    if (c.state != core::ConversationState::closed || random_.one_in(3)) continue;
    rate.conversation = id;
    if (!random_.one_in(10)) rate.visitor = c.visitor;
  }
  return rate;
}

core::Command People::skips_rating(const core::Floor& floor) {
  const auto rate = std::get<command::Rate>(rates(floor));
  return command::SkipRating{rate.visitor, rate.conversation};
}

core::Command People::acknowledges(const core::Floor& floor) {
  command::Acknowledge seen{agent(), random_.below(5)};
  if (!floor.alarms.empty()) {
    seen.alarm = floor.alarms[random_.below(floor.alarms.size())].number;
  }
  if (!random_.one_in(5)) seen.agent = supervisor(floor);
  return seen;
}

}  // namespace usher::simulation
