#include <algorithm>

#include "core/invitation_rule.hpp"
#include "core/record.hpp"
#include "core/rule_limits.hpp"

namespace usher::core {
namespace {

using record::Is;

// Words rather than numbers, so that their order may change.
template <std::size_t count>
std::size_t index_of(const std::array<std::string_view, count>& words, std::string_view word) {
  return static_cast<std::size_t>(std::ranges::find(words, word) - words.begin());
}

std::string line_of(const RuleCondition& condition) {
  std::string text;
  record::Writer writer(text);
  const std::string input(rule_input_words[static_cast<std::size_t>(condition.input)]);
  const std::string op(rule_operator_words[static_cast<std::size_t>(condition.op)]);
  writer(input, op, condition.name, condition.text, condition.number);
  return text;
}

std::optional<RuleCondition> condition_of(std::string_view line) {
  RuleCondition condition;
  std::string input;
  std::string op;
  record::Reader reader(line);
  reader(input, op, condition.name, condition.text, condition.number);
  const std::size_t input_at = index_of(rule_input_words, input);
  const std::size_t op_at = index_of(rule_operator_words, op);
  if (!reader.good() || input_at == rule_input_words.size() || op_at == rule_operator_words.size())
    return std::nullopt;
  condition.input = static_cast<RuleInput>(input_at);
  condition.op = static_cast<RuleOperator>(op_at);
  return condition;
}

// Conditions and groups each as a line of their own in a list of them.
std::string line_of(const RuleGroup& group) {
  std::vector<std::string> conditions;
  std::vector<std::string> groups;
  for (const RuleCondition& each : group.conditions) conditions.push_back(line_of(each));
  for (const RuleGroup& each : group.groups) groups.push_back(line_of(each));
  std::string text;
  record::Writer writer(text);
  writer(group.all, conditions, groups);
  return text;
}

std::optional<RuleGroup> group_of(std::string_view line, std::size_t depth) {
  if (depth > limits::rule_depth_max) return std::nullopt;
  RuleGroup group;
  std::vector<std::string> conditions;
  std::vector<std::string> groups;
  record::Reader reader(line);
  reader(group.all, conditions, groups);
  if (!reader.good()) return std::nullopt;
  for (const std::string& each : conditions) {
    auto condition = condition_of(each);
    if (!condition) return std::nullopt;
    group.conditions.push_back(*std::move(condition));
  }
  for (const std::string& each : groups) {
    auto inner = group_of(each, depth + 1);
    if (!inner) return std::nullopt;
    group.groups.push_back(*std::move(inner));
  }
  return group;
}

void fields(auto& f, Is<InvitationRule> auto& rule, auto& when) {
  f(rule.id, rule.name, rule.enabled, when, rule.kind, rule.text, rule.queue, rule.agent,
    rule.withheld_percent, rule.caps.per_visit, rule.caps.per_day, rule.caps.cool_down_ms,
    rule.per_visitor);
}

}  // namespace

std::string encode_rule(const InvitationRule& rule) {
  std::string text;
  record::Writer writer(text);
  const std::string when = line_of(rule.when);
  fields(writer, rule, when);
  return text;
}

std::optional<InvitationRule> decode_rule(std::string_view text) {
  InvitationRule rule;
  std::string when;
  record::Reader reader(text);
  fields(reader, rule, when);
  auto group = group_of(when, 1);
  if (!reader.good() || !group) return std::nullopt;
  rule.when = *std::move(group);
  return rule;
}

}  // namespace usher::core
