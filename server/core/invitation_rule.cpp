#include "core/invitation_rule.hpp"

#include <algorithm>

#include "core/rule_limits.hpp"
#include "core/source.hpp"

namespace usher::core {
namespace {

using Fault = std::optional<RuleFault>;

bool is_among(std::string_view word, const auto& words) {
  return std::ranges::find(words, word) != words.end();
}

// Words that nothing can ever be compared with successfully.
bool is_impossible(const RuleCondition& condition) {
  constexpr std::array<std::string_view, 3> devices{"desktop", "phone", "tablet"};
  const bool exact = condition.op == RuleOperator::is || condition.op == RuleOperator::is_not;
  if (!exact) return false;
  if (condition.input == RuleInput::channel) return !is_among(condition.text, channel_words);
  if (condition.input == RuleInput::device) return !is_among(condition.text, devices);
  return false;
}

Fault fault_of(const RuleCondition& condition, const std::string& path) {
  if (!allows(condition.input, condition.op)) {
    return RuleFault{path + ".operator", "this can't be compared so"};
  }
  const std::size_t name_max = condition.input == RuleInput::event
                                   ? limits::page_event_bytes_max
                                   : limits::attribute_name_bytes_max;
  if (is_named(condition.input) && (condition.name.empty() || condition.name.size() > name_max)) {
    return RuleFault{path + ".name", "which one? A name has 1 to 64 bytes"};
  }
  switch (value_of(condition.input)) {
    case RuleValue::text:
      if (condition.text.empty() || condition.text.size() > limits::rule_text_bytes_max) {
        return RuleFault{path + ".value", "a text has 1 to 256 bytes"};
      }
      if (is_impossible(condition)) return RuleFault{path + ".value", "there is no such word"};
      break;
    case RuleValue::number:
    case RuleValue::time:
      if (condition.number < 0 || condition.number > limits::rule_number_max) {
        return RuleFault{path + ".value", "a number is from 0 to 1,000,000"};
      }
      break;
    case RuleValue::truth:
      if (condition.number < 0 || condition.number > 1) {
        return RuleFault{path + ".value", "true or false"};
      }
      break;
  }
  return std::nullopt;
}

struct Size {
  std::size_t conditions = 0;
  std::size_t groups = 0;
};

Fault fault_of(const RuleGroup& group, const std::string& path, std::size_t depth, Size& size) {
  size.conditions += group.conditions.size();
  size.groups += 1;
  if (depth > limits::rule_depth_max) return RuleFault{path, "groups nest three deep at most"};
  if (group.conditions.empty() && group.groups.empty()) {
    return RuleFault{path + ".conditions", "a group has conditions"};
  }
  if (size.conditions > limits::rule_conditions_max || size.groups > limits::rule_groups_max) {
    return RuleFault{path + ".conditions", "a rule has at most 32 conditions"};
  }
  for (std::size_t i = 0; i < group.conditions.size(); ++i) {
    const std::string at = path + ".conditions." + std::to_string(i);
    if (Fault fault = fault_of(group.conditions[i], at)) return fault;
  }
  for (std::size_t i = 0; i < group.groups.size(); ++i) {
    const std::string at = path + ".groups." + std::to_string(i);
    if (Fault fault = fault_of(group.groups[i], at, depth + 1, size)) return fault;
  }
  return std::nullopt;
}

Fault fault_of(const InvitationCaps& caps) {
  if (caps.per_visit < 1 || caps.per_visit > limits::invitations_visit_max) {
    return RuleFault{"caps.per_visit", "from 1 to 10"};
  }
  if (caps.per_day < 1 || caps.per_day > limits::invitations_per_day_max) {
    return RuleFault{"caps.per_day", "from 1 to 100"};
  }
  if (caps.cool_down_ms < 0 || caps.cool_down_ms > limits::policy_ms_max) {
    return RuleFault{"caps.cool_down_ms", "a time is from 0 to a day"};
  }
  return std::nullopt;
}

}  // namespace

RuleValue value_of(RuleInput input) {
  switch (input) {
    case RuleInput::page_seconds:
    case RuleInput::visit_seconds:
      return RuleValue::time;
    case RuleInput::pages:
    case RuleInput::visits:
    case RuleInput::event:
      return RuleValue::number;
    case RuleInput::exit_intent:
    case RuleInput::identified:
    case RuleInput::verified:
      return RuleValue::truth;
    case RuleInput::url:
    case RuleInput::title:
    case RuleInput::referrer:
    case RuleInput::channel:
    case RuleInput::engine:
    case RuleInput::keyword:
    case RuleInput::campaign:
    case RuleInput::device:
    case RuleInput::system:
    case RuleInput::browser:
    case RuleInput::country:
    case RuleInput::province:
    case RuleInput::city:
    case RuleInput::attribute:
      return RuleValue::text;
  }
  return RuleValue::text;
}

bool is_named(RuleInput input) {
  return input == RuleInput::attribute || input == RuleInput::event;
}

bool allows(RuleInput input, RuleOperator op) {
  const bool bound = op == RuleOperator::at_least || op == RuleOperator::at_most;
  switch (value_of(input)) {
    case RuleValue::text:
      return !bound;
    case RuleValue::number:
      return bound || op == RuleOperator::is;
    case RuleValue::time:  // a moment is never met
      return bound;
    case RuleValue::truth:
      return op == RuleOperator::is;
  }
  return false;
}

bool asks_for(const RuleGroup& group, RuleInput input) {
  return std::ranges::find(group.conditions, input, &RuleCondition::input) !=
             group.conditions.end() ||
         std::ranges::any_of(group.groups,
                             [input](const RuleGroup& each) { return asks_for(each, input); });
}

Fault fault_of(const InvitationRule& rule) {
  if (rule.name.empty() || rule.name.size() > limits::name_bytes_max) {
    return RuleFault{"name", "a name has 1 to 256 bytes"};
  }
  Size size;
  if (Fault fault = fault_of(rule.when, "when", 1, size)) return fault;
  if (rule.text.empty() || rule.text.size() > limits::invitation_bytes_max) {
    return RuleFault{"text", "an invitation has 1 to 1,000 bytes"};
  }
  if (rule.withheld_percent > limits::withheld_percent_max) {
    return RuleFault{"withheld_percent", "from 0 to 90"};
  }
  if (rule.per_visitor > limits::invitations_per_visitor_max) {
    return RuleFault{"per_visitor", "from 1 to 1,000; 0: as often as it comes"};
  }
  return fault_of(rule.caps);
}

}  // namespace usher::core
