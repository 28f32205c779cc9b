#pragma once
// The day that figures are of: from one midnight of the account's time zone to the next. The shell
// knows the zone (ports/calendar.hpp) and tells the floor; until it does, a day is one in UTC.

#include "core/ids.hpp"
#include "core/limits.hpp"

namespace usher::core {

struct Day {
  Time begins_at;
  Time ends_at = Time{limits::day_ms};  // not of it any more

  constexpr bool holds(Time at) const { return begins_at <= at && at < ends_at; }
  friend bool operator==(const Day&, const Day&) = default;
};

// The day of `at`, as far as that is known from another: days follow each other without a gap, and
// have 24 hours unless the shell has said otherwise.
constexpr Day day_of(Time at, const Day& known) {
  if (known.holds(at)) return known;
  const bool later = at >= known.ends_at;
  const Time from = later ? known.ends_at : known.begins_at;
  const std::int64_t past = at - from;
  const std::int64_t days =
      past / limits::day_ms - (past < 0 && past % limits::day_ms != 0 ? 1 : 0);
  const Time begins_at = from + days * limits::day_ms;
  return {begins_at, begins_at + limits::day_ms};
}

}  // namespace usher::core
