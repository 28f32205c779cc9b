#include "app/hours_keeper.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "core/limits.hpp"

namespace usher::app {

HoursKeeper::HoursKeeper(const ports::Calendar& calendar, const ports::Clock& clock,
                         ports::Log& log, ports::Loop& loop, Tell tell)
    : calendar_(calendar),
      clock_(clock),
      log_(log),
      tell_(std::move(tell)),
      timer_(loop.make_timer()) {}

void HoursKeeper::keep(const std::string& zone, const std::vector<core::QueueSetting>& queues) {
  zone_ = zone;
  std::map<core::QueueId, Kept> kept;
  for (const core::QueueSetting& queue : queues) {
    kept[queue.id].hours = queue.policy.hours;
    const auto before = queues_.find(queue.id);
    if (before == queues_.end() || before->second.hours != queue.policy.hours) continue;
    kept[queue.id].zone_known = before->second.zone_known;  // so that it is logged once
  }
  queues_ = std::move(kept);
  look();
}

void HoursKeeper::look() {
  timer_->cancel();
  const core::Time now = clock_.now();
  const core::Day today = day(now);
  if (today != told_day_) tell_(core::command::SetDay{today});
  told_day_ = today;
  core::Time next = std::min(today.ends_at, now + limits::hours_look_ms);
  for (auto& [id, kept] : queues_) {
    const ports::Calendar::Standing stands = standing(id, kept, now);
    if (stands != kept.told) tell_(core::command::SetHours{id, stands.open, stands.until});
    kept.told = stands;
    if (stands.until) next = std::min(next, *stands.until);
  }
  timer_->start(next, [this] { look(); });
}

core::Day HoursKeeper::day(core::Time now) const {
  const auto known = calendar_.day(zone_, now);
  return known ? *known : core::day_of(now, core::Day{});
}

ports::Calendar::Standing HoursKeeper::standing(core::QueueId queue, Kept& kept, core::Time now) {
  if (const auto stands = calendar_.standing(kept.hours, now)) {
    kept.zone_known = true;
    return *stands;
  }
  if (kept.zone_known) {
    log_.warning("unknown_time_zone",
                 {{"queue", std::to_string(queue.value)}, {"zone", kept.hours.zone}});
  }
  kept.zone_known = false;
  return {};
}

std::optional<core::PolicyFault> fault_of(const core::QueuePolicy& policy,
                                          const ports::Calendar& calendar) {
  if (auto fault = core::fault_of(policy)) return fault;
  if (policy.hours.always || calendar.knows(policy.hours.zone)) return std::nullopt;
  return core::PolicyFault{"hours.zone", "no such time zone; one is called Asia/Shanghai"};
}

}  // namespace usher::app
