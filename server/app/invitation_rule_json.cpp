#include "app/invitation_rule_json.hpp"

#include <array>
#include <charconv>
#include <limits>

#include "core/rule_limits.hpp"

namespace usher::app {

namespace {

using protocol::JsonValue;
using protocol::ObjectReader;
using protocol::ObjectWriter;
using Fault = ObjectReader::Fault;

constexpr std::array<std::string_view, 2> matches{"any", "all"};
constexpr std::array<std::string_view, 3> kinds{"bubble", "card", "chat"};
constexpr std::array<std::string_view, 3> truths{"no", "later", "yes"};
constexpr std::array<std::string_view, 10> standings{
    "off",    "invited",  "held_out",    "not_met",   "not_yet",
    "enough", "obstacle", "nobody_free", "withholds", "invites"};
constexpr std::array<std::string_view, 6> obstacles{"not_on_site",     "in_conversation",
                                                    "invited_already", "cooling_down",
                                                    "enough_in_visit", "enough_in_day"};

template <class Words, class Word>
std::string_view word_of(const Words& words, Word word) {
  return words[static_cast<std::size_t>(word)];
}

// Bounds are core::fault_of()'s; here is only what the type holds.
void read_number(ObjectReader& reader, std::string_view name, auto& value) {
  reader.integer(name, value, 0, std::numeric_limits<std::int32_t>::max());
}

core::RuleCondition read_condition(const JsonValue& value, const std::string& path, Fault& fault) {
  core::RuleCondition condition;
  ObjectReader reader(value, path, fault);
  reader.require("input");
  reader.require("operator");
  reader.require("value");
  reader.word("input", condition.input, core::rule_input_words);
  reader.word("operator", condition.op, core::rule_operator_words);
  if (core::is_named(condition.input)) {
    reader.line("name", condition.name, {1, limits::attribute_name_bytes_max});
  }
  switch (core::value_of(condition.input)) {
    case core::RuleValue::text:
      reader.line("value", condition.text, {1, limits::rule_text_bytes_max});
      break;
    case core::RuleValue::number:
    case core::RuleValue::time:
      read_number(reader, "value", condition.number);
      break;
    case core::RuleValue::truth: {
      bool truth = false;
      reader.boolean("value", truth);
      condition.number = truth ? 1 : 0;
      break;
    }
  }
  reader.refuse_others();
  return condition;
}

core::RuleGroup read_group(const JsonValue& value, const std::string& path, Fault& fault) {
  core::RuleGroup group;
  ObjectReader reader(value, path, fault);
  reader.word("match", group.all, matches);
  const JsonValue* conditions = reader.array("conditions");
  for (std::size_t i = 0; conditions && i < conditions->items.size() && !fault; ++i) {
    const std::string at = reader.path_of("conditions") + "." + std::to_string(i);
    group.conditions.push_back(read_condition(conditions->items[i], at, fault));
  }
  const JsonValue* groups = reader.array("groups");
  for (std::size_t i = 0; groups && i < groups->items.size() && !fault; ++i) {
    const std::string at = reader.path_of("groups") + "." + std::to_string(i);
    group.groups.push_back(read_group(groups->items[i], at, fault));
  }
  reader.refuse_others();
  return group;
}

void read_caps(const JsonValue& value, core::InvitationCaps& caps, Fault& fault) {
  ObjectReader reader(value, "caps", fault);
  read_number(reader, "per_visit", caps.per_visit);
  read_number(reader, "per_day", caps.per_day);
  read_number(reader, "cool_down_ms", caps.cool_down_ms);
  reader.refuse_others();
}

// The members of a condition, into an object that is open.
void write_condition(ObjectWriter& writer, const core::RuleCondition& condition) {
  writer.text("input", word_of(core::rule_input_words, condition.input));
  writer.text("operator", word_of(core::rule_operator_words, condition.op));
  if (core::is_named(condition.input)) writer.text("name", condition.name);
  switch (core::value_of(condition.input)) {
    case core::RuleValue::text:
      return writer.text("value", condition.text);
    case core::RuleValue::number:
    case core::RuleValue::time:
      return writer.integer("value", condition.number);
    case core::RuleValue::truth:
      return writer.boolean("value", condition.number != 0);
  }
}

void write_group(std::string& out, const core::RuleGroup& group) {
  ObjectWriter writer(out);
  writer.text("match", word_of(matches, group.all));
  writer.list("conditions", group.conditions, [&](const core::RuleCondition& each) {
    ObjectWriter inner(out);
    write_condition(inner, each);
    inner.end();
  });
  writer.list("groups", group.groups, [&](const core::RuleGroup& each) { write_group(out, each); });
  writer.end();
}

void write_share(ObjectWriter& writer, std::string& out, std::string_view name, double share) {
  std::array<char, 32> digits{};
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), share,
                                          std::chars_format::fixed, 4);
  writer.name(name);
  out.append(digits.data(), error == std::errc{} ? end : digits.data());
}

}  // namespace

void read_rule(const JsonValue& body, core::InvitationRule& rule, Fault& fault) {
  ObjectReader reader(body, {}, fault);
  for (const auto* member : {"name", "when", "text"}) reader.require(member);
  reader.line("name", rule.name, {1, limits::name_bytes_max});
  reader.boolean("enabled", rule.enabled);
  if (const JsonValue* when = reader.object("when")) rule.when = read_group(*when, "when", fault);
  reader.word("kind", rule.kind, kinds);
  reader.text("text", rule.text, {1, limits::invitation_bytes_max});
  reader.id("queue", rule.queue.value, 'q');
  reader.id("agent", rule.agent.value, 'a');
  read_number(reader, "withheld_percent", rule.withheld_percent);
  if (const JsonValue* caps = reader.object("caps")) read_caps(*caps, rule.caps, fault);
  read_number(reader, "per_visitor", rule.per_visitor);
  reader.refuse_others();
  if (fault) return;
  if (const auto wrong = core::fault_of(rule)) {
    reader.refuse("bad_value", wrong->field, wrong->why);
  }
}

void write_rule(ObjectWriter& writer, std::string& out, const core::InvitationRule& rule) {
  writer.id("rule", rule_prefix, rule.id.value);
  writer.text("name", rule.name);
  writer.boolean("enabled", rule.enabled);
  writer.name("when");
  write_group(out, rule.when);
  writer.text("kind", word_of(kinds, rule.kind));
  writer.text("text", rule.text);
  writer.id("queue", 'q', rule.queue.value);
  writer.id("agent", 'a', rule.agent.value);
  writer.integer("withheld_percent", rule.withheld_percent);
  writer.name("caps");
  ObjectWriter caps(out);
  caps.integer("per_visit", rule.caps.per_visit);
  caps.integer("per_day", rule.caps.per_day);
  caps.integer("cool_down_ms", rule.caps.cool_down_ms);
  caps.end();
  writer.integer("per_visitor", rule.per_visitor);
}

void write_results(std::string& out, const core::RuleResults& results) {
  const auto number = [](std::uint64_t count) { return static_cast<std::int64_t>(count); };
  ObjectWriter writer(out);
  writer.integer("shown", number(results.shown));
  writer.integer("accepted", number(results.accepted));
  writer.integer("refused", number(results.refused));
  writer.integer("shown_led", number(results.shown_led));
  writer.integer("withheld", number(results.withheld));
  writer.integer("withheld_led", number(results.withheld_led));
  const core::Lift lift = core::lift_of(results);
  writer.name("lift");
  ObjectWriter inner(out);
  write_share(inner, out, "difference", lift.difference);
  write_share(inner, out, "low", lift.low);
  write_share(inner, out, "high", lift.high);
  inner.end();
  writer.end();
}

void write_verdict(ObjectWriter& writer, std::string& out, const core::RuleVerdict& verdict,
                   std::span<const core::ConditionVerdict> conditions) {
  writer.text("standing", word_of(standings, verdict.standing));
  if (verdict.obstacle) writer.text("obstacle", word_of(obstacles, *verdict.obstacle));
  if (verdict.at) writer.integer("at", verdict.at->ms);
  writer.list("conditions", conditions, [&](const core::ConditionVerdict& each) {
    ObjectWriter inner(out);
    write_condition(inner, each.condition);
    inner.text("match", word_of(matches, each.all));
    inner.text("truth", word_of(truths, each.truth));
    if (each.at) inner.integer("at", each.at->ms);
    if (each.known) inner.text("actual", each.actual);
    inner.end();
  });
}

}  // namespace usher::app
