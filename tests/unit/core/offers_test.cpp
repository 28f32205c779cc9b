#include "unit/core/scene.hpp"

namespace usher::test {

using core::AgentStatus;
using core::ConversationState;
using core::Rejection;

TEST_CASE("a conversation rings at the agent who is idle longest, and is theirs when accepted") {
  Scene s;
  s.comes(ann);
  s.pass(1'000);
  s.comes(bob);
  const auto c = s.asks(vera);
  CHECK(s.rings_at(c, ann));
  s.does(command::Accept{ann, c});
  CHECK(s.owned_by(c, ann));
  CHECK(s.of(ann).offers.empty());
}

TEST_CASE("the least busy agent by load and capacity comes first") {
  Scene s(false);
  s.setting.agents[0].capacity = 4;
  s.setting.agents[1].capacity = 2;
  s.does(s.setting);
  s.comes(ann);
  s.comes(bob);
  CHECK(s.owned_by(s.asks(vera), ann));   // both are idle, the lower id
  CHECK(s.owned_by(s.asks(willy), bob));  // 1/4 against 0/2
  CHECK(s.owned_by(s.asks(xenia), ann));  // 1/4 against 1/2
}

TEST_CASE("a queue that does not ring assigns at once") {
  Scene s(false);
  s.comes(ann);
  const auto c = s.asks(vera);
  CHECK(s.owned_by(c, ann));
  CHECK(s.of(c).last_seq == 2);
}

TEST_CASE("an offer that times out goes to the next agent, not back to the first") {
  Scene s;
  s.comes(ann);
  s.comes(bob);
  const auto c = s.asks(vera);
  REQUIRE(s.rings_at(c, ann));
  s.pass_with({ann, bob}, 30'000);
  CHECK(s.rings_at(c, bob));
  CHECK(s.of(ann).missed_in_row == 1);
}

TEST_CASE("a declined offer goes round, and to the only agent again after a pause") {
  Scene s;
  s.comes(ann);
  s.comes(bob);
  const auto c = s.asks(vera);
  s.does(command::Decline{ann, c});
  CHECK(s.rings_at(c, bob));
  s.does(command::Decline{bob, c});
  CHECK(s.rings_at(c, ann));
  s.does(command::SetStatus{bob, AgentStatus::away});
  s.does(command::Decline{ann, c});
  CHECK_FALSE(s.of(c).offer);
  s.pass(limits::offer_retry_ms - 1);
  CHECK_FALSE(s.of(c).offer);
  s.pass(1);
  CHECK(s.rings_at(c, ann));
}

TEST_CASE("an agent who misses three offers in a row is away") {
  Scene s;
  s.comes(ann);
  const auto c = s.asks(vera);
  for (int i = 0; i < 3; ++i) s.pass_with({ann}, 30'000 + limits::offer_retry_ms);
  CHECK(s.of(ann).status == AgentStatus::away);
  CHECK_FALSE(s.of(c).offer);
  s.does(command::SetStatus{ann, AgentStatus::online});
  CHECK(s.of(ann).missed_in_row == 0);
  CHECK(s.of(c).state == ConversationState::waiting);
}

TEST_CASE("going away withdraws what rings and keeps what is being talked about") {
  Scene s(true, 2);
  s.comes(ann);
  const auto mine = s.asks(vera);
  s.does(command::Accept{ann, mine});
  const auto ringing = s.asks(willy);
  REQUIRE(s.rings_at(ringing, ann));
  s.does(command::SetStatus{ann, AgentStatus::away});
  CHECK_FALSE(s.of(ringing).offer);
  CHECK(s.owned_by(mine, ann));
}

TEST_CASE("an agent may pick any waiting conversation of its queues, within its capacity") {
  Scene s;
  s.comes(ann);
  s.comes(bob);
  const auto first = s.asks(vera);
  const auto second = s.asks(willy);
  const auto third = s.asks(xenia);
  REQUIRE(s.rings_at(first, ann));
  REQUIRE(s.rings_at(second, bob));
  CHECK(s.refused(command::Accept{ann, third}) == Rejection::over_capacity);
  s.does(command::Decline{ann, first});  // third rings at Ann now
  CHECK(s.rings_at(third, ann));
  s.does(command::SetStatus{bob, AgentStatus::away});
  s.does(command::Accept{bob, third});
  CHECK(s.owned_by(third, bob));
  CHECK(s.refused(command::Accept{ann, third}) == Rejection::no_such_offer);
}

TEST_CASE("who comes first is served first") {
  Scene s;
  const auto first = s.asks(vera);
  s.pass(1);
  const auto second = s.asks(willy);
  s.comes(ann);
  CHECK(s.rings_at(first, ann));
  CHECK_FALSE(s.of(second).offer);
}

TEST_CASE("a dropped agent keeps its conversations for the grace period and gets no new ones") {
  Scene s(false, 2);
  s.comes(ann);
  const auto c = s.asks(vera);
  s.does(command::AgentDisconnect{ann});
  const auto other = s.asks(willy);
  s.pass(limits::grace_ms - 1);
  CHECK(s.owned_by(c, ann));
  CHECK(s.of(other).state == ConversationState::waiting);
  s.does(command::AgentConnect{ann});
  CHECK(s.owned_by(other, ann));
}

TEST_CASE("after the grace period conversations go to the front, in the order of their waiting") {
  Scene s(false, 2);
  s.comes(ann);
  const auto first = s.asks(vera);
  s.pass(10);
  const auto second = s.asks(willy);
  s.does(command::AgentDisconnect{ann});
  s.pass(10);
  const auto newcomer = s.asks(xenia);
  s.pass(limits::grace_ms);
  std::vector<core::ConversationId> line;
  for (const auto& key : s.floor.queues.at(sales).waiting) line.push_back(key.conversation);
  CHECK(line == std::vector{first, second, newcomer});
}

TEST_CASE("a lease that is not renewed ends like a lost connection") {
  Scene s;
  s.comes(ann);
  s.pass(limits::lease_ms - 1);
  const auto c = s.asks(vera);
  REQUIRE(s.rings_at(c, ann));
  s.pass(1);
  CHECK_FALSE(s.of(ann).connected);
  CHECK_FALSE(s.of(c).offer);
  s.does(command::AgentHeartbeat{ann});
  CHECK(s.rings_at(c, ann));
}

TEST_CASE("a change of the setting emits differences only and lets nothing disappear") {
  Scene s(false, 2);
  s.comes(ann);
  CHECK(s.does(s.setting).events.empty());
  const auto c = s.asks(vera);
  s.setting.agents.erase(s.setting.agents.begin());
  s.setting.queues.erase(s.setting.queues.begin());
  s.does(s.setting);
  CHECK(s.of(c).state == ConversationState::waiting);
  CHECK(s.of(c).queue == support);
  s.comes(bob);
  CHECK(s.owned_by(c, bob));
  s.setting.agents[0].capacity = 0;
  s.does(s.setting);
  CHECK(s.owned_by(c, bob));
}

TEST_CASE("a recovered floor gives everybody a while to come back") {
  Scene s(false, 2);
  s.comes(ann);
  const auto c = s.asks(vera);
  s.does(command::Recover{});
  CHECK_FALSE(s.of(ann).connected);
  CHECK(s.owned_by(c, ann));
  s.pass(limits::grace_ms);
  CHECK(s.of(c).state == ConversationState::waiting);
}

TEST_CASE("what is on hold takes no room, and comes back only when there is some") {
  Scene s(false);
  s.comes(ann);
  const auto first = s.asks(vera);
  const auto second = s.asks(willy);
  REQUIRE(s.owned_by(first, ann));
  s.does(command::Hold{ann, first, true});
  CHECK(s.of(first).held);
  CHECK(s.owned_by(first, ann));
  CHECK(s.owned_by(second, ann));
  CHECK(s.does(command::Hold{ann, first, true}).events.empty());
  CHECK(s.refused(command::Hold{ann, first, false}) == Rejection::over_capacity);
  s.does(command::Close{author_of(ann), second});
  s.does(command::Hold{ann, first, false});
  CHECK_FALSE(s.of(first).held);
  CHECK(s.of(ann).load == 1);
}

TEST_CASE("only its owner holds a conversation, and only so many") {
  Scene s(false);
  s.comes(ann);
  const auto c = s.asks(vera);
  CHECK(s.refused(command::Hold{bob, c, true}) == Rejection::not_assigned);
  CHECK(s.refused(command::Hold{{9}, c, true}) == Rejection::unknown_agent);
  CHECK(s.refused(command::Hold{ann, {999}, true}) == Rejection::unknown_conversation);
  const auto waiting = s.asks(willy);
  CHECK(s.refused(command::Hold{ann, waiting, true}) == Rejection::not_assigned);
  s.does(command::Close{author_of(ann), c});
  CHECK(s.refused(command::Hold{ann, c, true}) == Rejection::conversation_closed);
}

TEST_CASE("a hold ends with its owner's part in the conversation") {
  Scene s(false);
  s.comes(ann);
  const auto closed = s.asks(vera);
  s.does(command::Hold{ann, closed, true});
  s.does(command::Close{author_of(vera), closed});
  CHECK_FALSE(s.of(closed).held);
  CHECK(s.of(ann).held == 0);
  const auto lost = s.asks(willy);
  s.does(command::Hold{ann, lost, true});
  s.does(command::AgentDisconnect{ann});
  s.pass(limits::grace_ms);
  CHECK(s.of(lost).state == core::ConversationState::waiting);
  CHECK_FALSE(s.of(lost).held);
}

}  // namespace usher::test
