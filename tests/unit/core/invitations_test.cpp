// Visitors who are spoken to before they ask.

#include "unit/core/scene.hpp"

namespace usher::test {
namespace {

using core::ConversationState;
using core::InvitationAnswer;
using core::InvitationKind;
using core::Rejection;

command::InviteVisitor invites(core::AgentId agent, core::VisitorId visitor) {
  return {agent, visitor, InvitationKind::bubble, "Can I help?"};
}

command::AnswerInvitation answers(core::VisitorId visitor, std::uint64_t invitation,
                                  bool accepted) {
  return {visitor, site, invitation, accepted, {900 + invitation}};
}

void browses(Scene& s, core::VisitorId visitor) {
  s.does(command::VisitorConnect{visitor, site});
  s.does(command::ViewPage{visitor, site, {visitor.value + 500}, "https://a/", "A", ""});
}

const core::Invitation& last_of(const Scene& s, core::VisitorId visitor) {
  return s.floor.visitors.at(visitor).visit->invitations.back();
}

struct Invited : Scene {
  explicit Invited(std::uint32_t capacity = 1) : Scene(true, capacity) {
    comes(ann);
    browses(*this, vera);
  }
  // Until the next one may be made.
  void refuses(std::uint64_t number) { does(answers(vera, number, false)); }
  void past_cool_down() { pass_with({ann}, limits::invitation_cool_down_ms); }
};

}  // namespace

TEST_CASE("who accepts talks to who invited, whose words come first") {
  Invited s;
  s.does(invites(ann, vera));
  CHECK(last_of(s, vera).answer == InvitationAnswer::none);
  const auto decision = s.does(answers(vera, 1, true));
  const auto* opened = find_event<event::ConversationOpened>(decision);
  REQUIRE(opened);
  CHECK(s.owned_by(opened->conversation, ann));
  const auto* greeting = find_event<event::MessagePosted>(decision);
  REQUIRE(greeting);
  CHECK(greeting->text == "Can I help?");
  CHECK(greeting->author == author_of(ann));
  CHECK(last_of(s, vera).answer == InvitationAnswer::accepted);
  CHECK(last_of(s, vera).led);
  CHECK(s.refused(answers(vera, 1, true)) == Rejection::no_such_invitation);
}

TEST_CASE("who writes while an invitation stands accepts it") {
  Invited s;
  s.does(invites(ann, vera));
  const auto c = s.asks(vera, "Yes, sizes");
  CHECK(s.owned_by(c, ann));
  CHECK(s.of(c).last_message_seq == 2);
  CHECK(s.of(c).last_message_start == "Yes, sizes");
  CHECK(last_of(s, vera).answer == InvitationAnswer::accepted);
}

TEST_CASE("an agent without room keeps what it invited for a while, then anybody has it") {
  Invited s;
  s.comes(bob);
  s.does(invites(ann, vera));
  const auto first = s.asks(willy);  // rings at one of the two
  s.does(command::Accept{ann, first});
  s.does(answers(vera, 1, true));
  const core::ConversationId c = s.floor.visitors.at(vera).conversation;
  CHECK(s.of(c).reserved_for == ann);
  CHECK_FALSE(s.of(c).offer);
  s.pass_with({ann, bob}, limits::invitation_keep_ms);
  CHECK(s.rings_at(c, bob));
}

TEST_CASE("a rule's invitation rings at its agent, who has not asked for it") {
  Invited s;
  s.comes(bob);
  auto by_rule = invites(bob, vera);
  by_rule.rule = {7};
  s.does(by_rule);
  s.does(answers(vera, 1, true));
  CHECK(s.rings_at(s.floor.visitors.at(vera).conversation, bob));
}

TEST_CASE("nobody is invited who is not there, talks, or was asked already") {
  Invited s;
  CHECK(s.refused(invites(ann, willy)) == Rejection::not_on_site);
  s.does(invites(ann, vera));
  CHECK(s.refused(invites(ann, vera)) == Rejection::invited_already);
  s.does(answers(vera, 1, true));
  CHECK(s.refused(invites(ann, vera)) == Rejection::in_conversation);
  browses(s, willy);
  s.does(command::VisitorDisconnect{willy});
  CHECK(s.refused(invites(ann, willy)) == Rejection::not_on_site);
  s.does(command::SetStatus{ann, core::AgentStatus::away});
  CHECK(s.refused(invites(ann, willy)) == Rejection::agent_offline);
  CHECK(s.refused(invites(core::AgentId{99}, willy)) == Rejection::unknown_agent);
}

TEST_CASE("who refused is left alone for a while, over visits") {
  Invited s;
  s.does(invites(ann, vera));
  s.refuses(1);
  CHECK(s.refused(invites(ann, vera)) == Rejection::cooling_down);
  s.does(command::VisitorDisconnect{vera});
  s.pass_with({ann}, limits::visit_linger_ms);
  CHECK_FALSE(s.floor.visitors.contains(vera));
  browses(s, vera);
  CHECK(s.refused(invites(ann, vera)) == Rejection::cooling_down);
  s.past_cool_down();
  s.does(invites(ann, vera));
}

TEST_CASE("caps of a visit and of a day hold over agents, rules and visits") {
  Invited s;
  s.pass_with({ann}, 2 * limits::hour_ms);  // into a new day
  for (std::uint64_t number = 1; number <= limits::invitations_per_visit; ++number) {
    s.does(invites(ann, vera));
    s.refuses(number);
    s.past_cool_down();
  }
  CHECK(s.refused(invites(ann, vera)) == Rejection::invited_enough);
  s.does(command::VisitorDisconnect{vera});
  s.pass_with({ann}, limits::visit_linger_ms);
  browses(s, vera);
  for (std::uint64_t number = 4; number <= limits::invitations_per_day; ++number) {
    s.does(invites(ann, vera));
    s.refuses(number);
    s.past_cool_down();
  }
  CHECK(s.refused(invites(ann, vera)) == Rejection::invited_enough);
  s.pass_with({ann}, limits::day_ms);
  s.does(invites(ann, vera));
}

TEST_CASE("an invitation that nobody answers lapses, and is no refusal") {
  Invited s;
  s.does(invites(ann, vera));
  s.pass_with({ann}, limits::invitation_open_ms);
  CHECK(last_of(s, vera).answer == InvitationAnswer::ignored);
  CHECK(s.refused(answers(vera, 1, true)) == Rejection::no_such_invitation);
  s.does(invites(ann, vera));
  const auto ended = s.does(command::ViewPage{vera, core::SiteId{2}, {901}, "https://b/", "B", ""});
  CHECK(find_event<event::InvitationAnswered>(ended)->answer == InvitationAnswer::ignored);
}

TEST_CASE("one that is withheld counts and stands nowhere; what follows is told of it, once") {
  Invited s;
  auto withheld = invites(ann, vera);
  withheld.rule = {7};
  withheld.withheld = true;
  withheld.caps.per_visit = 1;
  s.does(withheld);
  CHECK(core::open_invitation(&s.floor.visitors.at(vera)) == nullptr);
  CHECK(s.refused(withheld) == Rejection::invited_enough);
  CHECK(s.refused(answers(vera, 1, true)) == Rejection::no_such_invitation);
  const core::Decision decision = s.does(command::Ask{vera, site, sales, {800}, "q", "Hello?"});
  CHECK(decision.receipt->seq == 1);
  REQUIRE(find_event<event::InvitationLed>(decision));
  s.does(command::Close{author_of(vera), {800}});
  const core::Decision again = s.does(command::Ask{vera, site, sales, {801}, "q2", "Hello?"});
  CHECK_FALSE(find_event<event::InvitationLed>(again));
}

TEST_CASE("a form stands before what an invitation leads to") {
  Invited s;
  s.does(invites(ann, vera));
  auto accepts = answers(vera, 1, true);
  accepts.may_open = false;
  CHECK(s.refused(accepts) == Rejection::form_required);
  CHECK(core::open_invitation(&s.floor.visitors.at(vera)));
}

TEST_CASE("the conversation goes to a queue that the inviting agent serves") {
  Invited s;
  s.setting.agents[0].queues = {support};
  s.does(s.setting);
  auto invite = invites(ann, vera);
  invite.queue = sales;
  s.does(invite);
  s.does(answers(vera, 1, true));
  const core::ConversationId c = s.floor.visitors.at(vera).conversation;
  CHECK(s.of(c).queue == support);
  CHECK(s.owned_by(c, ann));
}

TEST_CASE("a conversation that is opened again ends an invitation") {
  Invited s(2);
  const auto c = s.asks(vera);
  s.does(command::Accept{ann, c});
  s.does(command::Close{author_of(ann), c});
  s.does(invites(ann, vera));
  s.does(command::Reopen{author_of(vera), c});
  CHECK(last_of(s, vera).answer == InvitationAnswer::ignored);
}

}  // namespace usher::test
