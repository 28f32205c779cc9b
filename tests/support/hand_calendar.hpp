#pragma once
// A calendar without time zones, which looks at every minute: slow and plain. Knows "UTC" only.

#include <algorithm>
#include <chrono>

#include "ports/calendar.hpp"

namespace usher::test {

class HandCalendar final : public ports::Calendar {
 public:
  bool knows(const std::string& zone) const override { return zone == "UTC"; }

  std::optional<core::Day> day(const std::string& zone, core::Time now) const override {
    if (!knows(zone)) return std::nullopt;
    return core::day_of(now, core::Day{});
  }
  std::optional<Standing> standing(const core::Hours& hours, core::Time now) const override {
    if (hours.always) return Standing{};
    if (!knows(hours.zone)) return std::nullopt;
    const std::int64_t minute = now.ms / minute_ms;
    const bool open = open_at(hours, minute);
    for (std::int64_t next = minute + 1; next < minute + minutes_ahead; ++next) {
      if (open_at(hours, next) != open) return Standing{open, core::Time{next * minute_ms}};
    }
    return Standing{open, std::nullopt};
  }

 private:
  static constexpr std::int64_t minute_ms = 60'000;
  static constexpr std::int64_t minutes_ahead = 30 * 24 * 60;

  static bool open_at(const core::Hours& hours, std::int64_t minute) {
    const std::chrono::sys_days day{std::chrono::days{minute / (24 * 60)}};
    const std::chrono::year_month_day date{day};
    const std::int32_t number =
        static_cast<int>(date.year()) * 10'000 +
        static_cast<std::int32_t>(static_cast<unsigned>(date.month()) * 100 +
                                  static_cast<unsigned>(date.day()));
    const auto holiday = std::ranges::find(hours.dates, number, &core::Holiday::date);
    const auto weekday = (std::chrono::weekday{day} - std::chrono::Monday).count();
    const core::Spans& spans = holiday != hours.dates.end()
                                   ? holiday->open
                                   : hours.week[static_cast<std::size_t>(weekday)];
    return std::ranges::any_of(spans, [of_day = minute % (24 * 60)](const core::Span& span) {
      return span.begin <= of_day && of_day < span.end;
    });
  }
};

}  // namespace usher::test
