// Conversations that take more than one of an agent's places.
#include "core/codec.hpp"
#include "core/explain.hpp"
#include "unit/core/scene.hpp"

namespace usher::test {

using core::Rejection;

namespace {

// Sales weighs two places, support one.
struct Weighed : Scene {
  explicit Weighed(std::uint32_t capacity, bool rings = false) : Scene(rings, capacity) {
    weigh(sales, 2);
  }

  void weigh(core::QueueId queue, std::uint32_t weight) {
    for (core::QueueSetting& each : setting.queues) {
      if (each.id == queue) each.policy.weight = weight;
    }
    does(setting);
  }
  core::ConversationId asks_support(core::VisitorId visitor) {
    const command::Ask ask{visitor, site, support, {++fresh_}, "s" + std::to_string(fresh_), "?"};
    return does(ask).receipt->conversation;
  }

 private:
  std::uint64_t fresh_ = 7'000;
};

}  // namespace

TEST_CASE("an agent gets as many conversations as its places hold, by their weights") {
  Weighed s(5);
  s.comes(ann);
  const auto first = s.asks(vera);
  const auto second = s.asks(willy);
  const auto third = s.asks(xenia);
  CHECK(s.owned_by(first, ann));
  CHECK(s.owned_by(second, ann));
  CHECK(s.of(third).state == core::ConversationState::waiting);
  CHECK(s.of(ann).load == 4);
  const auto light = s.asks_support(core::VisitorId{14});  // the last place is one for it
  CHECK(s.owned_by(light, ann));
  CHECK(s.of(ann).load == 5);
  s.does(command::Close{author_of(ann), first});
  CHECK(s.owned_by(third, ann));
}

TEST_CASE(
    "a conversation heavier than an agent's capacity takes all of it, so that it never waits") {
  Weighed s(3);
  s.weigh(sales, 20);
  s.comes(ann);
  const auto heavy = s.asks(vera);
  CHECK(s.owned_by(heavy, ann));
  CHECK(s.of(ann).load == 3);
  const auto light = s.asks_support(willy);
  CHECK(s.of(light).state == core::ConversationState::waiting);
  s.does(command::Close{author_of(ann), heavy});
  CHECK(s.owned_by(light, ann));
}

TEST_CASE("what rings, and what is left to do after closing, weighs as much as a conversation") {
  Weighed s(3, true);
  s.setting.queues[0].policy.wrap_up_ms = 10'000;
  s.does(s.setting);
  s.comes(ann);
  const auto heavy = s.asks(vera);
  REQUIRE(s.rings_at(heavy, ann));
  CHECK(s.of(ann).load == 2);
  s.does(command::Accept{ann, heavy});
  CHECK(s.of(ann).load == 2);
  s.does(command::Close{author_of(ann), heavy});
  CHECK(s.of(ann).load == 2);
  const auto next = s.asks(willy);
  CHECK_FALSE(s.of(next).offer);
  s.pass(10'000);
  CHECK(s.rings_at(next, ann));
}

TEST_CASE("a heavy conversation on hold gives its places back, and needs all of them to return") {
  Weighed s(3);
  s.comes(ann);
  const auto heavy = s.asks(vera);
  s.does(command::Hold{ann, heavy, true});
  CHECK(s.of(ann).load == 0);
  const auto light = s.asks_support(willy);
  const auto other = s.asks_support(xenia);
  CHECK(s.of(ann).load == 2);
  CHECK(s.refused(command::Hold{ann, heavy, false}) == Rejection::over_capacity);
  s.does(command::Close{author_of(ann), light});
  s.does(command::Hold{ann, heavy, false});
  CHECK(s.of(ann).load == 3);
  CHECK(s.owned_by(other, ann));
}

TEST_CASE("picking and reopening ask for room by weight") {
  Weighed s(3);
  s.setting.queues[0].policy.strategy = core::Strategy::manual;
  s.does(s.setting);
  s.comes(ann);
  const auto first = s.asks(vera);
  const auto second = s.asks(willy);
  s.does(command::Accept{ann, first});
  CHECK(s.refused(command::Accept{ann, second}) == Rejection::over_capacity);
  s.does(command::Close{author_of(ann), first});
  s.does(command::Accept{ann, second});
  CHECK(s.refused(command::Reopen{author_of(ann), first}) == Rejection::over_capacity);
}

TEST_CASE("a colleague needs room for the weight of what is transferred or given to it") {
  Weighed s(3);
  s.setting.agents.push_back({sue, "Sue", core::Role::supervisor, 3, {}});
  s.does(s.setting);
  s.comes(ann);
  const auto heavy = s.asks(vera);
  s.comes(bob);
  s.asks_support(willy);
  const auto light = s.asks_support(xenia);
  REQUIRE(s.owned_by(light, bob));
  REQUIRE(s.of(bob).load == 2);
  CHECK(s.refused(command::Transfer{ann, heavy, bob, {}}) == Rejection::colleague_unavailable);
  s.does(command::AgentConnect{sue});
  CHECK(s.refused(command::Give{sue, heavy, ann, bob}) == Rejection::colleague_unavailable);
  s.does(command::Close{author_of(bob), light});
  s.does(command::Give{sue, heavy, ann, bob});
  CHECK(s.of(bob).load == 3);
}

TEST_CASE("who takes over gets room for the weight, and loses it with the conversation") {
  Weighed s(3);
  s.setting.agents.push_back({sue, "Sue", core::Role::supervisor, 1, {}});
  s.weigh(sales, 3);
  s.comes(ann);
  const auto heavy = s.asks(vera);
  s.comes(sue);
  s.does(command::TakeOver{sue, heavy, ann});
  CHECK(s.owned_by(heavy, sue));
  CHECK(s.of(sue).load == 1);  // all that she has
  CHECK(s.of(ann).load == 0);
}

TEST_CASE("a new weight counts at once, and takes nothing from anybody") {
  Weighed s(4);
  s.comes(ann);
  const auto first = s.asks(vera);
  const auto second = s.asks(willy);
  s.weigh(sales, 3);
  CHECK(s.of(ann).load == 6);
  CHECK(s.owned_by(first, ann));
  CHECK(s.owned_by(second, ann));
  const auto third = s.asks(xenia);
  CHECK(s.of(third).state == core::ConversationState::waiting);
  s.weigh(sales, 1);
  CHECK(s.owned_by(third, ann));
  CHECK(s.of(ann).load == 3);
}

TEST_CASE("a larger weight withdraws what rings beyond the capacity") {
  Weighed s(4, true);
  s.comes(ann);
  const auto first = s.asks(vera);
  const auto second = s.asks(willy);
  s.weigh(sales, 3);
  CHECK(s.of(ann).load == 3);
  const auto left = s.rings_at(first, ann) ? first : second;
  s.does(command::Accept{ann, left});
  CHECK(s.owned_by(left, ann));
}

TEST_CASE("a smaller capacity withdraws offers by their weights") {
  Weighed s(4, true);
  s.comes(ann);
  const auto first = s.asks(vera);
  const auto second = s.asks(willy);
  REQUIRE(s.of(ann).offers.size() == 2);
  s.setting.agents[0].capacity = 2;
  s.does(s.setting);
  CHECK(s.of(ann).offers.size() == 1);
  CHECK(s.of(ann).load == 2);
  CHECK((s.rings_at(first, ann) || s.rings_at(second, ann)));
}

TEST_CASE("a removed queue's conversations weigh what its heir's do") {
  Weighed s(4);
  s.comes(ann);
  const auto heavy = s.asks(vera);
  s.setting.queues.erase(s.setting.queues.begin());
  for (core::AgentSetting& agent : s.setting.agents) agent.queues = {support};
  s.does(s.setting);
  CHECK(s.owned_by(heavy, ann));
  CHECK(s.of(ann).load == 1);
}

TEST_CASE("places of a queue are conversations, not places of its agents") {
  Weighed s(5);
  s.comes(ann);
  CHECK(s.floor.queues.at(sales).places == 2);
  CHECK(s.floor.queues.at(support).places == 5);
}

TEST_CASE("who has too little room for the weight is told so, and a snapshot knows the load") {
  Weighed s(3);
  s.comes(ann);
  s.asks(vera);
  const auto second = s.asks(willy);
  const auto reasons = why_waiting(s.floor, s.of(second));
  REQUIRE_FALSE(reasons.empty());
  CHECK(reasons[0].why == core::WhyNot::too_heavy);
  const auto again = core::decode_snapshot(core::encode_snapshot(s.floor));
  REQUIRE(again);
  CHECK(again->agents.at(ann).load == 2);
  CHECK(again->agents.at(ann).load_max == 3);
}

}  // namespace usher::test
