#pragma once
// Tells a floor when its queues open and close by their hours, and when the account's day begins:
// at once when it is given them, and then at each change. It sleeps until the next one.
//
// Thread: the loop's.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/command.hpp"
#include "ports/calendar.hpp"
#include "ports/clock.hpp"
#include "ports/log.hpp"
#include "ports/loop.hpp"

namespace usher::app {

class HoursKeeper {
 public:
  using Tell = std::function<void(const core::Command&)>;
  HoursKeeper(const ports::Calendar& calendar, const ports::Clock& clock, ports::Log& log,
              ports::Loop& loop, Tell tell);

  // These from now on. Hours whose zone is not known here count as open always; a day, as in UTC.
  void keep(const std::string& zone, const std::vector<core::QueueSetting>& queues);
  // The clock was put back: an opening may not have come yet.
  void look();

 private:
  struct Kept {
    core::Hours hours;
    std::optional<ports::Calendar::Standing> told;
    bool zone_known = true;
  };
  ports::Calendar::Standing standing(core::QueueId queue, Kept& kept, core::Time now);
  core::Day day(core::Time now) const;

  const ports::Calendar& calendar_;
  const ports::Clock& clock_;
  ports::Log& log_;
  Tell tell_;
  std::unique_ptr<ports::Timer> timer_;
  std::string zone_;
  std::optional<core::Day> told_day_;
  std::map<core::QueueId, Kept> queues_;
};

// What is wrong with a policy, its time zone included, which the floor can't know.
std::optional<core::PolicyFault> fault_of(const core::QueuePolicy& policy,
                                          const ports::Calendar& calendar);

}  // namespace usher::app
