// The watchdog's eyes and hands: laws checked in slices, and what is derived derived anew.

#include "core/invariants.hpp"
#include "core/repair.hpp"
#include "unit/core/scene.hpp"

namespace usher::test {
namespace {

std::set<std::string> laws(const std::vector<core::Violation>& violations) {
  std::set<std::string> found;
  for (const core::Violation& violation : violations) found.insert(violation.law);
  return found;
}

// One round in the smallest slices.
std::set<std::string> round(core::Watch& watch, const core::Floor& floor) {
  std::set<std::string> found;
  for (;;) {
    const auto glance = watch.look(floor, 1);
    for (const core::Violation& violation : glance.found) found.insert(violation.law);
    if (glance.ended_round) return found;
  }
}

// Ann has one, one rings at her, two wait.
struct BusyScene : Scene {
  BusyScene() : Scene(true, 2) {
    comes(ann);
    first = asks(vera);
    does(command::Accept{ann, first});
    second = asks({50});
    third = asks({51});
    fourth = asks({52});
  }
  core::ConversationId first;
  core::ConversationId second;
  core::ConversationId third;
  core::ConversationId fourth;
};

TEST_CASE("slices find what the whole walk finds, whatever is broken") {
  const auto broken = GENERATE(0, 1, 2, 3, 4, 5, 6);
  BusyScene scene;
  core::Floor& floor = scene.floor;
  REQUIRE(core::violations(floor).empty());
  switch (broken) {
    case 0:
      floor.agents.at(ann).conversations.insert(scene.fourth);
      break;
    case 1:
      floor.agents.at(ann).conversations.erase(scene.first);
      break;
    case 2:
      floor.queues.at(sales).waiting.clear();
      break;
    case 3:
      floor.queues.at(sales).waiting.insert(core::WaitKey{true, {5}, {999}});
      break;
    case 4:
      floor.deadlines.clear();
      break;
    case 5:
      floor.conversations.at(scene.first).held = true;
      break;
    default:
      floor.agents.at(ann).offers.insert(scene.first);
      break;
  }
  const auto whole = laws(core::violations(floor));
  CHECK_FALSE(whole.empty());
  core::Watch watch;
  CHECK(round(watch, floor) == whole);
  CHECK(round(watch, floor) == whole);
}

TEST_CASE("a round ends, and what comes and goes meanwhile does no harm") {
  BusyScene scene;
  core::Watch watch;
  for (int i = 0; i < 200; ++i) {
    if (i % 7 == 0) scene.asks({static_cast<std::uint64_t>(100 + i)});
    if (i % 11 == 0) scene.does(command::SetHours{sales, i % 2 == 0, {}});
    CHECK(watch.look(scene.floor, 3).found.empty());
  }
}

TEST_CASE("a conversation that nobody was looked for is offered after a second look") {
  Scene scene;
  const auto stuck = scene.asks(vera);
  const std::vector<core::Event> came = {
      event::AgentConnected{ann}, event::LeaseRenewed{ann, scene.now + limits::lease_ms},
      event::AgentStatusChanged{ann, core::AgentStatus::online, true}};
  for (const core::Event& e : came) evolve(scene.floor, e, scene.now);
  scene.floor.unsettled.clear();  // as if the floor had forgotten
  core::step(scene.floor, command::Tick{}, scene.now);
  CHECK(laws(core::violations(scene.floor)) == std::set<std::string>{"stuck_conversation"});
  core::look_again(scene.floor);
  core::step(scene.floor, command::Tick{}, scene.now);
  CHECK(scene.rings_at(stuck, ann));
  CHECK(core::violations(scene.floor).empty());
}

TEST_CASE("a sound floor derived anew is the same floor") {
  BusyScene scene;
  scene.does(command::VisitorConnect{vera, site});
  scene.does(command::VisitorDisconnect{{50}});
  scene.does(command::Mark{author_of(ann), scene.first, 1, 0});
  auto fresh = core::rederived(scene.floor);
  REQUIRE(fresh);
  fresh->unsettled.clear();
  CHECK(*fresh == scene.floor);
}

TEST_CASE("lines, ready agents, deadlines and what agents have are derived anew") {
  BusyScene scene;
  core::Floor& floor = scene.floor;
  floor.queues.at(sales).waiting.clear();
  floor.queues.at(sales).ready.clear();
  floor.deadlines.clear();
  floor.agents.at(ann).conversations = {scene.fourth};
  floor.agents.at(ann).offers.clear();
  REQUIRE_FALSE(core::violations(floor).empty());
  const auto fresh = core::rederived(floor);
  REQUIRE(fresh);
  floor = *fresh;
  scene.does(command::Tick{});
  CHECK(core::violations(floor).empty());
  CHECK(scene.owned_by(scene.first, ann));
}

TEST_CASE("a floor that contradicts itself is not derived anew") {
  BusyScene scene;
  scene.floor.conversations.at(scene.first).agent = {999};
  CHECK_FALSE(core::rederived(scene.floor));
}

}  // namespace
}  // namespace usher::test
