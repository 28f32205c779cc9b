#pragma once
// Tells consoles how long visitors have dwelled on their pages, as it grows. Browsers report often
// and each for itself: the news of all of them go together, at most once an interval, and the last
// one is never left out.
//
// Thread: the floor's.

#include <functional>
#include <set>
#include <span>

#include "app/throttle.hpp"
#include "core/event.hpp"
#include "ports/clock.hpp"
#include "ports/loop.hpp"

namespace usher::app {

class DwellNews {
 public:
  using Tell = std::function<void(core::VisitorId)>;
  DwellNews(const ports::Clock& clock, ports::Loop& loop, Tell tell);

  void note(std::span<const core::Event> events);

 private:
  void tell_all();

  Tell tell_;
  std::set<core::VisitorId> stale_;  // whose dwell was told as less than it is
  Throttle throttle_;
};

}  // namespace usher::app
