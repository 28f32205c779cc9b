#pragma once
// A shop with a visitor, and rules to invite it by.

#include <utility>
#include <vector>

#include "core/rule_limits.hpp"
#include "core/rule_verdict.hpp"
#include "unit/core/scene.hpp"

namespace usher::test {

using core::InvitationRule;
using core::RuleCondition;
using core::RuleInput;
using core::RuleOperator;
using core::RuleStanding;
using core::RuleValue;
using core::Truth;

inline constexpr core::InvitationRuleId seven{7};

inline InvitationRule a_rule(core::RuleGroup when) {
  InvitationRule rule;
  rule.id = seven;
  rule.name = "Tea";
  rule.text = "Can I help?";
  rule.when = std::move(when);
  return rule;
}

inline InvitationRule a_rule(RuleCondition condition) {
  return a_rule({true, {std::move(condition)}, {}});
}

inline RuleCondition number(RuleInput input, RuleOperator op, std::int64_t value) {
  return {input, op, {}, {}, value};
}
inline RuleCondition text(RuleInput input, RuleOperator op, std::string value) {
  return {input, op, "plan", std::move(value), 0};
}

inline const InvitationRule at_once = a_rule(number(RuleInput::pages, RuleOperator::at_least, 1));

// Ann is there, Vera reads a page.
struct Shop : Scene {
  core::PageFacts facts;

  explicit Shop(std::uint32_t capacity = 1) : Scene(true, capacity) {
    comes(ann);
    browses(vera);
  }
  void browses(core::VisitorId visitor) {
    does(command::VisitorConnect{visitor, site});
    does(command::ViewPage{
        visitor, site, {visitor.value + 500}, "https://shop.example/Tea/7", "Tea", ""});
  }
  core::Visitor& visitor() { return floor.visitors.at(vera); }
  core::Circumstances on(core::VisitorId id = vera) const {
    return {floor, floor.visitors.at(id), facts, sales, now};
  }
  core::RuleVerdict verdict(const InvitationRule& rule, core::VisitorId id = vera) const {
    return core::judge(rule, on(id));
  }
  Truth truth(const RuleCondition& condition) const {
    std::vector<core::ConditionVerdict> told;
    core::judge(a_rule(condition), on(), &told);
    REQUIRE(told.size() == 1);
    return told[0].truth;
  }
  // As the inviter does.
  core::RuleVerdict invites(const InvitationRule& rule, core::VisitorId id = vera) {
    const core::RuleVerdict found = verdict(rule, id);
    const bool withholds = found.standing == RuleStanding::withholds;
    if (!withholds && found.standing != RuleStanding::invites) return found;
    does(command::InviteVisitor{found.agent, id, rule.kind, rule.text, found.queue, rule.id,
                                withholds, rule.caps});
    return found;
  }
  void answers(core::VisitorId id, bool accepted) {
    const auto number = floor.visitors.at(id).visit->invitations.back().number;
    does(command::AnswerInvitation{id, site, number, accepted, {900 + number}});
  }
};

}  // namespace usher::test
