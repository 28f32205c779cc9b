// Messages that are left, and the form that stands before a conversation.

#include "unit/core/scene.hpp"

namespace usher::test {
namespace {

using core::ConversationState;
using core::Rejection;

const core::Contact by_mail{"Vera", "vera@example.com", {}};

command::Ask leaves(core::VisitorId visitor, std::uint64_t fresh, core::Contact contact = by_mail) {
  command::Ask ask{visitor, site, sales, {fresh}, "left" + std::to_string(fresh), "Call me"};
  ask.leave = std::move(contact);
  return ask;
}

core::QueuePolicy& policy_of(Scene& s, std::size_t queue = 0) {
  return s.setting.queues[queue].policy;
}

}  // namespace

TEST_CASE("a message is left with a contact, or not at all") {
  Scene s;
  CHECK(s.refused(leaves(vera, 500, {})) == Rejection::contact_required);
  CHECK(s.refused(leaves(vera, 500, {"Vera", "nowhere", "12"})) == Rejection::contact_required);
  const auto c = s.does(leaves(vera, 500)).receipt->conversation;
  CHECK(s.of(c).left);
  CHECK(s.of(c).last_seq == 2);
  CHECK(s.of(c).state == ConversationState::waiting);
  CHECK(s.floor.visitors.at(vera).email == "vera@example.com");
  CHECK(s.floor.visitors.at(vera).name == "Vera");
  const auto again = s.does(leaves(vera, 500));
  CHECK(again.events.empty());
  CHECK(again.receipt->seq == 1);
  s.does(command::Identify{willy, {}, {}, "+86 13800138000", {}});
  CHECK(s.does(leaves(willy, 501, {})).receipt);  // known by its phone number
}

TEST_CASE("a full queue takes a message that is left, and is not fuller for it") {
  Scene s;
  policy_of(s).full_at = 1;
  s.does(s.setting);
  const auto first = s.does(leaves(vera, 500)).receipt->conversation;
  CHECK_FALSE(s.floor.queues.at(sales).full);
  s.asks(willy);
  CHECK(s.floor.queues.at(sales).full);
  CHECK(s.refused(command::Ask{xenia, site, sales, {600}, "x", "Hi"}) == Rejection::queue_full);
  CHECK(s.does(leaves(xenia, 601)).receipt);
  CHECK(s.floor.queues.at(sales).left == 2);
  s.does(command::Close{author_of(vera), first});
  CHECK(s.floor.queues.at(sales).left == 1);
  CHECK(s.floor.today.queues.at(sales).abandoned == 0);
  auto unknown = leaves(vera, 602);
  unknown.queue = core::QueueId{9};
  CHECK(s.refused(unknown) == Rejection::unknown_queue);
}

TEST_CASE("who waits may leave a message instead, and is served in turn all the same") {
  Scene s;
  const auto c = s.asks(vera);
  s.asks(willy);
  const command::LeaveMessage leave{vera, c, {}};
  CHECK(s.refused(leave) == Rejection::contact_required);
  CHECK(s.refused(command::LeaveMessage{willy, c, by_mail}) == Rejection::unknown_conversation);
  s.does(command::LeaveMessage{vera, c, by_mail});
  CHECK(s.of(c).left);
  CHECK(s.does(command::LeaveMessage{vera, c, by_mail}).events.empty());
  const auto changed = s.does(command::LeaveMessage{vera, c, {{}, "v@example.com", {}}});
  CHECK(changed.events.size() == 1);
  s.comes(ann);
  CHECK(s.rings_at(c, ann));
  s.does(command::Accept{ann, c});
  CHECK(s.refused(command::LeaveMessage{vera, c, by_mail}) == Rejection::not_waiting);
  CHECK(s.floor.today.queues.at(sales).answered == 0);  // nobody waited for it here
  s.does(leaves(vera, 700));                            // an agent is here: said, not left
  CHECK(s.of(c).last_message_seq == s.of(c).last_seq);
}

TEST_CASE("a message with contact leaves the conversation that waits already") {
  Scene s;
  const auto c = s.asks(vera);
  const auto decision = s.does(leaves(vera, 500));
  CHECK(decision.receipt->conversation == c);
  CHECK(decision.receipt->seq == 2);
  CHECK(find_event<event::MessageLeft>(decision)->seq == 3);
  const auto d = s.asks(willy);
  CHECK(s.refused(leaves(willy, 501, {})) == Rejection::contact_required);
  CHECK(s.of(d).last_seq == 1);
}

TEST_CASE("nothing is done about the silence of who left a message, until it is reopened") {
  Scene s(false);
  policy_of(s).visitor_remind_ms = 10'000;
  policy_of(s).visitor_close_ms = 20'000;
  policy_of(s).agent_remind_ms = 5'000;
  s.does(s.setting);
  s.comes(ann);
  const auto c = s.does(leaves(vera, 500)).receipt->conversation;
  REQUIRE(s.owned_by(c, ann));
  s.pass_with({ann}, 6'000);
  CHECK(s.of(c).reminded);  // the agent owes an answer
  s.does(command::Post{ann, c, "a", "Here is your answer"});
  s.pass_with({ann}, limits::hour_ms);
  CHECK(s.owned_by(c, ann));
  s.does(command::Close{author_of(ann), c});
  s.does(command::Reopen{author_of(vera), c});
  CHECK_FALSE(s.of(c).left);
  s.does(command::Post{ann, c, "b", "Still there?"});
  s.pass_with({ann}, 30'000);
  CHECK(s.of(c).state == ConversationState::closed);
}

TEST_CASE("the site's form stands before a new conversation, and before nothing else") {
  Scene s;
  command::Ask ask{vera, site, sales, {500}, "a", "Hello"};
  ask.may_open = false;
  CHECK(s.refused(ask) == Rejection::form_required);
  const auto c = s.asks(vera, "Hello", "b");
  ask.fresh_conversation = {501};
  CHECK(s.does(ask).receipt->conversation == c);
  CHECK(s.does(ask).receipt->seq == 2);  // a repetition
  s.does(command::Close{author_of(vera), c});
  CHECK(s.does(ask).receipt->seq == 2);
  ask.client_id = "c";
  CHECK(s.refused(ask) == Rejection::form_required);
  ask.leave = by_mail;
  CHECK(s.does(ask).receipt);
}

}  // namespace usher::test
