#include "unit/core/scene.hpp"

namespace usher::test {

using core::ActKind;
using core::AgentStatus;
using core::ConversationState;
using core::ParticipantMode;
using core::Rejection;

namespace {

// Ann has Vera's conversation; Bob is there with room, Sue supervises.
struct Together : Scene {
  explicit Together(std::uint32_t capacity = 2) : Scene(false, capacity) {
    setting.agents.push_back({sue, "Sue", core::Role::supervisor, 0, {sales}});
    does(setting);
    comes(ann);
    talk = asks(vera);
    comes(bob);
    comes(sue);
  }
  core::Seq last_seq() const { return of(talk).last_seq; }
  bool in_it(core::AgentId agent) const { return find(of(talk), agent) != nullptr; }

  core::ConversationId talk;
};

}  // namespace

TEST_CASE("a supervisor joins in any mode; only speaking leaves a trace that the visitor sees") {
  Together s;
  const core::Seq before = s.last_seq();
  s.does(command::Join{sue, s.talk, ParticipantMode::watch});
  s.does(command::Join{sue, s.talk, ParticipantMode::whisper});
  CHECK(s.last_seq() == before);
  CHECK(s.refused(command::Post{sue, s.talk, "m", "x"}) == Rejection::not_assigned);
  s.does(command::Join{sue, s.talk, ParticipantMode::speak});
  CHECK(s.last_seq() == before + 1);
  CHECK(s.does(command::Post{sue, s.talk, "m", "May I?"}).receipt->seq == before + 2);
  s.does(command::Join{sue, s.talk, ParticipantMode::watch});
  CHECK(s.last_seq() == before + 3);
  s.does(command::Leave{sue, s.talk, sue});
  CHECK(s.last_seq() == before + 3);
  CHECK_FALSE(s.in_it(sue));
  CHECK(s.of(sue).load == 0);
  CHECK(s.owned_by(s.talk, ann));
  REQUIRE(s.floor.acts.size() == 4);
  CHECK(s.floor.acts.front().kind == ActKind::watch);
  CHECK(s.floor.acts.front().by == sue);
}

TEST_CASE("others join only when and as they are asked") {
  Together s;
  CHECK(s.refused(command::Join{bob, s.talk, ParticipantMode::watch}) == Rejection::not_permitted);
  CHECK(s.refused(command::Join{ann, s.talk, ParticipantMode::watch}) == Rejection::not_permitted);
  s.does(command::Invite{ann, s.talk, bob, ParticipantMode::whisper});
  CHECK(s.refused(command::Join{bob, s.talk, ParticipantMode::speak}) == Rejection::not_permitted);
  s.does(command::Join{bob, s.talk, ParticipantMode::whisper});
  CHECK(s.refused(command::Post{bob, s.talk, "m", "x"}) == Rejection::not_assigned);
  CHECK(s.of(bob).load == 0);
  CHECK(s.floor.acts.empty());
  // The owner asks for more of one who is there already.
  const core::Seq before = s.last_seq();
  s.does(command::Invite{ann, s.talk, bob, ParticipantMode::speak});
  CHECK(s.last_seq() == before + 1);
  s.does(command::Post{bob, s.talk, "m", "Hello"});
}

TEST_CASE("who invites, and who can be invited") {
  Together s;
  const auto invite = [&](core::AgentId by, core::AgentId who) {
    return command::Invite{by, s.talk, who, ParticipantMode::speak};
  };
  CHECK(s.refused(invite(bob, sue)) == Rejection::not_assigned);
  CHECK(s.refused(invite(ann, ann)) == Rejection::colleague_unavailable);
  CHECK(s.refused(invite(sue, ann)) == Rejection::colleague_unavailable);
  CHECK(s.refused(invite(ann, core::AgentId{99})) == Rejection::colleague_unavailable);
  s.does(invite(sue, bob));
  s.does(command::Leave{bob, s.talk, bob});
  CHECK_FALSE(s.in_it(bob));
  s.does(invite(ann, bob));
  s.does(command::Leave{ann, s.talk, bob});
  CHECK(s.refused(command::Join{bob, s.talk, ParticipantMode::speak}) == Rejection::not_permitted);
  s.does(command::AgentDisconnect{bob});
  CHECK(s.refused(invite(ann, bob)) == Rejection::colleague_unavailable);
}

TEST_CASE("an owner sends away whom it invited, not supervisors") {
  Together s;
  s.does(command::Join{sue, s.talk, ParticipantMode::watch});
  CHECK(s.refused(command::Leave{ann, s.talk, sue}) == Rejection::not_permitted);
  s.does(command::Invite{ann, s.talk, bob, ParticipantMode::whisper});
  CHECK(s.refused(command::Leave{bob, s.talk, sue}) == Rejection::not_permitted);
  s.does(command::Leave{ann, s.talk, bob});
  CHECK(s.does(command::Leave{ann, s.talk, bob}).events.empty());
}

TEST_CASE("a part ends with the conversation, with the grace, with the role, with the account") {
  Together s;
  s.does(command::Invite{ann, s.talk, bob, ParticipantMode::speak});
  s.does(command::Join{bob, s.talk, ParticipantMode::speak});
  s.does(command::Join{sue, s.talk, ParticipantMode::speak});
  const core::Seq before = s.last_seq();
  SECTION("closed") {
    s.does(command::Close{author_of(vera), s.talk});
    CHECK_FALSE(s.in_it(bob));
    CHECK_FALSE(s.in_it(sue));
    CHECK(s.refused(command::Join{sue, s.talk, ParticipantMode::watch}) ==
          Rejection::conversation_closed);
  }
  SECTION("lost") {
    s.does(command::AgentDisconnect{bob});
    CHECK(s.in_it(bob));
    s.pass_with({ann, sue}, limits::grace_ms);
    CHECK_FALSE(s.in_it(bob));
    CHECK(s.last_seq() == before + 1);
  }
  SECTION("no supervisor any more") {
    s.setting.agents.back().role = core::Role::agent;
    s.does(s.setting);
    CHECK_FALSE(s.in_it(sue));
    CHECK(s.in_it(bob));
  }
  SECTION("all are removed at once") {
    s.setting.agents.clear();
    s.does(s.setting);
    CHECK(s.of(s.talk).participants.empty());
    CHECK(s.last_seq() == before + 3);
  }
}

TEST_CASE("a supervisor takes a conversation at once, beyond its own room, and has it alone") {
  Together s;
  SECTION("from its owner") {}
  SECTION("while it is transferred") { s.does(command::Transfer{ann, s.talk, bob, ""}); }
  SECTION("while the supervisor speaks in it") {
    s.does(command::Join{sue, s.talk, ParticipantMode::speak});
  }
  s.does(command::TakeOver{sue, s.talk, ann});
  CHECK(s.owned_by(s.talk, sue));
  CHECK_FALSE(s.in_it(sue));
  CHECK(s.of(ann).load == 0);
  CHECK(s.of(bob).load == 0);
  CHECK(s.of(sue).load == 1);
  CHECK(s.refused(command::Post{ann, s.talk, "n", "x"}) == Rejection::not_assigned);
  CHECK(s.floor.acts.back().kind == ActKind::take_over);
  CHECK(s.floor.acts.back().from == ann);
  CHECK(s.does(command::TakeOver{sue, s.talk, sue}).events.empty());
}

TEST_CASE("of two who take a conversation at once, one has it and the other is told") {
  Together s;
  s.setting.agents.push_back({core::AgentId{4}, "Sam", core::Role::admin, 1, {}});
  s.does(s.setting);
  s.comes(core::AgentId{4});
  s.does(command::TakeOver{sue, s.talk, ann});
  CHECK(s.refused(command::TakeOver{core::AgentId{4}, s.talk, ann}) == Rejection::owner_changed);
  CHECK(s.refused(command::TakeOver{core::AgentId{4}, s.talk, {}}) == Rejection::owner_changed);
  CHECK(s.owned_by(s.talk, sue));
}

TEST_CASE("a conversation that waits or rings is taken over, too") {
  Scene s(true, 1);
  s.setting.agents.push_back({sue, "Sue", core::Role::supervisor, 0, {}});
  s.does(s.setting);
  s.comes(ann);
  s.does(command::AgentConnect{sue});
  const auto talk = s.asks(vera);
  CHECK(s.refused(command::TakeOver{sue, talk, {}}) == Rejection::agent_offline);
  s.does(command::SetStatus{sue, AgentStatus::away});
  CHECK(s.refused(command::TakeOver{ann, talk, {}}) == Rejection::not_permitted);
  s.does(command::TakeOver{sue, talk, {}});
  CHECK(s.owned_by(talk, sue));
  CHECK(s.of(ann).load == 0);
  CHECK(s.refused(command::Accept{ann, talk}) == Rejection::no_such_offer);
}

TEST_CASE("a supervisor gives a conversation to who has room, or to a queue's front") {
  Together s(1);
  CHECK(s.refused(command::Give{ann, s.talk, ann, bob}) == Rejection::not_permitted);
  CHECK(s.refused(command::Give{sue, s.talk, bob, bob}) == Rejection::owner_changed);
  CHECK(s.refused(command::Give{sue, s.talk, ann, ann}) == Rejection::colleague_unavailable);
  CHECK(s.refused(command::Give{sue, s.talk, ann, sue}) == Rejection::colleague_unavailable);
  CHECK(s.refused(command::Give{sue, s.talk, ann, core::QueueId{99}}) == Rejection::unknown_queue);
  s.does(command::Give{sue, s.talk, ann, bob});
  CHECK(s.owned_by(s.talk, bob));
  CHECK(s.of(ann).load == 0);
  CHECK(s.floor.acts.back().agent == bob);
  s.asks(willy);  // Ann has it
  const auto third = s.asks(xenia);
  CHECK(s.refused(command::Give{sue, third, {}, ann}) == Rejection::colleague_unavailable);
  s.does(command::Give{sue, third, {}, support});
  CHECK(s.of(third).queue == support);
  CHECK(s.of(third).state == ConversationState::waiting);
  CHECK(s.of(third).wait.newcomer);  // it keeps its place in time
  s.does(command::Give{sue, s.talk, bob, support});
  CHECK(s.owned_by(third, bob));
  CHECK(s.of(s.talk).state == ConversationState::waiting);
}

TEST_CASE("a supervisor sets an agent's status, and offers end as usual") {
  Scene s(true, 1);
  s.setting.agents.push_back({sue, "Sue", core::Role::supervisor, 0, {}});
  s.does(s.setting);
  s.comes(ann);
  s.comes(sue);
  const auto talk = s.asks(vera);
  REQUIRE(s.rings_at(talk, ann));
  CHECK(s.refused(command::SetStatusOf{ann, sue, AgentStatus::away}) == Rejection::not_permitted);
  CHECK(s.refused(command::SetStatusOf{sue, bob, AgentStatus::away}) == Rejection::agent_offline);
  s.does(command::SetStatusOf{sue, ann, AgentStatus::away});
  CHECK(s.of(ann).status == AgentStatus::away);
  CHECK_FALSE(s.of(talk).offer);
  CHECK(s.floor.acts.back().status == AgentStatus::away);
  CHECK(s.does(command::SetStatusOf{sue, ann, AgentStatus::away}).events.empty());
}

TEST_CASE("only so many acts are remembered") {
  Together s;
  for (std::size_t i = 0; i < limits::acts_max + 5; ++i) {
    s.does(command::SetStatusOf{sue, bob, i % 2 == 0 ? AgentStatus::away : AgentStatus::online});
  }
  CHECK(s.floor.acts.size() == limits::acts_max);
  CHECK(s.floor.acts.back().status == AgentStatus::away);
}

}  // namespace usher::test
