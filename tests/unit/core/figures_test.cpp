#include "core/codec.hpp"
#include "unit/core/scene.hpp"

namespace usher::test {
namespace {

using core::Figures;

constexpr std::int64_t second = limits::second_ms;

const Figures& of(const Scene& s, core::QueueId queue) {
  return core::figures_of(s.floor.today, queue, s.now);
}
const Figures& of(const Scene& s, core::AgentId agent) {
  return core::figures_of(s.floor.today, agent, s.now);
}

// One hour before midnight, where the day of a scene ends.
core::Time late_evening(core::Time now) {
  return core::day_of(now, core::Day{}).ends_at + -limits::hour_ms;
}

TEST_CASE("a day follows the one that is known, before it and after it") {
  const core::Day known{core::Time{1'000}, core::Time{1'000 + 23 * limits::hour_ms}};
  CHECK(core::day_of(known.begins_at, known) == known);
  CHECK(core::day_of(known.ends_at + -1, known) == known);
  const core::Day next{known.ends_at, known.ends_at + limits::day_ms};
  CHECK(core::day_of(known.ends_at, known) == next);
  CHECK(core::day_of(next.ends_at + 1, known).begins_at == next.ends_at);
  CHECK(core::day_of(known.begins_at + -1, known).ends_at == known.begins_at);
  CHECK(core::day_of(known.begins_at + -limits::day_ms, known).ends_at == known.begins_at);
}

TEST_CASE("the figures begin anew with the day that the shell tells of") {
  Scene s;
  s.asks(vera);
  CHECK(of(s, sales).opened == 1);
  const core::Day today{s.now + -limits::minute_ms, s.now + limits::hour_ms};
  s.does(command::SetDay{today});
  CHECK(of(s, sales).opened == 0);
  s.asks(core::VisitorId{12});
  CHECK(of(s, sales).opened == 1);
  // The clocks are changed: the same day, longer.
  const core::Day longer{today.begins_at, today.ends_at + limits::hour_ms};
  s.does(command::SetDay{longer});
  CHECK(of(s, sales).opened == 1);
  CHECK(s.does(command::SetDay{longer}).events.empty());
  const core::Day over{today.begins_at + -limits::day_ms, s.now};
  CHECK(s.does(command::SetDay{over}).events.empty());
  s.pass(2 * limits::hour_ms);
  CHECK(of(s, sales).opened == 0);
}

TEST_CASE("a first assignment is an answer, with its wait; coming back is none") {
  Scene s;
  const auto id = s.asks(vera);
  s.pass(25 * second);
  s.comes(ann);
  s.does(command::Accept{ann, id});
  CHECK(of(s, sales).opened == 1);
  CHECK(of(s, sales).answered == 1);
  CHECK(of(s, sales).answered_in_time == 0);  // the policy promises 20 s
  CHECK(of(s, sales).waits.percentile(50) == 30 * second);
  CHECK(of(s, ann).answered == 1);
  s.does(command::Transfer{ann, id, support, ""});
  s.comes(bob);
  s.does(command::Accept{bob, id});
  CHECK(of(s, sales).answered == 1);
  CHECK(of(s, support).answered == 0);
  CHECK(of(s, bob).answered == 0);
}

TEST_CASE("who closes before any agent came has abandoned; who is answered in time has not") {
  Scene s;
  s.does(command::Close{author_of(vera), s.asks(vera)});
  CHECK(of(s, sales).abandoned == 1);
  s.comes(ann);
  const auto id = s.asks(willy);
  s.does(command::Accept{ann, id});
  s.does(command::Close{author_of(willy), id});
  CHECK(of(s, sales).abandoned == 1);
  CHECK(of(s, sales).answered_in_time == 1);
  CHECK(of(s, sales).handled == 1);
  CHECK(of(s, ann).handled == 1);
}

TEST_CASE("a turn counts its first response once and its length when it ends") {
  Scene s;
  s.comes(ann);
  const auto id = s.asks(vera);
  s.does(command::Accept{ann, id});
  CHECK(s.floor.today.turns.at(id).unanswered_since == s.now);
  s.pass_with({ann}, 10 * second);
  s.does(command::Post{ann, id, "a1", "Yes?"});
  CHECK(s.floor.today.turns.at(id).unanswered_since == core::Time{});
  s.pass_with({ann}, 10 * second);
  s.does(command::Post{ann, id, "a2", "Still there?"});
  CHECK(of(s, ann).first_response == core::Total{1, 10 * second});
  s.does(command::Close{author_of(ann), id});
  CHECK(of(s, ann).handle == core::Total{1, 20 * second});
  CHECK(of(s, sales).handle == core::Total{1, 20 * second});
  CHECK(s.floor.today.turns.empty());
}

TEST_CASE("offers that are missed and declined count, those that end otherwise do not") {
  Scene s;
  s.comes(ann);
  s.comes(bob);
  const auto id = s.asks(vera);
  REQUIRE(s.rings_at(id, ann));
  s.does(command::Decline{ann, id});
  REQUIRE(s.rings_at(id, bob));
  s.pass_with({ann, bob}, 30 * second);
  REQUIRE(s.rings_at(id, ann));
  s.does(command::Close{author_of(vera), id});
  CHECK(of(s, ann).declined == 1);
  CHECK(of(s, ann).missed == 0);
  CHECK(of(s, bob).missed == 1);
  CHECK(of(s, sales).missed == 1);
  CHECK(of(s, sales).declined == 1);
}

TEST_CASE("time online is counted in stretches, and a new day begins at midnight") {
  Scene s;
  s.now = late_evening(s.now);
  s.comes(ann);
  s.pass_with({ann}, 60 * second);
  s.does(command::SetStatus{ann, core::AgentStatus::away});
  CHECK(of(s, ann).online_ms == 60 * second);
  s.does(command::SetStatus{ann, core::AgentStatus::online});
  const auto back = s.now;
  CHECK(s.floor.today.standings.at(ann).since == back);
  s.pass_with({ann}, limits::hour_ms);
  CHECK(of(s, ann).online_ms == 0);
  s.does(command::SetStatus{ann, core::AgentStatus::offline});
  CHECK(of(s, ann).online_ms == 60 * second);  // since midnight
  s.asks(vera);
  CHECK(of(s, sales).opened == 1);
}

TEST_CASE("a status that is declared again and an unchanged connection keep their since") {
  Scene s;
  s.comes(ann);
  const auto since = s.floor.today.standings.at(ann).since;
  s.pass_with({ann}, 20 * second);
  s.does(command::SetStatus{ann, core::AgentStatus::online});
  CHECK(s.floor.today.standings.at(ann).since == since);
  s.does(command::AgentDisconnect{ann});
  CHECK(s.floor.today.standings.at(ann).since == s.now);
  CHECK_FALSE(s.floor.today.standings.at(ann).connected);
}

TEST_CASE("percentiles are bounds that hold so many percent of the waits") {
  core::WaitSpread waits;
  CHECK(waits.percentile(50) == 0);
  for (int i = 0; i < 9; ++i) waits.add(4 * second);
  waits.add(5 * second);
  CHECK(waits.percentile(100) == 5 * second);
  waits.add(61 * second);
  CHECK(waits.percentile(50) == 5 * second);
  CHECK(waits.percentile(99) == 90 * second);
  waits.add(limits::day_ms);
  CHECK(waits.percentile(100) == 1'800 * second);
}

TEST_CASE("a snapshot keeps the figures") {
  Scene s;
  s.comes(ann);
  const auto id = s.asks(vera);
  s.does(command::Accept{ann, id});
  s.does(command::Post{ann, id, "a1", "Yes?"});
  s.asks(willy);
  const auto read = core::decode_snapshot(core::encode_snapshot(s.floor));
  REQUIRE(read);
  CHECK(read->today == s.floor.today);
}

}  // namespace
}  // namespace usher::test
