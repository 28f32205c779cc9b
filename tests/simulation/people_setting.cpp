// How the simulated account is set up, and set up anew: queues, policies, agents, hours, days.
#include "core/limits.hpp"
#include "simulation/people.hpp"

namespace usher::simulation {

namespace command = core::command;

core::Skills People::skills() {
  core::Skills skills;
  if (fancy_ && random_.one_in(2)) skills.emplace_back("english");
  if (fancy_ && random_.one_in(3)) skills.emplace_back("tea");
  return skills;
}

core::QueuePolicy People::policy() {
  core::QueuePolicy policy;
  if (!fancy_) return policy;
  const auto sometimes = [this](std::int64_t up_to_s) {
    return random_.one_in(2) ? random_.between(1, up_to_s) * 1'000 : 0;
  };
  policy.strategy = static_cast<core::Strategy>(random_.below(random_.one_in(8) ? 5 : 4));
  policy.pause_ms = random_.one_in(4) ? sometimes(5) : 0;
  policy.wrap_up_ms = sometimes(20);
  policy.misses_until_away = static_cast<std::uint32_t>(random_.below(4));
  policy.priority = static_cast<std::uint32_t>(random_.below(3));
  policy.ageing_ms = random_.between(1, 30) * 1'000;
  policy.last_agent_ms = sometimes(30);
  policy.skills = random_.one_in(4) ? skills() : core::Skills{};
  policy.skill_ms = sometimes(30);
  if (random_.one_in(2)) {
    policy.overflow = core::QueueId{random_.below(queues_) + 1};
    policy.overflow_ms = random_.between(1, 40) * 1'000;
  }
  if (random_.one_in(3)) {
    policy.visitor_remind_ms = sometimes(20);
    policy.visitor_close_ms = 20'000 + sometimes(40);
    policy.agent_remind_ms = sometimes(20);
    policy.agent_requeue_ms = 20'000 + sometimes(40);
  }
  policy.rating_alarm_at = static_cast<std::uint32_t>(random_.below(6));
  if (random_.one_in(3)) {
    policy.full_at = static_cast<std::uint32_t>(random_.between(1, 6));
    policy.reopen_at = static_cast<std::uint32_t>(random_.below(policy.full_at));
  }
  policy.weight = random_.one_in(2) ? 1 : static_cast<std::uint32_t>(random_.between(1, 4));
  return policy;
}

// Some of what people say, see text().
std::vector<std::string> People::words() {
  std::vector<std::string> words;
  for (const char* word : {"\xe4\xbd\xa0\xe5\xa5\xbd", "HELLO7", "back", "hello"}) {
    if (random_.one_in(3)) words.emplace_back(word);
  }
  return words;
}

command::Configure People::setting() {
  command::Configure setting;
  for (std::uint64_t i = 1; i <= queues_; ++i) {
    if (i > 1 && random_.one_in(8)) continue;
    setting.queues.push_back({core::QueueId{i}, "queue\t" + std::to_string(i), !random_.one_in(3),
                              random_.between(2, 30) * 1'000, policy()});
  }
  for (std::uint64_t i = 1; i <= agents_; ++i) {
    if (random_.one_in(8)) continue;
    core::AgentSetting agent{core::AgentId{i},
                             "agent " + std::to_string(i),
                             core::Role::agent,
                             static_cast<std::uint32_t>(random_.below(fancy_ ? 6 : 4)),
                             {},
                             {},
                             skills()};
    if (random_.one_in(4)) agent.role = core::Role::supervisor;
    for (std::uint64_t q = 1; q <= queues_; ++q) {
      if (random_.one_in(3)) continue;
      agent.queues.push_back({q});
      if (!fancy_ || !random_.one_in(3)) continue;
      agent.terms.push_back({{q},
                             static_cast<std::uint32_t>(random_.below(3)),
                             static_cast<std::uint32_t>(random_.below(3))});
    }
    setting.agents.push_back(std::move(agent));
  }
  setting.words = words();
  return setting;
}

core::Command People::changes_hours(const core::Floor& floor) {
  if (random_.one_in(4)) return changes_day(floor);
  command::SetHours hours{core::QueueId{random_.below(queues_) + 1}, random_.one_in(2), {}};
  if (random_.one_in(2)) hours.until = floor.now + random_.between(1, limits::day_ms);
  return hours;
}

// The account moves to another time zone, or the clocks are changed.
core::Command People::changes_day(const core::Floor& floor) {
  const core::Day day = core::day_of(floor.now, floor.today.day);
  const std::int64_t room = floor.now - day.begins_at;
  const core::Time begins_at = day.begins_at + (random_.one_in(2) ? 0 : random_.between(0, room));
  const std::int64_t hours = random_.between(23, 25);
  return command::SetDay{{begins_at, begins_at + hours * limits::hour_ms}};
}

// Somebody is erased, or conversations have been kept long enough.
core::Command People::forgets(const core::Floor& floor) {
  if (random_.one_in(2)) return command::Forget{{{visitor()}, {}, {}}};
  return command::Forget{{{}, {conversation(floor), conversation(floor)}, {}}};
}

}  // namespace usher::simulation
