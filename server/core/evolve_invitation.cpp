#include <algorithm>

#include "core/derived.hpp"
#include "core/evolve.hpp"
#include "core/rule_limits.hpp"

namespace usher::core::evolving {
namespace {

// Null: its visit is over.
Invitation* invitation_at(Floor& floor, VisitorId id, std::uint64_t number) {
  const auto visitor = floor.visitors.find(id);
  if (visitor == floor.visitors.end() || !visitor->second.visit) return nullptr;
  std::vector<Invitation>& all = visitor->second.visit->invitations;
  const auto found = std::ranges::find(all, number, &Invitation::number);
  return found == all.end() ? nullptr : &*found;
}

// Null: an invitation by hand.
RuleResults* results_of(Floor& floor, InvitationRuleId rule) {
  if (!rule) return nullptr;
  RuleResults& results = floor.rule_results[rule];
  if (floor.rule_results.size() <= limits::rule_results_max) return &results;
  floor.rule_results.erase(floor.rule_results.begin());  // ids rise with time
  const auto kept = floor.rule_results.find(rule);
  return kept == floor.rule_results.end() ? nullptr : &kept->second;
}

void count(std::vector<RuleTimes>& all, InvitationRuleId rule) {
  const auto known = std::ranges::find(all, rule, &RuleTimes::rule);
  const std::uint32_t before = known == all.end() ? 0 : known->times;
  if (known != all.end()) all.erase(known);
  if (all.size() >= limits::rules_remembered_max) all.erase(all.begin());
  all.push_back({rule, before + 1});
}

}  // namespace

void close_invitation(Floor& floor, const Visitor& visitor) {
  const Invitation* open = open_invitation(&visitor);
  if (!open) return;
  derived::clear_deadline(floor, Floor::Due::invitation, visitor.id.value,
                          open->at + limits::invitation_open_ms);
}

void apply(Floor& floor, const event::VisitorInvited& e, Time at) {
  floor.invitations_made = e.invitation;
  Visitor& visitor = floor.visitors.at(e.visitor);
  const Time today = floor.today.day.begins_at;
  if (visitor.invited.day_began != today) visitor.invited.in_day = 0;
  visitor.invited.day_began = today;
  ++visitor.invited.in_day;
  if (e.rule) count(visitor.invited.by_rule, e.rule);
  if (RuleResults* results = results_of(floor, e.rule)) {
    ++(e.withheld ? results->withheld : results->shown);
  }
  if (!visitor.visit) return;
  visitor.visit->invitations.push_back({e.invitation, at, e.by, e.rule, e.kind, e.queue, e.withheld,
                                        e.text, InvitationAnswer::none, false});
  if (e.withheld) return;
  derived::set_deadline(floor, Floor::Due::invitation, e.visitor.value,
                        at + limits::invitation_open_ms);
}

void apply(Floor& floor, const event::InvitationAnswered& e, Time at) {
  Invitation* invitation = invitation_at(floor, e.visitor, e.invitation);
  if (!invitation) return;
  Visitor& visitor = floor.visitors.at(e.visitor);
  close_invitation(floor, visitor);
  invitation->answer = e.answer;
  if (e.answer == InvitationAnswer::refused) visitor.invited.refused_at = at;
  RuleResults* results = results_of(floor, invitation->rule);
  if (!results) return;
  if (e.answer == InvitationAnswer::accepted) ++results->accepted;
  if (e.answer == InvitationAnswer::refused) ++results->refused;
}

void apply(Floor& floor, const event::InvitationLed& e, Time) {
  Invitation* invitation = invitation_at(floor, e.visitor, e.invitation);
  if (!invitation || invitation->led) return;
  invitation->led = true;
  if (RuleResults* results = results_of(floor, invitation->rule)) {
    ++(invitation->withheld ? results->withheld_led : results->shown_led);
  }
}

}  // namespace usher::core::evolving
