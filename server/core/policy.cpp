#include "core/policy.hpp"

#include <algorithm>
#include <utility>

#include "core/limits.hpp"

namespace usher::core {
namespace {

using Fault = std::optional<PolicyFault>;

Fault fault_of_times(const QueuePolicy& p) {
  const std::pair<std::string_view, std::int64_t> times[] = {
      {"pause_ms", p.pause_ms},
      {"wrap_up_ms", p.wrap_up_ms},
      {"last_agent_ms", p.last_agent_ms},
      {"skill_ms", p.skill_ms},
      {"overflow_ms", p.overflow_ms},
      {"visitor_remind_ms", p.visitor_remind_ms},
      {"visitor_close_ms", p.visitor_close_ms},
      {"agent_remind_ms", p.agent_remind_ms},
      {"agent_requeue_ms", p.agent_requeue_ms},
      {"wait_alarm_ms", p.wait_alarm_ms},
      {"reply_alarm_ms", p.reply_alarm_ms},
  };
  for (const auto& [field, ms] : times) {
    if (ms < 0 || ms > limits::policy_ms_max) {
      return PolicyFault{std::string(field), "a time is from 0 to a day"};
    }
  }
  if (p.ageing_ms < limits::second_ms || p.ageing_ms > limits::policy_ms_max) {
    return PolicyFault{"ageing_ms", "a level is worth from a second to a day"};
  }
  if (p.answer_within_ms < limits::second_ms || p.answer_within_ms > limits::policy_ms_max) {
    return PolicyFault{"answer_within_ms", "a promise is from a second to a day"};
  }
  return std::nullopt;
}

Fault fault_of_silence(const QueuePolicy& p) {
  const auto before = [](std::int64_t remind, std::int64_t end) {
    return remind == 0 || end == 0 || remind < end;
  };
  if (!before(p.visitor_remind_ms, p.visitor_close_ms)) {
    return PolicyFault{"visitor_close_ms", "closing comes after the reminder"};
  }
  if (!before(p.agent_remind_ms, p.agent_requeue_ms)) {
    return PolicyFault{"agent_requeue_ms", "giving it back comes after the reminder"};
  }
  return std::nullopt;
}

Fault fault_of_skills(const Skills& skills) {
  if (skills.size() > limits::skills_max) return PolicyFault{"skills", "too many"};
  for (const std::string& skill : skills) {
    if (skill.empty() || skill.size() > limits::skill_bytes_max) {
      return PolicyFault{"skills", "a skill has 1 to 64 bytes"};
    }
  }
  return std::nullopt;
}

bool sound(const Spans& spans) {
  std::int32_t from = 0;
  for (const Span& span : spans) {
    if (span.begin < from || span.begin >= span.end || span.end > 24 * 60) return false;
    from = span.end;
  }
  return spans.size() <= limits::spans_max;
}

bool is_date(std::int32_t date) {
  const std::int32_t year = date / 10'000;
  const std::int32_t month = date / 100 % 100;
  const std::int32_t day = date % 100;
  if (year < 2000 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
  constexpr std::int32_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return day <= days[month - 1] + (month == 2 && leap ? 1 : 0);
}

Fault fault_of_hours(const Hours& hours) {
  constexpr std::string_view spans_why = "times of a day rise, do not meet, and end by 24:00";
  if (hours.always) return std::nullopt;
  if (hours.zone.empty() || hours.zone.size() > limits::name_bytes_max) {
    return PolicyFault{"hours.zone", "hours need a time zone, such as Asia/Shanghai"};
  }
  for (std::size_t day = 0; day < hours.week.size(); ++day) {
    if (!sound(hours.week[day])) return PolicyFault{"hours.week." + std::to_string(day), spans_why};
  }
  if (hours.dates.size() > limits::holidays_max) return PolicyFault{"hours.dates", "too many"};
  std::int32_t last = 0;
  for (std::size_t i = 0; i < hours.dates.size(); ++i) {
    const Holiday& holiday = hours.dates[i];
    const std::string field = "hours.dates." + std::to_string(i);
    if (!is_date(holiday.date)) return PolicyFault{field, "no such date"};
    if (holiday.date <= last) return PolicyFault{field, "dates rise, each comes once"};
    if (!sound(holiday.open)) return PolicyFault{field, spans_why};
    last = holiday.date;
  }
  return std::nullopt;
}

}  // namespace

Fault fault_of(const QueuePolicy& policy) {
  if (Fault fault = fault_of_times(policy)) return fault;
  if (Fault fault = fault_of_silence(policy)) return fault;
  if (Fault fault = fault_of_skills(policy.skills)) return fault;
  if (policy.misses_until_away > limits::misses_max) {
    return PolicyFault{"misses_until_away", "at most 100; 0: never"};
  }
  if (policy.rating_alarm_at > limits::score_max) {
    return PolicyFault{"rating_alarm_at", "a score from 1 to 5; 0: never"};
  }
  if (policy.priority > limits::priority_max) return PolicyFault{"priority", "from 0 to 9"};
  if (policy.weight < 1 || policy.weight > limits::weight_max) {
    return PolicyFault{"weight", "from 1 to 20"};
  }
  if (policy.overflow && policy.overflow_ms == 0) {
    return PolicyFault{"overflow_ms", "moving on to a queue needs a time"};
  }
  if (policy.full_at > limits::full_at_max) return PolicyFault{"full_at", "too many"};
  if (policy.full_at > 0 && policy.reopen_at >= policy.full_at) {
    return PolicyFault{"reopen_at", "must be below full_at"};
  }
  return fault_of_hours(policy.hours);
}

void normalise(Skills& skills) {
  std::ranges::sort(skills);
  skills.erase(std::unique(skills.begin(), skills.end()), skills.end());
}

}  // namespace usher::core
