// A queue's policy at work: order, strategies, the ladder, pauses and what is left after closing.
#include "unit/core/scene.hpp"

namespace usher::test {

using core::ConversationState;
using core::Rejection;
using core::Strategy;

namespace {

struct Policed : Scene {
  explicit Policed(std::uint32_t capacity = 1, bool rings = false) : Scene(rings, capacity) {}

  core::QueuePolicy& policy() { return setting.queues[0].policy; }
  void set() { does(setting); }
  core::ConversationId asks_for(core::VisitorId visitor, core::Skills skills,
                                core::AgentId wanted = {}) {
    command::Ask ask{visitor, site, sales, {++fresh_}, "x" + std::to_string(fresh_), "Hello?"};
    ask.skills = std::move(skills);
    ask.wanted = wanted;
    return does(ask).receipt->conversation;
  }
  bool waits(core::ConversationId id) const { return of(id).state == ConversationState::waiting; }

 private:
  std::uint64_t fresh_ = 5'000;
};

}  // namespace

TEST_CASE("a level of priority is worth the policy's time of waiting, not more") {
  Policed s;
  s.policy().ageing_ms = 60'000;
  s.set();
  const auto first = s.asks(vera);
  s.pass(59'000);
  const auto second = s.asks(willy);
  s.does(command::Prioritise{ann, second, 1});
  CHECK(s.floor.queues.at(sales).waiting.begin()->conversation == second);
  s.does(command::Prioritise{ann, second, 0});
  CHECK(s.floor.queues.at(sales).waiting.begin()->conversation == first);
  s.pass(2'000);
  const auto third = s.asks(xenia);
  s.does(command::Prioritise{ann, third, 1});  // 61 s later: not before the first
  CHECK(s.floor.queues.at(sales).waiting.begin()->conversation == first);
  s.comes(ann);
  CHECK(s.owned_by(first, ann));
  CHECK(s.refused(command::Prioritise{ann, first, 3}) == Rejection::not_waiting);
}

TEST_CASE("an agent of two queues gets who waits longest in either, or has the higher priority") {
  Policed s;
  s.setting.queues[1].policy.priority = 2;
  s.set();
  const auto early = s.asks(vera);
  s.pass(30'000);
  const auto urgent =
      s.does(command::Ask{willy, site, support, {900}, "u", "Now!"}).receipt->conversation;
  s.comes(ann);
  CHECK(s.owned_by(urgent, ann));
  s.does(command::Close{author_of(ann), urgent});
  CHECK(s.owned_by(early, ann));
}

TEST_CASE("strategies choose as they say") {
  Policed s(3);
  s.comes(ann);
  s.pass(1'000);
  s.comes(bob);
  SECTION("longest idle, however busy") {
    s.policy().strategy = Strategy::longest_idle;
    s.set();
    CHECK(s.owned_by(s.asks(vera), ann));
    CHECK(s.owned_by(s.asks(willy), ann));
  }
  SECTION("round robin") {
    s.policy().strategy = Strategy::round_robin;
    s.set();
    CHECK(s.owned_by(s.asks(vera), ann));
    CHECK(s.owned_by(s.asks(willy), bob));
    CHECK(s.owned_by(s.asks(xenia), ann));
  }
  SECTION("tiers: the second only when the first is full") {
    s.policy().strategy = Strategy::tiers;
    s.setting.agents[0].terms = {{sales, 1, 0}};
    s.setting.agents[1].capacity = 1;
    s.set();
    CHECK(s.owned_by(s.asks(vera), bob));
    CHECK(s.owned_by(s.asks(willy), ann));
  }
  SECTION("manual: nobody gets it, anybody may take it") {
    s.policy().strategy = Strategy::manual;
    s.set();
    const auto c = s.asks(vera);
    CHECK(s.waits(c));
    s.does(command::Accept{bob, c});
    CHECK(s.owned_by(c, bob));
  }
}

TEST_CASE("an agent's cap in one queue leaves room for the others") {
  Policed s(3);
  s.setting.agents[0].terms = {{sales, 0, 1}};
  s.set();
  s.comes(ann);
  CHECK(s.owned_by(s.asks(vera), ann));
  const auto second = s.asks(willy);
  CHECK(s.waits(second));
  const auto other =
      s.does(command::Ask{xenia, site, support, {900}, "o", "Hi"}).receipt->conversation;
  CHECK(s.owned_by(other, ann));
  s.does(command::Hold{ann, s.floor.visitors.at(vera).conversation, true});
  CHECK(s.owned_by(second, ann));
}

TEST_CASE("who needs a skill waits for one who has it, and not longer than the policy says") {
  Policed s;
  s.policy().skill_ms = 20'000;
  s.setting.agents[1].skills = {"english"};
  s.set();
  s.comes(ann);
  const auto c = s.asks_for(vera, {"english", "unheard of"});
  CHECK(s.of(c).skills == core::Skills{"english"});  // what nobody has does not count
  CHECK(s.waits(c));
  CHECK(s.owned_by(s.asks(willy), ann));  // she does not wait for it
  s.does(command::Close{author_of(ann), s.floor.visitors.at(willy).conversation});
  s.pass_with({ann}, 19'000);
  CHECK(s.waits(c));
  s.pass_with({ann}, 1'000);
  CHECK(s.owned_by(c, ann));
}

TEST_CASE("a conversation is kept for the agent whom the visitor had last, for a while") {
  Policed s;
  s.policy().last_agent_ms = 10'000;
  s.set();
  s.comes(bob);
  const auto first = s.asks(vera);
  REQUIRE(s.owned_by(first, bob));
  s.does(command::Close{author_of(bob), first});
  s.pass(1'000);
  s.comes(ann);
  const auto busy = s.asks(willy);
  REQUIRE(s.owned_by(busy, bob));  // idle longer
  const auto again = s.asks(vera);
  CHECK(s.of(again).reserved_for == bob);
  SECTION("and is theirs when they are free in time") {
    s.does(command::Close{author_of(bob), busy});
    CHECK(s.owned_by(again, bob));
  }
  SECTION("then anybody's") {
    s.pass_with({ann, bob}, 10'000);
    CHECK(s.owned_by(again, ann));
  }
  SECTION("and at once when they leave") {
    s.does(command::SetStatus{bob, core::AgentStatus::away});
    CHECK(s.owned_by(again, ann));
  }
}

TEST_CASE("an agent may be asked for by name") {
  Policed s;
  s.policy().last_agent_ms = 10'000;
  s.set();
  s.comes(ann);
  s.pass(1'000);
  s.comes(bob);
  CHECK(s.owned_by(s.asks_for(vera, {}, bob), bob));
}

TEST_CASE("who waits too long moves on, keeps its place in time, and never goes round") {
  Policed s;
  s.policy().overflow = support;
  s.policy().overflow_ms = 30'000;
  s.setting.queues[1].policy.overflow = sales;
  s.setting.queues[1].policy.overflow_ms = 30'000;
  s.setting.agents[0].queues = {support};
  s.set();
  const auto c = s.asks(vera);
  const core::Time since = s.now;
  s.pass(29'999);
  CHECK(s.of(c).queue == sales);
  s.pass(1);
  CHECK(s.of(c).queue == support);
  CHECK(s.of(c).waiting_since == since);
  CHECK(s.of(c).wait.newcomer);
  s.pass(300'000);
  CHECK(s.of(c).queue == support);
  s.comes(ann);
  CHECK(s.owned_by(c, ann));
}

TEST_CASE("a full queue refuses until enough have left, or hands on") {
  Policed s;
  s.policy().full_at = 2;
  s.policy().reopen_at = 0;
  s.set();
  const auto a = s.asks(vera);
  const auto b = s.asks(willy);
  CHECK(s.floor.queues.at(sales).full);
  const command::Ask third{xenia, site, sales, {901}, "t", "Hi"};
  CHECK(s.refused(third) == Rejection::queue_full);
  s.does(command::Close{author_of(vera), a});
  CHECK(s.refused(third) == Rejection::queue_full);  // one still waits
  SECTION("until it is empty") {
    s.does(command::Close{author_of(willy), b});
    s.does(third);
    CHECK(s.of(core::ConversationId{901}).queue == sales);
  }
  SECTION("or to where it overflows") {
    s.policy().overflow = support;
    s.policy().overflow_ms = 1'000;
    s.policy().full_at = 1;
    s.set();
    s.does(third);
    CHECK(s.of(core::ConversationId{901}).queue == support);
  }
}

TEST_CASE("between two offers there is a pause") {
  Policed s(3, true);
  s.policy().pause_ms = 5'000;
  s.set();
  s.comes(ann);
  const auto first = s.asks(vera);
  const auto second = s.asks(willy);
  CHECK(s.rings_at(first, ann));
  CHECK_FALSE(s.of(second).offer);
  s.pass_with({ann}, 5'000);
  CHECK(s.rings_at(second, ann));
}

TEST_CASE("what is left to do after closing takes its place until it is done") {
  Policed s;
  s.policy().wrap_up_ms = 30'000;
  s.set();
  s.comes(ann);
  const auto first = s.asks(vera);
  const auto second = s.asks(willy);
  s.does(command::Close{author_of(vera), first});
  CHECK(s.of(ann).wrap_ups.size() == 1);
  CHECK(s.waits(second));
  SECTION("by its time") {
    s.pass_with({ann}, 30'000);
    CHECK(s.owned_by(second, ann));
  }
  SECTION("by the agent") {
    s.does(command::FinishWrapUp{ann, first});
    CHECK(s.owned_by(second, ann));
    CHECK(s.does(command::FinishWrapUp{ann, first}).events.empty());
  }
  SECTION("or by taking it up again: in the same place") {
    s.does(command::Reopen{author_of(ann), first});
    CHECK(s.owned_by(first, ann));
    CHECK(s.of(ann).load == 1);
  }
}

TEST_CASE("a queue says after how many missed offers an agent is away; 0: never") {
  Policed s(1, true);
  s.policy().misses_until_away = 1;
  s.set();
  s.comes(ann);
  const auto c = s.asks(vera);
  s.pass_with({ann}, 30'000);
  CHECK(s.of(ann).status == core::AgentStatus::away);
  CHECK(s.waits(c));
  s.policy().misses_until_away = 0;
  s.set();
  s.does(command::SetStatus{ann, core::AgentStatus::online});
  for (int i = 0; i < 6; ++i) s.pass_with({ann}, 50'000);
  CHECK(s.of(ann).status == core::AgentStatus::online);
}

TEST_CASE("a policy that changes in the middle orders who waits anew") {
  Policed s;
  const auto first = s.asks(vera);
  s.pass(100'000);
  const auto second = s.asks(willy);
  s.does(command::Prioritise{ann, second, 1});
  CHECK(s.floor.queues.at(sales).waiting.begin()->conversation == first);
  s.policy().ageing_ms = 200'000;
  s.policy().overflow = support;
  s.policy().overflow_ms = 150'000;
  s.set();
  CHECK(s.floor.queues.at(sales).waiting.begin()->conversation == second);
  s.pass(50'000);
  CHECK(s.of(first).queue == support);
  CHECK(s.of(second).queue == sales);
}

}  // namespace usher::test
