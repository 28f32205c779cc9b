// What every calendar must know, and what the real one must know of the world's clocks.

#include <cstdlib>
#include <ctime>
#include <memory>
#include <string>

#include "adapters/calendar/zone_calendar.hpp"
#include "core/limits.hpp"
#include "core/policy.hpp"
#include "support/catch.hpp"
#include "support/hand_calendar.hpp"

namespace usher::test {
namespace {

using core::Hours;
using core::Time;
using Standing = ports::Calendar::Standing;

// Minutes of a day.
constexpr std::int32_t at(int hour, int minute = 0) { return hour * 60 + minute; }

// Of UTC.
Time instant(int year, int month, int day, int hour, int minute = 0) {
  const std::chrono::sys_days date = std::chrono::year{year} / month / day;
  return {(date.time_since_epoch().count() * 24 * 60 + at(hour, minute)) * limits::minute_ms};
}

Hours every_day(const std::string& zone, core::Spans spans) {
  Hours hours;
  hours.always = false;
  hours.zone = zone;
  hours.week.fill(spans);
  return hours;
}

Hours office(const std::string& zone) {
  Hours hours = every_day(zone, {{at(9), at(12)}, {at(13), at(18)}});
  hours.week[5] = {};
  hours.week[6] = {};
  return hours;
}

// As the process's C library tells it.
class SystemZone {
 public:
  explicit SystemZone(const std::string& zone) {
    setenv("TZ", zone.c_str(), 1);
    tzset();
  }
  ~SystemZone() {
    unsetenv("TZ");
    tzset();
  }
  SystemZone(const SystemZone&) = delete;
  SystemZone& operator=(const SystemZone&) = delete;

  static bool open_at(const Hours& hours, Time time) {
    const std::time_t seconds = time.ms / 1'000;
    std::tm local{};
    localtime_r(&seconds, &local);
    const int date = (local.tm_year + 1'900) * 10'000 + (local.tm_mon + 1) * 100 + local.tm_mday;
    const core::Spans* spans = &hours.week[static_cast<std::size_t>((local.tm_wday + 6) % 7)];
    for (const core::Holiday& holiday : hours.dates) {
      if (holiday.date == date) spans = &holiday.open;
    }
    for (const core::Span& span : *spans) {
      const int minute = local.tm_hour * 60 + local.tm_min;
      if (span.begin <= minute && minute < span.end) return true;
    }
    return false;
  }
};

TEST_CASE("every calendar: always open, never open, and a zone that it does not know") {
  const adapters::ZoneCalendar real;
  const HandCalendar hand;
  for (const ports::Calendar* calendar :
       {static_cast<const ports::Calendar*>(&real), static_cast<const ports::Calendar*>(&hand)}) {
    const Time now = instant(2026, 11, 27, 12);
    CHECK(calendar->standing(Hours{}, now) == Standing{true, {}});
    CHECK(calendar->standing(every_day("UTC", {}), now) == Standing{false, {}});
    CHECK(calendar->standing(every_day("UTC", {{0, at(24)}}), now) == Standing{true, {}});
    CHECK_FALSE(calendar->standing(office("Mars/Olympus_Mons"), now));
    CHECK_FALSE(calendar->standing(office("../../etc/passwd"), now));
    CHECK_FALSE(calendar->knows("Mars/Olympus_Mons"));
    CHECK_FALSE(calendar->knows(""));
    CHECK(calendar->knows("UTC"));
  }
}

TEST_CASE("every calendar: a day goes from midnight to midnight") {
  const adapters::ZoneCalendar real;
  const HandCalendar hand;
  for (const ports::Calendar* calendar :
       {static_cast<const ports::Calendar*>(&real), static_cast<const ports::Calendar*>(&hand)}) {
    const core::Day day{instant(2026, 11, 27, 0), instant(2026, 11, 28, 0)};
    CHECK(calendar->day("UTC", instant(2026, 11, 27, 12)) == day);
    CHECK(calendar->day("UTC", day.begins_at) == day);
    CHECK_FALSE(calendar->day("Mars/Olympus_Mons", day.begins_at));
  }
}

TEST_CASE("a day of a zone has 23 or 25 hours when the clocks are changed") {
  const adapters::ZoneCalendar calendar;
  const auto hours = [&](const std::string& zone, Time at) {
    const core::Day day = *calendar.day(zone, at);
    CHECK(day.holds(at));
    return (day.ends_at - day.begins_at) / limits::hour_ms;
  };
  CHECK(calendar.day("Asia/Shanghai", instant(2026, 11, 27, 17)) ==
        core::Day{instant(2026, 11, 27, 16), instant(2026, 11, 28, 16)});
  CHECK(hours("Europe/Berlin", instant(2026, 3, 29, 12)) == 23);
  CHECK(hours("Europe/Berlin", instant(2026, 10, 25, 12)) == 25);
  CHECK(hours("America/Sao_Paulo", instant(2018, 11, 4, 12)) == 23);  // midnight is skipped
  CHECK(hours("Asia/Shanghai", instant(2026, 10, 25, 12)) == 24);
}

TEST_CASE("every calendar: a week with a break, a weekend and a holiday") {
  const adapters::ZoneCalendar real;
  const HandCalendar hand;
  Hours hours = office("UTC");
  hours.dates = {{20261130, {}}, {20261201, {{at(10), at(11)}}}};  // a Monday and a Tuesday
  for (const ports::Calendar* calendar :
       {static_cast<const ports::Calendar*>(&real), static_cast<const ports::Calendar*>(&hand)}) {
    const auto of = [&](Time now) { return *calendar->standing(hours, now); };
    CHECK(of(instant(2026, 11, 27, 9)) == Standing{true, instant(2026, 11, 27, 12)});
    CHECK(of(instant(2026, 11, 27, 9) + -1) == Standing{false, instant(2026, 11, 27, 9)});
    CHECK(of(instant(2026, 11, 27, 12)) == Standing{false, instant(2026, 11, 27, 13)});
    CHECK(of(instant(2026, 11, 27, 18)) == Standing{false, instant(2026, 12, 1, 10)});
    CHECK(of(instant(2026, 11, 30, 10)) == Standing{false, instant(2026, 12, 1, 10)});
    CHECK(of(instant(2026, 12, 1, 10)) == Standing{true, instant(2026, 12, 1, 11)});
    CHECK(of(instant(2026, 12, 1, 14)) == Standing{false, instant(2026, 12, 2, 9)});
  }
}

TEST_CASE("every calendar: what ends at midnight and begins there is one opening") {
  const adapters::ZoneCalendar real;
  const HandCalendar hand;
  Hours hours = every_day("UTC", {});
  hours.week[4] = {{at(20), at(24)}};  // Friday evening to Saturday morning
  hours.week[5] = {{0, at(4)}};
  for (const ports::Calendar* calendar :
       {static_cast<const ports::Calendar*>(&real), static_cast<const ports::Calendar*>(&hand)}) {
    CHECK(calendar->standing(hours, instant(2026, 11, 27, 21)) ==
          Standing{true, instant(2026, 11, 28, 4)});
    CHECK(calendar->standing(hours, instant(2026, 11, 28, 4)) ==
          Standing{false, instant(2026, 12, 4, 20)});
  }
}

TEST_CASE("Berlin, 2026-03-29: what the clock skips is not there, the rest comes an hour sooner") {
  const adapters::ZoneCalendar calendar;
  const Hours skipped = every_day("Europe/Berlin", {{at(2), at(3)}});
  CHECK(calendar.standing(skipped, instant(2026, 3, 28, 2)) ==
        Standing{false, instant(2026, 3, 30, 0)});
  const Hours half = every_day("Europe/Berlin", {{at(2, 30), at(9)}});
  CHECK(calendar.standing(half, instant(2026, 3, 29, 0)) ==
        Standing{false, instant(2026, 3, 29, 1)});
  CHECK(calendar.standing(half, instant(2026, 3, 29, 1)) ==
        Standing{true, instant(2026, 3, 29, 7)});
}

TEST_CASE("Berlin, 2026-10-25: what comes twice is open twice") {
  const adapters::ZoneCalendar calendar;
  const Hours twice = every_day("Europe/Berlin", {{at(2), at(2, 30)}});
  CHECK(calendar.standing(twice, instant(2026, 10, 24, 23)) ==
        Standing{false, instant(2026, 10, 25, 0)});
  CHECK(calendar.standing(twice, instant(2026, 10, 25, 0)) ==
        Standing{true, instant(2026, 10, 25, 0, 30)});
  CHECK(calendar.standing(twice, instant(2026, 10, 25, 0, 30)) ==
        Standing{false, instant(2026, 10, 25, 1)});
  CHECK(calendar.standing(twice, instant(2026, 10, 25, 1)) ==
        Standing{true, instant(2026, 10, 25, 1, 30)});
  const Hours through = every_day("Europe/Berlin", {{at(1), at(4)}});
  CHECK(calendar.standing(through, instant(2026, 10, 25, 0)) ==
        Standing{true, instant(2026, 10, 25, 3)});
}

TEST_CASE("Lord Howe moves its clock by half an hour, Apia crossed the date line") {
  const adapters::ZoneCalendar calendar;
  const Hours morning = every_day("Australia/Lord_Howe", {{at(9), at(10)}});
  CHECK(calendar.standing(morning, instant(2026, 4, 3, 0))->until == instant(2026, 4, 3, 22));
  CHECK(calendar.standing(morning, instant(2026, 4, 4, 0))->until == instant(2026, 4, 4, 22, 30));
  // Samoa had no 30 December 2011, a Friday.
  Hours friday = every_day("Pacific/Apia", {});
  friday.week[4] = {{0, at(24)}};
  CHECK(calendar.standing(friday, instant(2011, 12, 26, 0))->until == instant(2012, 1, 5, 10));
}

TEST_CASE("a year in many places, hour by hour, as the C library tells the time") {
  const std::string zone =
      GENERATE(std::string("Europe/Berlin"), std::string("America/New_York"),
               std::string("Australia/Lord_Howe"), std::string("Asia/Shanghai"),
               std::string("Pacific/Apia"), std::string("Asia/Kolkata"));
  const SystemZone system(zone);
  const adapters::ZoneCalendar calendar;
  Hours hours = office(zone);
  hours.week[2] = {{at(0), at(2, 15)}, {at(22), at(24)}};
  hours.week[3] = {{at(0), at(1)}, {at(9), at(18)}};
  hours.week[6] = {{at(1), at(1, 45)}, {at(2), at(2, 30)}, {at(3), at(4)}};
  hours.dates = {{20260101, {}}, {20260406, {}}, {20261225, {{at(9), at(12)}}}};
  constexpr std::int64_t step_ms = 5 * limits::minute_ms;  // all edges lie on these
  const Time begin = instant(2026, 1, 1, 0);
  const Time end = instant(2027, 1, 1, 0);

  Time change = end;  // the next one after `now`, going back
  bool after = SystemZone::open_at(hours, end);
  int wrong = 0;
  for (Time now = end + -step_ms; now >= begin; now = now + -step_ms) {
    const bool open = SystemZone::open_at(hours, now);
    if (open != after) change = now + step_ms;
    after = open;
    if (now.ms % limits::hour_ms != 0 || change == end) continue;
    const auto standing = calendar.standing(hours, now);
    if (standing != Standing{open, change} && ++wrong <= 3) {
      FAIL_CHECK(zone << " at " << now.ms << " is " << open << " until " << change.ms);
    }
  }
  CHECK(wrong == 0);
}

}  // namespace
}  // namespace usher::test
