#include "simulation/bids.hpp"

#include <algorithm>

#include "core/limits.hpp"
#include "simulation/expect.hpp"

namespace usher::simulation {
namespace {

namespace event = core::event;

}  // namespace

void Bids::enter(const core::Command& command, const std::vector<core::Event>& events,
                 std::int64_t now, std::int64_t midnight) {
  now_ = now;
  midnight_ = midnight;
  opened_.clear();
  const auto* invite = std::get_if<core::command::InviteVisitor>(&command);
  caps_ = invite ? invite->caps : core::InvitationCaps{0, 0, 0};
  for (const core::Event& e : events) {
    std::visit([this](const auto& seen) { see(seen); }, e);
  }
  for (const auto& [id, v] : visitors_) {
    const Bid* open = open_of(id);
    expect(!open || now < open->at + limits::invitation_open_ms, "deadline_kept", id,
           "an invitation never lapses");
    expect(!open || !v.talks, "invited_to_talk", id, "one stands beside a conversation");
  }
}

const Bids::Bid* Bids::open_of(Id visitor) const {
  const auto known = visitors_.find(visitor);
  if (known == visitors_.end() || known->second.bids.empty()) return nullptr;
  const Bid& last = known->second.bids.back();
  return last.withheld || last.answered ? nullptr : &last;
}

bool Bids::greets(Id agent, Id visitor) const {
  const Bid* open = open_of(visitor);
  return open && open->by == agent;
}

bool Bids::by_hand(Id visitor) const {
  const Bid* open = open_of(visitor);
  return open && open->rule == 0;
}

void Bids::credit(Id rule, std::uint64_t core::RuleResults::*what) {
  if (rule != 0) ++(results_[{rule}].*what);
}

void Bids::see(const event::VisitStarted& e) {
  Visitor& v = visitors_[e.visitor.value];
  v.on_site = true;
  v.bids.clear();
}

void Bids::see(const event::Forgotten& e) {
  for (const core::VisitorId id : e.visitors) visitors_.erase(id.value);
}

void Bids::see(const event::VisitEnded& e) {
  expect(!open_of(e.visitor.value), "invitation_ends", e.visitor.value,
         "a visit ends with an invitation that nobody ended");
  visitors_[e.visitor.value].on_site = false;
  visitors_[e.visitor.value].bids.clear();
}

void Bids::see(const event::ConversationOpened& e) {
  visitor_of_[e.conversation.value] = e.visitor.value;
  visitors_[e.visitor.value].talks = true;
  opened_.insert(e.visitor.value);
}

// The first words of what an invitation led to are the invitation's.
void Bids::see(const event::MessagePosted& e) {
  const Id visitor = visitor_of_[e.conversation.value];
  const Bid* open = open_of(visitor);
  if (e.seq != 1 || !open) return;
  expect(
      e.author.kind == core::AuthorKind::agent && e.author.id == open->by && e.text == open->text,
      "invitation_speaks_first", visitor, "other words come first");
}

void Bids::see(const event::Closed& e) {
  visitors_[visitor_of_[e.conversation.value]].talks = false;
}

void Bids::see(const event::Reopened& e) {
  visitors_[visitor_of_[e.conversation.value]].talks = true;
}

void Bids::see(const event::VisitorInvited& e) {
  const Id id = e.visitor.value;
  Visitor& v = visitors_[id];
  expect(e.invitation == ++made_, "invitations_counted", id, "not the next number");
  expect(v.on_site, "invited_on_site", id, "invited who is not there");
  expect(!v.talks, "invited_to_talk", id, "invited who talks");
  expect(!open_of(id), "invited_once", id, "invited twice at a time");
  expect(v.refused_at < 0 || now_ >= v.refused_at + caps_.cool_down_ms, "cool_down", id,
         "invited during a cool-down");
  expect(v.bids.size() < caps_.per_visit && v.bids.size() < limits::invitations_visit_max, "caps",
         id, "invited too often in a visit");
  if (v.day != midnight_) v.in_day = 0;
  v.day = midnight_;
  expect(v.in_day++ < caps_.per_day, "caps", id, "invited too often on a day");
  credit(e.rule.value, e.withheld ? &core::RuleResults::withheld : &core::RuleResults::shown);
  v.bids.push_back(
      {e.invitation, now_, e.by.value, e.rule.value, e.withheld, false, false, e.text});
}

void Bids::see(const event::InvitationAnswered& e) {
  const Bid* open = open_of(e.visitor.value);
  expect(open && open->number == e.invitation, "invitation_ends", e.invitation,
         "answered twice, or never made");
  Visitor& v = visitors_[e.visitor.value];
  const bool accepted = e.answer == core::InvitationAnswer::accepted;
  expect(accepted == opened_.contains(e.visitor.value), "invitation_ends", e.invitation,
         "accepted without a conversation, or the other way round");
  if (e.answer == core::InvitationAnswer::refused) v.refused_at = now_;
  v.bids.back().answered = true;
  if (accepted) credit(v.bids.back().rule, &core::RuleResults::accepted);
  if (e.answer == core::InvitationAnswer::refused) {
    credit(v.bids.back().rule, &core::RuleResults::refused);
  }
}

void Bids::see(const event::InvitationLed& e) {
  Visitor& v = visitors_[e.visitor.value];
  const auto bid = std::ranges::find(v.bids, e.invitation, &Bid::number);
  expect(bid != v.bids.end() && !bid->led && opened_.contains(e.visitor.value), "invitation_leads",
         e.invitation, "led to nothing, or twice");
  const auto first = std::ranges::find(v.bids, bid->rule, &Bid::rule);
  expect(first == bid, "invitation_leads", e.invitation, "not the first of its rule");
  bid->led = true;
  credit(bid->rule,
         bid->withheld ? &core::RuleResults::withheld_led : &core::RuleResults::shown_led);
}

void Bids::compare(const core::Floor& floor) const {
  expect(results_ == floor.rule_results, "floor_is_the_events", 0, "results of rules differ");
  for (const auto& [id, visitor] : floor.visitors) {
    if (!visitor.visit) continue;
    const auto mine = visitors_.find(id.value);
    const bool same = mine != visitors_.end() &&
                      std::ranges::equal(mine->second.bids, visitor.visit->invitations,
                                         [](const Bid& a, const core::Invitation& b) {
                                           const bool answered =
                                               b.answer != core::InvitationAnswer::none;
                                           return a.number == b.number && a.answered == answered &&
                                                  a.led == b.led && a.withheld == b.withheld;
                                         });
    expect(same, "floor_is_the_events", id.value, "its invitations differ");
  }
}

}  // namespace usher::simulation
