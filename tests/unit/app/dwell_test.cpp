// What consoles learn of a visitor's dwell, and when.

#include "core/limits.hpp"
#include "small_house.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::Json;
using test::Line;
using test::SmallHouse;

namespace {

Json page(const std::string& view) {
  return {{"type", "page"},
          {"url", "https://shop/" + view},
          {"title", ""},
          {"referrer", ""},
          {"view", view}};
}
Json dwell(const std::string& view, std::int64_t visible_ms, bool over = false) {
  return {{"type", "dwell"},
          {"view", view},
          {"visible_ms", visible_ms},
          {"active_ms", 1},
          {"over", over}};
}

// An agent looks at a visitor who asked something and stands on page "a" since a minute.
struct Scene {
  SmallHouse house;
  std::unique_ptr<Line> visitor = house.visitor();
  std::unique_ptr<Line> agent = house.agent();

  Scene() {
    house.say(*visitor, page("a"));
    house.say(*visitor, {{"type", "ask"}, {"client_id", "m1"}, {"text", "hello"}});
    house.pass(limits::minute_ms);
    agent->frames.clear();
  }
  // What the visitor's browser tells of its pages, and the moment until that is stored.
  void browse(const Json& frame) {
    house.say(*visitor, frame);
    house.pass(app::CommitQueue::patience_ms);
  }
  Json trail() const { return agent->last("visitor_changed")["visitor"]["visit"]["trail"]; }
};

}  // namespace

TEST_CASE("an agent sees how long the visitor dwells on each page, and which is open") {
  Scene scene;
  scene.house.say(*scene.visitor, dwell("a", 20'000));
  CHECK(scene.trail()[0]["visible_ms"] == 20'000);
  CHECK(scene.trail()[0]["active_ms"] == 1);
  CHECK(scene.trail()[0]["open"] == true);
  scene.house.say(*scene.visitor, dwell("a", 21'000, true));
  scene.browse(page("b"));
  CHECK(scene.trail()[0]["visible_ms"] == 21'000);
  CHECK(scene.trail()[0]["open"] == false);
  CHECK(scene.trail()[1]["visible_ms"] == 0);
}

TEST_CASE("a page of a browser that does not measure has no dwell") {
  Scene scene;
  Json plain = page("b");
  plain.erase("view");
  scene.browse(plain);
  CHECK_FALSE(scene.trail()[1].contains("visible_ms"));
  CHECK_FALSE(scene.trail()[1].contains("open"));
}

TEST_CASE("however often browsers tell of dwell, agents hear of it seldom, and the last of it") {
  Scene scene;
  for (int i = 1; i <= 40; ++i) {
    scene.house.say(*scene.visitor, dwell("a", i * 1'000));
    scene.house.pass(100);
  }
  CHECK(scene.agent->all("visitor_changed").size() == 2);
  scene.house.pass(limits::dwell_news_ms);
  CHECK(scene.agent->all("visitor_changed").size() == 3);
  CHECK(scene.trail()[0]["visible_ms"] == 40'000);
  scene.house.pass(limits::minute_ms);
  CHECK(scene.agent->all("visitor_changed").size() == 3);
}

TEST_CASE("dwell that was only told is forgotten in a crash, what was kept is not") {
  Scene scene;
  scene.browse(page("b"));
  scene.browse(dwell("a", 30'000, true));
  scene.house.say(*scene.visitor, dwell("b", 1'000));
  scene.house.restart();
  scene.agent = scene.house.agent();
  const Json trail =
      scene.agent->last("agent_welcome")["conversations"][0]["visitor"]["visit"]["trail"];
  CHECK(trail[0]["visible_ms"] == 30'000);
  CHECK(trail[0]["open"] == false);
  CHECK(trail[1]["visible_ms"] == 0);
  CHECK(trail[1]["open"] == true);
}
