#include "unit/core/scene.hpp"

namespace usher::test {

using core::AgentStatus;
using core::ConversationState;
using core::OfferEnd;
using core::Rejection;

namespace {

// Ann has Vera's conversation; Bob is there with room.
struct Handover : Scene {
  explicit Handover(std::uint32_t capacity = 2) : Scene(false, capacity) {
    comes(ann);
    talk = asks(vera);
    comes(bob);
  }
  command::Transfer to(core::AgentId agent) const {
    return {ann, talk, agent, "she is in a hurry"};
  }
  command::Transfer to(core::QueueId queue) const { return {ann, talk, queue, "about a refund"}; }

  core::ConversationId talk;
};

}  // namespace

TEST_CASE("a transfer rings at the colleague, and the conversation stays its owner's until taken") {
  Handover s;
  s.does(s.to(bob));
  CHECK(s.rings_at(s.talk, bob));
  CHECK(s.owned_by(s.talk, ann));
  CHECK(s.of(bob).load == 1);
  s.does(command::Post{ann, s.talk, "m", "One moment, my colleague is coming"});
  const auto taken = s.does(command::Accept{bob, s.talk});
  REQUIRE(find_event<event::Transferred>(taken));
  CHECK(s.owned_by(s.talk, bob));
  CHECK(s.of(ann).load == 0);
  CHECK(s.of(bob).load == 1);
  CHECK(s.of(s.talk).note == "she is in a hurry");
  CHECK(s.of(s.talk).note_by == ann);
  CHECK(s.refused(command::Post{ann, s.talk, "n", "x"}) == Rejection::not_assigned);
}

TEST_CASE("a transfer that is declined, missed or withdrawn leaves the conversation where it was") {
  Handover s;
  const auto ends = [&](OfferEnd end, const core::Decision& decision) {
    const auto* ended = find_event<event::OfferEnded>(decision);
    REQUIRE(ended);
    CHECK(ended->end == end);
    CHECK(s.owned_by(s.talk, ann));
    CHECK_FALSE(s.of(s.talk).offer);
    CHECK(s.of(s.talk).note.empty());
    CHECK(s.of(bob).load == 0);
  };
  s.does(s.to(bob));
  ends(OfferEnd::declined, s.does(command::Decline{bob, s.talk}));
  s.does(s.to(bob));
  ends(OfferEnd::withdrawn, s.does(command::Decline{ann, s.talk}));
  s.does(s.to(bob));
  s.does(command::AgentHeartbeat{ann});
  s.does(command::AgentHeartbeat{bob});
  s.now = s.now + (limits::ring_ms - 1);
  s.does(command::AgentHeartbeat{ann});
  s.does(command::AgentHeartbeat{bob});
  CHECK(s.rings_at(s.talk, bob));
  s.now = s.now + 1;
  ends(OfferEnd::timed_out, s.does(command::Tick{}));
  CHECK(s.refused(command::Accept{bob, s.talk}) == Rejection::no_such_offer);
  CHECK(s.refused(command::Decline{ann, s.talk}) == Rejection::no_such_offer);
}

TEST_CASE("a transfer needs its owner, and a colleague who is online with room") {
  Handover s(1);
  CHECK(s.refused(command::Transfer{bob, s.talk, ann, ""}) == Rejection::not_assigned);
  CHECK(s.refused(s.to(ann)) == Rejection::colleague_unavailable);
  CHECK(s.refused(s.to(core::AgentId{99})) == Rejection::colleague_unavailable);
  CHECK(s.refused(s.to(core::QueueId{99})) == Rejection::unknown_queue);
  s.does(command::SetStatus{bob, AgentStatus::away});
  CHECK(s.refused(s.to(bob)) == Rejection::colleague_unavailable);
  s.does(command::SetStatus{bob, AgentStatus::online});
  s.asks(willy);
  CHECK(s.refused(s.to(bob)) == Rejection::colleague_unavailable);
  s.does(command::Close{author_of(vera), s.talk});
  CHECK(s.refused(s.to(bob)) == Rejection::conversation_closed);
}

TEST_CASE("a conversation given to a queue goes to its front, and to somebody else") {
  Handover s;
  s.does(s.to(support));
  CHECK(s.of(s.talk).queue == support);
  CHECK(s.owned_by(s.talk, bob));
  CHECK(s.of(s.talk).note == "about a refund");
  CHECK(s.of(ann).load == 0);
}

TEST_CASE(
    "who gave a conversation to a queue gets it back only after a pause, if nobody else can") {
  Handover s;
  s.does(command::SetStatus{bob, AgentStatus::offline});
  const core::Time since = s.of(s.talk).waiting_since;
  s.does(s.to(sales));
  CHECK(s.of(s.talk).state == ConversationState::waiting);
  CHECK(s.of(s.talk).waiting_since == since);
  s.pass_with({ann}, limits::offer_retry_ms);
  CHECK(s.owned_by(s.talk, ann));
}

TEST_CASE("a transfer ends with whatever ends its owner's or its receiver's part") {
  Handover s;
  s.does(s.to(bob));
  SECTION("the receiver goes") { s.does(command::AgentDisconnect{bob}); }
  SECTION("the receiver is away") { s.does(command::SetStatus{bob, AgentStatus::away}); }
  SECTION("the visitor closes") { s.does(command::Close{author_of(vera), s.talk}); }
  SECTION("the owner is lost") {
    s.does(command::SetStatus{bob, AgentStatus::away});
    s.does(command::SetStatus{bob, AgentStatus::online});
    s.does(s.to(bob));
    s.does(command::AgentDisconnect{ann});
    s.pass_with({bob}, limits::grace_ms);
    CHECK(s.owned_by(s.talk, bob));
  }
  SECTION("both are removed") {
    s.setting.agents.clear();
    s.does(s.setting);
    CHECK(s.of(s.talk).state == ConversationState::waiting);
  }
  CHECK_FALSE(s.of(s.talk).offer);
}

TEST_CASE("a second transfer replaces the first, and the same again changes nothing") {
  Handover s;
  s.does(s.to(bob));
  CHECK(s.does(s.to(bob)).events.empty());
  s.does(s.to(support));
  CHECK_FALSE(s.rings_at(s.talk, bob));
  CHECK(s.of(s.talk).queue == support);
}

TEST_CASE("a hold ends with a transfer that is taken") {
  Handover s;
  s.does(command::Hold{ann, s.talk, true});
  s.does(s.to(bob));
  s.does(command::Accept{bob, s.talk});
  CHECK_FALSE(s.of(s.talk).held);
  CHECK(s.of(bob).load == 1);
}

}  // namespace usher::test
