// Opening hours on the floor: told by the shell, kept by the journal, and no matter to routing.

#include "core/codec.hpp"
#include "unit/core/scene.hpp"

namespace usher::test {
namespace {

TEST_CASE("a queue is open until it is told otherwise, and knows when that changes") {
  Scene scene;
  CHECK(scene.floor.queues.at(sales).open);
  const core::Time until = scene.now + 3'600'000;
  const core::Decision closed = scene.does(command::SetHours{sales, false, until});
  CHECK(find_event<event::QueueHoursChanged>(closed) != nullptr);
  CHECK_FALSE(scene.floor.queues.at(sales).open);
  CHECK(scene.floor.queues.at(sales).hours_change_at == until);
}

TEST_CASE("hours that are as they were are no event") {
  Scene scene;
  scene.does(command::SetHours{sales, false, {}});
  CHECK(scene.does(command::SetHours{sales, false, {}}).events.empty());
  CHECK(scene.does(command::SetHours{support, true, {}}).events.empty());
}

TEST_CASE("hours of a queue that is not there are refused") {
  Scene scene;
  CHECK(scene.refused(command::SetHours{{99}, false, {}}) == core::Rejection::unknown_queue);
}

TEST_CASE("a closed queue takes conversations, and offers them to whoever is there") {
  Scene scene;
  scene.does(command::SetHours{sales, false, {}});
  const auto left = scene.asks(vera);
  CHECK(scene.of(left).state == core::ConversationState::waiting);
  scene.comes(ann);
  CHECK(scene.rings_at(left, ann));
}

TEST_CASE("a snapshot keeps what the hours said; a change of its policy does, too") {
  Scene scene;
  scene.does(command::SetHours{sales, false, scene.now + 60'000});
  const auto read = core::decode_snapshot(core::encode_snapshot(scene.floor));
  REQUIRE(read);
  CHECK(read->queues.at(sales).open == false);
  CHECK(read->queues.at(sales).hours_change_at == scene.now + 60'000);
  scene.setting.queues.front().policy.priority = 1;
  scene.does(scene.setting);
  CHECK_FALSE(scene.floor.queues.at(sales).open);
}

}  // namespace
}  // namespace usher::test
