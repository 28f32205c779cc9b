#include "core/rule_verdict.hpp"

#include <algorithm>

#include "core/derived.hpp"
#include "core/rule_facts.hpp"
#include "core/rule_limits.hpp"

namespace usher::core {
namespace {

class Judge {
 public:
  Judge(const Circumstances& on, const Visit& visit, std::vector<ConditionVerdict>* told)
      : on_(on), visit_(visit), told_(told) {}

  struct Finding {
    Truth truth = Truth::no;
    std::optional<Time> at;
  };

  Finding of(const RuleGroup& group) {
    Finding whole{group.all ? Truth::yes : Truth::no, {}};
    // Without anybody to tell, what can't change the outcome is not looked at.
    const auto settled = [&] {
      return !told_ && whole.truth == (group.all ? Truth::no : Truth::yes);
    };
    for (const RuleCondition& each : group.conditions) {
      if (settled()) return whole;
      add(group, whole, of(each, group.all));
    }
    for (const RuleGroup& each : group.groups) {
      if (settled()) return whole;
      add(group, whole, of(each));
    }
    return whole;
  }

 private:
  // All wait for the last of them, any for the first.
  static void add(const RuleGroup& group, Finding& whole, const Finding& part) {
    if (part.truth == Truth::later) {
      const bool other = whole.at && (group.all ? *whole.at > *part.at : *whole.at < *part.at);
      if (!other) whole.at = part.at;
    }
    whole.truth = group.all ? std::min(whole.truth, part.truth) : std::max(whole.truth, part.truth);
  }

  Finding of(const RuleCondition& condition, bool all) {
    ConditionVerdict verdict{condition, all, Truth::no, {}, false, {}};
    switch (value_of(condition.input)) {
      case RuleValue::text:
        judge_text(verdict);
        break;
      case RuleValue::time:
        judge_time(verdict);
        break;
      case RuleValue::number:
      case RuleValue::truth:
        judge_number(verdict);
        break;
    }
    const Finding finding{verdict.truth, verdict.at};
    if (told_) told_->push_back(std::move(verdict));
    return finding;
  }

  void judge_text(ConditionVerdict& verdict) const {
    const RuleCondition& condition = verdict.condition;
    const auto texts = texts_of(condition, on_.visitor, visit_);
    verdict.known = !texts.empty();
    if (!verdict.known) return;
    if (told_) verdict.actual = texts.front();
    const bool negates =
        condition.op == RuleOperator::is_not || condition.op == RuleOperator::not_contains;
    const bool found = std::ranges::any_of(
        texts, [&](std::string_view text) { return compare(condition.op, text, condition.text); });
    verdict.truth = found != negates ? Truth::yes : Truth::no;
  }

  void judge_time(ConditionVerdict& verdict) const {
    const RuleCondition& condition = verdict.condition;
    const bool of_page = condition.input == RuleInput::page_seconds;
    verdict.known = !of_page || !visit_.trail.empty();
    if (!verdict.known) return;
    const Time since = of_page ? visit_.trail.back().at : visit_.started_at;
    const std::int64_t seconds = std::max<std::int64_t>(0, on_.now - since) / limits::second_ms;
    if (told_) verdict.actual = std::to_string(seconds);
    const bool is_so = compare(condition.op, seconds, condition.number);
    verdict.truth = is_so ? Truth::yes : Truth::no;
    if (is_so || condition.op != RuleOperator::at_least) return;
    verdict.truth = Truth::later;
    verdict.at = since + condition.number * limits::second_ms;
  }

  void judge_number(ConditionVerdict& verdict) const {
    const std::int64_t value = number_of(verdict.condition, on_, visit_);
    verdict.known = true;
    if (told_) verdict.actual = std::to_string(value);
    const bool is_so = compare(verdict.condition.op, value, verdict.condition.number);
    verdict.truth = is_so ? Truth::yes : Truth::no;
  }

  const Circumstances& on_;
  const Visit& visit_;
  std::vector<ConditionVerdict>* told_;
};

// The rule's queue; else the site's; else the first. Of an agent who was named: one that it serves.
const Queue* queue_for(const InvitationRule& rule, const Circumstances& on) {
  if (const Queue* wanted = find(on.floor, rule.queue)) return wanted;
  const Agent* agent = find(on.floor, rule.agent);
  const auto fits = [&](const Queue& queue) { return !agent || serves(*agent, queue.setting.id); };
  const Queue* of_site = on.queue ? find(on.floor, *on.queue) : nullptr;
  if (of_site && fits(*of_site)) return of_site;
  const Queue* first = nullptr;
  for (const auto& [id, queue] : on.floor.queues) {
    if (fits(queue) && (!first || queue.rank < first->rank)) first = &queue;
  }
  return first;
}

// Whom the queue's strategy puts first of those who could take a conversation now; 0: nobody.
AgentId free_agent(const InvitationRule& rule, const Queue& queue, const Floor& floor) {
  if (!queue.open) return {};
  if (const Agent* agent = find(floor, rule.agent)) {
    const bool can = serves(*agent, queue.setting.id) && derived::has_room(*agent, queue);
    return can ? rule.agent : AgentId{};
  }
  const ReadyKey* best = nullptr;
  for (const auto& [skills, agents] : queue.ready) {
    if (!best || *agents.begin() < *best) best = &*agents.begin();
  }
  return best ? best->agent : AgentId{};
}

std::uint32_t times_invited(const Visitor& visitor, InvitationRuleId rule) {
  const auto& all = visitor.invited.by_rule;
  const auto found = std::ranges::find(all, rule, &RuleTimes::rule);
  return found == all.end() ? 0 : found->times;
}

// What stands in a rule's way whose conditions hold.
RuleVerdict with_conditions_met(const InvitationRule& rule, const Circumstances& on) {
  RuleVerdict verdict;
  const Visitor& visitor = on.visitor;
  if (rule.per_visitor > 0 && times_invited(visitor, rule.id) >= rule.per_visitor) {
    verdict.standing = RuleStanding::enough;
    return verdict;
  }
  verdict.obstacle = obstacle_to_inviting(on.floor, &visitor, rule.caps, on.now);
  if (verdict.obstacle) {
    verdict.standing = RuleStanding::obstacle;
    if (verdict.obstacle == InvitationObstacle::cooling_down) {
      verdict.at = *visitor.invited.refused_at + rule.caps.cool_down_ms;
    }
    return verdict;
  }
  const Queue* queue = queue_for(rule, on);
  if (queue) verdict.agent = free_agent(rule, *queue, on.floor);
  if (!verdict.agent) {
    verdict.standing = RuleStanding::nobody_free;
    verdict.at = on.now + limits::invitation_retry_ms;
    return verdict;
  }
  verdict.queue = queue->setting.id;
  verdict.standing = withholds(rule, visitor.id) ? RuleStanding::withholds : RuleStanding::invites;
  return verdict;
}

}  // namespace

RuleVerdict judge(const InvitationRule& rule, const Circumstances& on,
                  std::vector<ConditionVerdict>* told) {
  RuleVerdict verdict;
  if (!on.visitor.visit) {
    verdict.standing = RuleStanding::obstacle;
    verdict.obstacle = InvitationObstacle::not_on_site;
    return verdict;
  }
  const Visit& visit = *on.visitor.visit;
  const auto before = std::ranges::find(visit.invitations, rule.id, &Invitation::rule);
  const bool was_invited = rule.id && before != visit.invitations.end();
  if (!told && (!rule.enabled || was_invited)) {
    verdict.standing = rule.enabled ? RuleStanding::invited : RuleStanding::off;
    return verdict;
  }
  const auto finding = Judge(on, visit, told).of(rule.when);
  if (!rule.enabled) return verdict;
  if (was_invited) {
    verdict.standing = before->withheld ? RuleStanding::held_out : RuleStanding::invited;
    return verdict;
  }
  switch (finding.truth) {
    case Truth::no:
      verdict.standing = RuleStanding::not_met;
      return verdict;
    case Truth::later:
      verdict.standing = RuleStanding::not_yet;
      verdict.at = finding.at;
      return verdict;
    case Truth::yes:
      break;
  }
  return with_conditions_met(rule, on);
}

bool withholds(const InvitationRule& rule, VisitorId visitor) {
  // Both ids rise by few at a time: mixed until each bit depends on all (the finaliser of
  // SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
  std::uint64_t mixed = rule.id.value * 0x9E3779B97F4A7C15U + visitor.value;
  mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
  mixed ^= mixed >> 31U;
  return mixed % 100 < rule.withheld_percent;
}

}  // namespace usher::core
