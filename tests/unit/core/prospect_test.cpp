// The synthetic visitor: it tells what would happen, and nobody notices.

#include "core/prospect.hpp"
#include "unit/core/scene.hpp"

namespace usher::test {
namespace {

using core::Prospect;

Prospect of_sales(const Scene& scene) {
  const core::Floor before = scene.floor;
  const core::Queue& queue = scene.floor.queues.at(sales);
  const Prospect found = core::prospect(scene.floor, queue);
  CHECK(scene.floor == before);
  CHECK(core::is_sound(queue, found));
  return found;
}

TEST_CASE(
    "a synthetic visitor waits without agents, is served with one, and waits for a busy one") {
  const bool rings = GENERATE(true, false);
  Scene scene(rings);
  CHECK(of_sales(scene) == Prospect::waits);
  scene.comes(ann);
  CHECK(of_sales(scene) == Prospect::served);
  scene.asks(vera);
  CHECK(of_sales(scene) == Prospect::waits);
  scene.comes(bob);
  CHECK(of_sales(scene) == Prospect::served);
  scene.does(command::SetStatus{bob, core::AgentStatus::away});
  CHECK(of_sales(scene) == Prospect::waits);
}

TEST_CASE("a ready list that nobody stands in for is no sound queue") {
  Scene scene;
  scene.comes(ann);
  core::Queue& queue = scene.floor.queues.at(sales);
  scene.floor.agents.at(ann).status = core::AgentStatus::away;  // the list does not know
  const Prospect found = core::prospect(scene.floor, queue);
  CHECK(found == Prospect::waits);
  CHECK_FALSE(core::is_sound(queue, found));
}

}  // namespace
}  // namespace usher::test
