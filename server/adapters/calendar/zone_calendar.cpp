#include "adapters/calendar/zone_calendar.hpp"

#include <date/tz.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "core/limits.hpp"

namespace usher::adapters {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using Instant = date::sys_seconds;
using Local = date::local_seconds;

const date::time_zone* find_zone(const std::string& name) {
  try {
    return date::locate_zone(name);
  } catch (const std::runtime_error&) {  // no such zone, or no tzdata at all
    return nullptr;
  }
}

const core::Spans& spans_of(const core::Hours& hours, date::local_days day) {
  const date::year_month_day date{day};
  const std::int32_t number = static_cast<int>(date.year()) * 10'000 +
                              static_cast<std::int32_t>(static_cast<unsigned>(date.month())) * 100 +
                              static_cast<std::int32_t>(static_cast<unsigned>(date.day()));
  const auto holiday = std::ranges::lower_bound(hours.dates, number, {}, &core::Holiday::date);
  if (holiday != hours.dates.end() && holiday->date == number) return holiday->open;
  return hours.week[(date::weekday{day} - date::Monday).count() % 7];
}

bool open_at(const core::Hours& hours, Local time) {
  const auto day = date::floor<date::days>(time);
  const auto minute = date::floor<minutes>(time - day).count();
  return std::ranges::any_of(spans_of(hours, day), [minute](const core::Span& span) {
    return span.begin <= minute && minute < span.end;
  });
}

// The first instant from `from` on, and before `end`, at which the hours stand otherwise than
// `open`. The zone's offset is the same all that time.
std::optional<Instant> change_within(const core::Hours& hours, seconds offset, Instant from,
                                     Instant end, bool open) {
  const Local first{from.time_since_epoch() + offset};
  const Local last{end.time_since_epoch() + offset};
  const auto differs = [&](Local time) {
    return time >= first && time < last && open_at(hours, time) != open;
  };
  const auto instant = [offset](Local time) { return Instant{time.time_since_epoch() - offset}; };
  if (differs(first)) return from;
  for (auto day = date::floor<date::days>(first); day < last; day += date::days{1}) {
    if (differs(day)) return instant(day);
    for (const core::Span& span : spans_of(hours, day)) {
      for (const std::int32_t edge : {span.begin, span.end}) {
        const Local time = day + minutes{edge};
        if (differs(time)) return instant(time);
      }
    }
  }
  return std::nullopt;
}

core::Time time_of(Instant instant) {
  return {std::chrono::duration_cast<milliseconds>(instant.time_since_epoch()).count()};
}

}  // namespace

ZoneCalendar::ZoneCalendar() { find_zone("UTC"); }

std::string ZoneCalendar::here() {
  try {
    return date::current_zone()->name();
  } catch (const std::runtime_error&) {
    return "UTC";
  }
}

bool ZoneCalendar::knows(const std::string& zone) const { return find_zone(zone) != nullptr; }

std::optional<core::Day> ZoneCalendar::day(const std::string& name, core::Time now) const {
  const date::time_zone* zone = find_zone(name);
  if (!zone) return std::nullopt;
  const date::sys_time<milliseconds> at{milliseconds{now.ms}};
  const auto today = date::floor<date::days>(zone->to_local(at));
  // A midnight that a change of the clock skips or repeats: the first instant of the date.
  const auto begin_of = [zone](date::local_days day) {
    return time_of(zone->to_sys(Local{day}, date::choose::earliest));
  };
  return core::Day{begin_of(today), begin_of(today + date::days{1})};
}

std::optional<ports::Calendar::Standing> ZoneCalendar::standing(const core::Hours& hours,
                                                                core::Time now) const {
  if (hours.always) return Standing{};
  const date::time_zone* zone = find_zone(hours.zone);
  if (!zone) return std::nullopt;
  // Hours change at whole minutes, so what is left of a second never matters.
  const Instant at = date::floor<seconds>(date::sys_time<milliseconds>{milliseconds{now.ms}});
  const Instant horizon = at + seconds{limits::hours_ahead_ms / limits::second_ms};
  date::sys_info info = zone->get_info(at);
  const bool open = open_at(hours, Local{at.time_since_epoch() + info.offset});
  for (Instant from = at; from < horizon;) {
    const Instant end = std::min<Instant>(info.end, horizon);
    if (const auto change = change_within(hours, info.offset, from, end, open)) {
      return Standing{open, time_of(*change)};
    }
    from = end;
    if (from < horizon) info = zone->get_info(from);
  }
  return Standing{open, std::nullopt};
}

}  // namespace usher::adapters
