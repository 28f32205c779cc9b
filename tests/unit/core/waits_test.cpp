// Places in a line, what is foretold of waits, why an agent was chosen, and silence.
#include <cmath>

#include "core/codec.hpp"
#include "unit/core/scene.hpp"

namespace usher::test {

using core::AuthorKind;
using core::ConversationState;

namespace {

struct Waiting : Scene {
  Waiting() : Scene(false, 1) {}

  core::QueuePolicy& policy() { return setting.queues[0].policy; }
  const core::Queue& line() const { return floor.queues.at(sales); }
  std::size_t place(core::ConversationId id) const { return position_of(line(), of(id)); }
  // Ann answers `n` visitors who all waited; each takes her `each_ms`.
  void serve(int n, std::int64_t each_ms) {
    for (int i = 0; i < n; ++i) {
      pass_with({ann}, each_ms);
      does(command::Close{author_of(ann), *of(ann).conversations.begin()});
    }
  }
  core::ConversationId another() { return asks(core::VisitorId{++visitors_}); }

 private:
  std::uint64_t visitors_ = 100;
};

}  // namespace

TEST_CASE("a place is exact under priority") {
  Waiting s;
  const auto a = s.another();
  s.pass(1'000);
  const auto b = s.another();
  s.pass(1'000);
  const auto c = s.another();
  CHECK(s.place(a) == 1);
  CHECK(s.place(b) == 2);
  CHECK(s.place(c) == 3);
  s.does(command::Prioritise{ann, c, 1});
  CHECK(s.place(c) == 1);
  CHECK(s.place(b) == 3);
}

TEST_CASE("nothing is foretold before the pace is known, or with nobody there") {
  Waiting s;
  s.comes(ann);
  std::vector<core::ConversationId> all;
  for (int i = 0; i < 8; ++i) all.push_back(s.another());
  CHECK_FALSE(s.of(all.back()).promised);
  s.serve(4, 60'000);
  const auto range = expected_wait(s.line(), 3);
  REQUIRE(range);
  CHECK(range->low_ms < 3 * 60'000);
  CHECK(range->high_ms > 3 * 60'000);
  CHECK(range->high_ms < 20 * 60'000);
  const auto next = expected_wait(s.line(), 1);
  CHECK(next->high_ms < range->high_ms);
  SECTION("two agents are twice as fast") {
    s.does(command::Hold{ann, *s.of(ann).conversations.begin(), false});
    s.comes(bob);
    const auto faster = expected_wait(s.line(), 3);
    REQUIRE(faster);
    const auto middle = [](const core::WaitRange& of) {
      return std::sqrt(static_cast<double>(of.low_ms) * static_cast<double>(of.high_ms));
    };
    CHECK(std::abs(middle(*faster) / middle(*range) - 0.5) < 0.15);
  }
  SECTION("nobody there: nobody knows") {
    s.does(command::SetStatus{ann, core::AgentStatus::away});
    CHECK_FALSE(expected_wait(s.line(), 1));
  }
}

TEST_CASE("a promise is judged when its wait ends, and the next ones widen when it did not hold") {
  Waiting s;
  s.comes(ann);
  for (int i = 0; i < 6; ++i) s.another();
  s.serve(5, 60'000);
  const auto c = s.another();
  REQUIRE(s.of(c).promised);
  const double width = s.line().pace.width;
  SECTION("held") {
    s.serve(1, 60'000);
    REQUIRE(s.owned_by(c, ann));
    CHECK(s.line().pace.judged == 1);
    CHECK(s.line().pace.kept == 1);
    CHECK(s.line().pace.width < width);
  }
  SECTION("broken") {
    s.serve(1, 3'600'000);
    REQUIRE(s.owned_by(c, ann));
    CHECK(s.line().pace.judged == 1);
    CHECK(s.line().pace.kept == 0);
    CHECK(s.line().pace.width > width);
  }
}

TEST_CASE("an offer says why: the strategy, who else could, who let it pass") {
  Scene s;
  s.comes(ann);
  s.pass(1'000);
  s.comes(bob);
  const auto c = s.asks(vera);
  REQUIRE(s.of(c).why);
  CHECK(s.of(c).why->strategy == core::Strategy::least_busy);
  CHECK(s.of(c).why->present == 2);
  CHECK(s.of(c).why->ready == 2);
  CHECK(s.of(c).why->next == std::vector{bob});
  s.does(command::Decline{ann, c});
  CHECK(s.of(c).why->passed == std::vector{ann});
  s.does(command::Accept{bob, c});
  CHECK(s.of(c).why->passed == std::vector{ann});  // he reads it still
}

TEST_CASE("the longest reason fits") {
  core::Why why;
  const core::AgentId longest{(std::uint64_t{1} << 53U) - 1};
  why.next.assign(limits::why_agents_max, longest);
  why.passed.assign(limits::why_agents_max, longest);
  why.present = why.ready = why.load = ~std::uint32_t{};
  std::string body;
  core::encode_body(event::Offered{{7}, {2}, ann, core::Time{99}, {}, {}, why}, body);
  CHECK(body.size() <= limits::why_bytes_max);
}

TEST_CASE("a silent visitor is reminded, then the conversation is closed") {
  Waiting s;
  s.policy().visitor_remind_ms = 60'000;
  s.policy().visitor_close_ms = 120'000;
  s.does(s.setting);
  s.comes(ann);
  const auto c = s.asks(vera);
  s.pass_with({ann}, 300'000);
  CHECK(s.of(c).state == ConversationState::assigned);  // it is the agent who owes an answer
  s.does(command::Post{ann, c, "1", "Hello"});
  s.pass_with({ann}, 60'000);
  const auto* reminded = std::get_if<event::Reminded>(&s.journal.back().event);
  REQUIRE(reminded);
  CHECK(reminded->whom == AuthorKind::visitor);
  CHECK(reminded->seq == 4);
  SECTION("unless it answers") {
    s.does(command::Ask{vera, site, {}, {}, "2", "Sorry"});
    s.pass_with({ann}, 300'000);
    CHECK(s.of(c).state == ConversationState::assigned);
  }
  SECTION("unless its agent put it aside") {
    s.does(command::Hold{ann, c, true});
    s.pass_with({ann}, 300'000);
    CHECK(s.of(c).state == ConversationState::assigned);
  }
  SECTION("by its agent's name") {
    s.pass_with({ann}, 60'000);
    CHECK(s.of(c).state == ConversationState::closed);
  }
}

TEST_CASE("a silent agent is reminded, then the conversation goes to the front for another") {
  Waiting s;
  s.policy().agent_remind_ms = 30'000;
  s.policy().agent_requeue_ms = 60'000;
  s.does(s.setting);
  s.comes(ann);
  const auto c = s.asks(vera);
  s.pass_with({ann}, 30'000);
  CHECK(std::get<event::Reminded>(s.journal.back().event).seq == 0);
  CHECK(s.of(c).last_seq == 2);
  s.comes(bob);
  s.pass_with({ann, bob}, 30'000);
  CHECK(s.owned_by(c, bob));
}

}  // namespace usher::test
