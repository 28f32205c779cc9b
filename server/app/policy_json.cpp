#include "app/policy_json.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "core/limits.hpp"
#include "protocol/json_write.hpp"

namespace usher::app {

namespace {

using protocol::JsonValue;
using protocol::ObjectReader;
using protocol::ObjectWriter;
using Fault = ObjectReader::Fault;

constexpr std::array<std::string_view, 5> strategies{"least_busy", "longest_idle", "round_robin",
                                                     "tiers", "manual"};

// All fields of a policy but its hours, in one place.
template <class Each, class Policy>
void each_field(Each each, Policy& p) {
  each.word("strategy", p.strategy);
  each.number("pause_ms", p.pause_ms);
  each.number("wrap_up_ms", p.wrap_up_ms);
  each.number("misses_until_away", p.misses_until_away);
  each.number("priority", p.priority);
  each.number("ageing_ms", p.ageing_ms);
  each.number("last_agent_ms", p.last_agent_ms);
  each.skills("skills", p.skills);
  each.number("skill_ms", p.skill_ms);
  each.queue("overflow", p.overflow);
  each.number("overflow_ms", p.overflow_ms);
  each.number("full_at", p.full_at);
  each.number("reopen_at", p.reopen_at);
  each.number("visitor_remind_ms", p.visitor_remind_ms);
  each.number("visitor_close_ms", p.visitor_close_ms);
  each.number("agent_remind_ms", p.agent_remind_ms);
  each.number("agent_requeue_ms", p.agent_requeue_ms);
  each.number("answer_within_ms", p.answer_within_ms);
  each.number("wait_alarm_ms", p.wait_alarm_ms);
  each.number("reply_alarm_ms", p.reply_alarm_ms);
  each.number("weight", p.weight);
  each.number("rating_alarm_at", p.rating_alarm_at);
}

struct FieldReader {
  ObjectReader& reader;

  void word(std::string_view name, core::Strategy& value) { reader.word(name, value, strategies); }
  // Bounds are core::fault_of()'s; here is only what the type holds.
  void number(std::string_view name, auto& value) {
    reader.integer(name, value, 0, std::numeric_limits<std::int32_t>::max());
  }
  void queue(std::string_view name, core::QueueId& value) { reader.id(name, value.value, 'q'); }
  void skills(std::string_view name, core::Skills& value) {
    if (const JsonValue* list = reader.array(name)) read_skills(reader, *list, value);
  }
};

struct FieldWriter {
  std::string& out;
  ObjectWriter& writer;

  void word(std::string_view name, core::Strategy value) {
    writer.text(name, strategies[static_cast<std::size_t>(value)]);
  }
  void number(std::string_view name, auto value) { writer.integer(name, value); }
  void queue(std::string_view name, core::QueueId value) { writer.id(name, 'q', value.value); }
  void skills(std::string_view name, const core::Skills& value) {
    writer.list(name, value,
                [&](const std::string& skill) { protocol::append_json_text(out, skill); });
  }
};

// A number of exactly so many digits.
std::optional<std::int32_t> digits(std::string_view text, std::size_t from, std::size_t count) {
  std::int32_t value = 0;
  if (from + count > text.size()) return std::nullopt;
  const char* const begin = text.data() + from;
  for (const char* at = begin; at != begin + count; ++at) {
    if (*at < '0' || *at > '9') return std::nullopt;
  }
  std::from_chars(begin, begin + count, value);
  return value;
}

std::optional<std::int32_t> minute_of(std::string_view text) {
  const auto hour = digits(text, 0, 2);
  const auto minute = digits(text, 3, 2);
  if (text.size() != 5 || text[2] != ':' || !hour || !minute || *minute > 59) return std::nullopt;
  return *hour * 60 + *minute;
}

std::optional<std::int32_t> date_of(std::string_view text) {
  const auto year = digits(text, 0, 4);
  const auto month = digits(text, 5, 2);
  const auto day = digits(text, 8, 2);
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !year || !month || !day) {
    return std::nullopt;
  }
  return *year * 10'000 + *month * 100 + *day;
}

void append_padded(std::string& out, std::int32_t value, std::size_t width) {
  const std::string text = std::to_string(value);
  out.append(width - std::min(width, text.size()), '0');
  out += text;
}

// [["09:00","12:00"],["13:00","18:00"]]
void read_spans(const JsonValue& list, const std::string& path, core::Spans& spans, Fault& fault) {
  const auto refuse = [&] {
    if (!fault) fault = {"bad_value", path, "spans are pairs of times: [[\"09:00\",\"18:00\"]]"};
  };
  if (list.kind != JsonValue::Kind::array) return refuse();
  spans.clear();
  for (const JsonValue& pair : list.items) {
    if (pair.items.size() != 2) return refuse();
    const auto begin = minute_of(pair.items[0].text);
    const auto end = minute_of(pair.items[1].text);
    if (!begin || !end) return refuse();
    spans.push_back({*begin, *end});
  }
}

void write_spans(std::string& out, const core::Spans& spans) {
  const auto time = [&](std::int32_t minute) {
    append_padded(out, minute / 60, 2);
    out += ':';
    append_padded(out, minute % 60, 2);
  };
  out += '[';
  for (const core::Span& span : spans) {
    out += &span == spans.data() ? "[\"" : ",[\"";
    time(span.begin);
    out += "\",\"";
    time(span.end);
    out += "\"]";
  }
  out += ']';
}

void read_dates(const JsonValue& list, const std::string& path, core::Hours& hours, Fault& fault) {
  hours.dates.clear();
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    const std::string at = path + "." + std::to_string(i);
    ObjectReader reader(list.items[i], at, fault);
    std::string date;
    core::Holiday holiday;
    reader.require("date");
    reader.line("date", date, {10, 10});
    if (const JsonValue* open = reader.array("open")) {
      read_spans(*open, reader.path_of("open"), holiday.open, fault);
    }
    reader.refuse_others();
    const auto day = date_of(date);
    if (!day) reader.refuse("bad_value", "date", "a date is written 2026-12-25");
    holiday.date = day.value_or(0);
    hours.dates.push_back(std::move(holiday));
  }
}

void read_hours(const JsonValue& value, const std::string& path, core::Hours& hours, Fault& fault) {
  ObjectReader reader(value, path, fault);
  reader.boolean("always", hours.always);
  reader.line("zone", hours.zone, {0, limits::name_bytes_max});
  if (const JsonValue* week = reader.array("week")) {
    if (week->items.size() != hours.week.size()) {
      reader.refuse("bad_value", "week", "a week has seven days");
    }
    for (std::size_t day = 0; !fault && day < hours.week.size(); ++day) {
      const std::string at = reader.path_of("week") + "." + std::to_string(day);
      read_spans(week->items[day], at, hours.week[day], fault);
    }
  }
  if (const JsonValue* dates = reader.array("dates")) {
    read_dates(*dates, reader.path_of("dates"), hours, fault);
  }
  reader.refuse_others();
}

void write_hours(std::string& out, const core::Hours& hours) {
  ObjectWriter writer(out);
  writer.boolean("always", hours.always);
  writer.text("zone", hours.zone);
  writer.list("week", hours.week, [&](const core::Spans& day) { write_spans(out, day); });
  writer.list("dates", hours.dates, [&](const core::Holiday& holiday) {
    out += R"({"date":")";
    append_padded(out, holiday.date / 10'000, 4);
    out += '-';
    append_padded(out, holiday.date / 100 % 100, 2);
    out += '-';
    append_padded(out, holiday.date % 100, 2);
    out += R"(","open":)";
    write_spans(out, holiday.open);
    out += '}';
  });
  writer.end();
}

}  // namespace

void read_skills(ObjectReader& reader, const JsonValue& list, core::Skills& skills) {
  skills.clear();
  for (const JsonValue& item : list.items) {
    if (item.kind != JsonValue::Kind::text || item.text.empty() ||
        item.text.size() > limits::skill_bytes_max || std::ranges::any_of(item.text, [](char c) {
          return static_cast<unsigned char>(c) < ' ';
        })) {
      return reader.refuse("bad_value", "skills", "a skill is a text of 1 to 64 bytes, one line");
    }
    skills.push_back(item.text);
  }
  core::normalise(skills);
  if (skills.size() > limits::skills_max) reader.refuse("too_many", "skills", "at most 32");
}

void read_policy(const JsonValue& value, const std::string& path, core::QueuePolicy& policy,
                 Fault& fault) {
  ObjectReader reader(value, path, fault);
  each_field(FieldReader{reader}, policy);
  if (const JsonValue* hours = reader.object("hours")) {
    read_hours(*hours, reader.path_of("hours"), policy.hours, fault);
  }
  reader.refuse_others();
  if (fault) return;
  if (const auto found = core::fault_of(policy)) {
    reader.refuse("out_of_range", found->field, found->why);
  }
}

void write_policy(std::string& out, const core::QueuePolicy& policy) {
  ObjectWriter writer(out);
  each_field(FieldWriter{out, writer}, policy);
  writer.name("hours");
  write_hours(out, policy.hours);
  writer.end();
}

}  // namespace usher::app
