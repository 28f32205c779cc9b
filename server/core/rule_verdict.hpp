#pragma once
// What a rule says of a visitor now, and why. Pure: the same floor, visitor and time always give
// the same verdict.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/floor.hpp"
#include "core/invitation_rule.hpp"

namespace usher::core {

// What the pages of a visit told that the floor does not keep.
struct PageFacts {
  std::map<std::string, std::uint32_t> events;  // how often each happened
  std::optional<std::uint32_t> leaving;         // page of the visit on which the pointer left
};

struct Circumstances {
  const Floor& floor;
  const Visitor& visitor;
  const PageFacts& facts;
  std::optional<QueueId> queue;  // of the site that the visitor is on
  Time now;
};

// `later`: it becomes true by itself when time passes.
enum class Truth : std::uint8_t { no, later, yes };

struct ConditionVerdict {
  RuleCondition condition;
  bool all = true;  // what its group asks for
  Truth truth = Truth::no;
  std::optional<Time> at;  // of `later`
  bool known = false;      // what is unknown is never true, whatever the operator
  std::string actual;      // what was compared, as text
};

// In this order: the first that applies.
enum class RuleStanding : std::uint8_t {
  off,       // it is switched off
  invited,   // it invited the visitor in this visit
  held_out,  // it would have, but the visitor is of the share that is withheld
  not_met,   // conditions do not hold
  not_yet,   // they will, at `at`
  enough,    // it invited this visitor as often as it may
  obstacle,  // see `obstacle`
  nobody_free,
  withholds,  // would invite, but for the share that is withheld
  invites,
};

struct RuleVerdict {
  RuleStanding standing = RuleStanding::off;
  std::optional<InvitationObstacle> obstacle;
  std::optional<Time> at;  // when it is worth another look, should nothing else happen
  AgentId agent;           // in whose name, and
  QueueId queue;           // where to, of the last two standings
};

// `told`, if not null, gets every condition in the order in which it is written.
RuleVerdict judge(const InvitationRule& rule, const Circumstances& on,
                  std::vector<ConditionVerdict>* told = nullptr);

// Of the share that the rule withholds itself from; the same for ever.
bool withholds(const InvitationRule& rule, VisitorId visitor);

// "*" stands for any characters, "?" for one; the case of ASCII does not matter. Takes time in
// proportion to both lengths multiplied, at most, whatever the pattern.
bool matches(std::string_view pattern, std::string_view text);

}  // namespace usher::core
