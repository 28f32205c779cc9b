#pragma once
// A rule that invites visitors: a plain value, written by the account's admins. Its conditions are
// judged by rule_verdict.hpp.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/invitation.hpp"

namespace usher::core {

// What of a visitor a condition looks at.
enum class RuleInput : std::uint8_t {
  page_seconds,   // since the page was opened
  visit_seconds,  // since the visit began
  pages,          // of the visit so far
  visits,         // so often the visitor came, this time included
  url,            // of the page that was opened last
  title,          // of the same
  referrer,       // of the visit: the page before it
  channel,        // where the visit came from: the words of core::channel_words
  engine,         // or network: "baidu"
  keyword,        // that was searched for
  campaign,       // its name
  device,         // desktop, phone, tablet
  system,
  browser,
  country,  // its code, or its name in Chinese or English
  province,
  city,
  attribute,    // that the site told, by its name
  event,        // how often the page told of it in this visit, by its name
  exit_intent,  // the pointer left the page at the top
  identified,   // a name or an address is known
  verified,     // the site's backend says who it is
};

inline constexpr std::array<std::string_view, 22> rule_input_words{
    "page_seconds", "visit_seconds", "pages",      "visits",   "url",      "title",
    "referrer",     "channel",       "engine",     "keyword",  "campaign", "device",
    "system",       "browser",       "country",    "province", "city",     "attribute",
    "event",        "exit_intent",   "identified", "verified"};

enum class RuleOperator : std::uint8_t {
  is,
  is_not,
  contains,
  not_contains,
  starts_with,
  ends_with,
  matches,  // a pattern: "*" stands for any characters, "?" for one
  at_least,
  at_most,
};

inline constexpr std::array<std::string_view, 9> rule_operator_words{
    "is",        "is_not",  "contains", "not_contains", "starts_with",
    "ends_with", "matches", "at_least", "at_most"};

enum class RuleValue : std::uint8_t { text, number, time, truth };
RuleValue value_of(RuleInput input);
// It looks at one of many by name: an attribute, an event.
bool is_named(RuleInput input);
bool allows(RuleInput input, RuleOperator op);

struct RuleCondition {
  RuleInput input = RuleInput::page_seconds;
  RuleOperator op = RuleOperator::at_least;
  std::string name;         // of an attribute or an event
  std::string text;         // that texts are compared with, without regard to the case of ASCII
  std::int64_t number = 0;  // that numbers are; 1: true

  friend bool operator==(const RuleCondition&, const RuleCondition&) = default;
};

struct RuleGroup {
  bool all = true;  // of its conditions and groups must hold; else any of them
  std::vector<RuleCondition> conditions;
  std::vector<RuleGroup> groups;

  friend bool operator==(const RuleGroup&, const RuleGroup&) = default;
};

// Somewhere in it a condition looks at this.
bool asks_for(const RuleGroup& group, RuleInput input);

struct InvitationRule {
  InvitationRuleId id;
  std::string name;
  bool enabled = true;
  RuleGroup when;
  InvitationKind kind = InvitationKind::bubble;
  std::string text;
  QueueId queue;  // that the conversation goes to; 0: the site's
  AgentId agent;  // in whose name; 0: whoever is the queue's next
  std::uint32_t withheld_percent = 0;
  InvitationCaps caps;            // what one visitor is bothered with at most, whoever invites
  std::uint32_t per_visitor = 0;  // this rule invites one so often; 0: as often as it comes

  friend bool operator==(const InvitationRule&, const InvitationRule&) = default;
};

// The first member that is not good, by its name in JSON ("when.groups.0.conditions.2.value").
struct RuleFault {
  std::string field;
  std::string_view why;
};
std::optional<RuleFault> fault_of(const InvitationRule& rule);

// As text, for a store. Members that a newer version adds are ignored; none: it is damaged.
std::string encode_rule(const InvitationRule& rule);
std::optional<InvitationRule> decode_rule(std::string_view text);

}  // namespace usher::core
