#include "core/codec.hpp"
#include "scene.hpp"

using namespace usher;
using namespace usher::test;
using core::Dwell;
using core::Page;

namespace {

constexpr std::int64_t second = limits::second_ms;

struct Shop : Scene {
  Shop() { does(command::VisitorConnect{vera, site}); }

  core::Decision opens(const std::string& view, std::int64_t ago_ms = 0) {
    return does(
        command::ViewPage{vera, site, {++visits_}, "https://shop/" + view, "", "", view, ago_ms});
  }
  core::Decision dwells(const std::string& view, Dwell dwell, bool over = false) {
    return does(command::ReportDwell{vera, view, dwell, over});
  }
  const std::vector<Page>& trail() const { return floor.visitors.at(vera).visit->trail; }
  const Page& page(const std::string& view) const {
    const Page* found = core::find(*floor.visitors.at(vera).visit, view);
    REQUIRE(found);
    return *found;
  }
  std::vector<std::string> views() const {
    std::vector<std::string> names;
    for (const Page& each : trail()) names.push_back(each.view);
    return names;
  }
  std::vector<event::PageDwelled> kept() const {
    std::vector<event::PageDwelled> found;
    for (const core::Recorded& row : journal) {
      if (const auto* e = std::get_if<event::PageDwelled>(&row.event)) found.push_back(*e);
    }
    return found;
  }

 private:
  std::uint64_t visits_ = 100;
};

}  // namespace

TEST_CASE("dwell is known as it grows, and kept when the page is left") {
  Shop shop;
  shop.opens("a");
  shop.pass(20 * second);
  shop.dwells("a", {10 * second, 4 * second});
  shop.dwells("a", {20 * second, 4 * second});
  CHECK(shop.page("a").dwell == Dwell{20 * second, 4 * second});
  CHECK(shop.page("a").kept == Dwell{});
  CHECK_FALSE(shop.page("a").over);
  CHECK(shop.kept().empty());

  shop.pass(second);
  shop.dwells("a", {21 * second, 5 * second}, true);
  CHECK(shop.page("a").kept == Dwell{21 * second, 5 * second});
  CHECK(shop.page("a").over);
  REQUIRE(shop.kept().size() == 1);
  CHECK(shop.kept()[0].dwell == Dwell{21 * second, 5 * second});
}

TEST_CASE("dwell never goes back") {
  Shop shop;
  shop.opens("a");
  shop.pass(60 * second);
  shop.dwells("a", {40 * second, 30 * second});
  CHECK(shop.dwells("a", {39 * second, 1 * second}).events.empty());
  CHECK(shop.dwells("a", {40 * second, 30 * second}).events.empty());
  shop.dwells("a", {39 * second, 31 * second});
  CHECK(shop.page("a").dwell == Dwell{40 * second, 31 * second});
  shop.dwells("a", {0, 0}, true);
  CHECK(shop.page("a").kept == Dwell{40 * second, 31 * second});
}

TEST_CASE(
    "nobody dwells on a page for longer than it is there, or is active for longer than that") {
  Shop shop;
  shop.opens("a");
  shop.pass(10 * second);
  shop.dwells("a", {core::Time{1} - core::Time{}, 9'007'199'254'740'991});
  CHECK(shop.page("a").dwell == Dwell{1, 1});
  shop.dwells("a", {9'007'199'254'740'991, 3 * second});
  CHECK(shop.page("a").dwell == Dwell{10 * second + limits::dwell_slack_ms, 3 * second});
}

TEST_CASE("what is left stays as it was left") {
  Shop shop;
  shop.opens("a");
  shop.pass(60 * second);
  shop.dwells("a", {10 * second, 0}, true);
  CHECK(shop.dwells("a", {50 * second, 0}).events.empty());
  CHECK(shop.dwells("a", {50 * second, 0}, true).events.empty());
  CHECK(shop.page("a").dwell == Dwell{10 * second, 0});
}

TEST_CASE("dwell of what nobody knows is ignored: page, visit, visitor, and pages without a name") {
  Shop shop;
  CHECK(shop.dwells("a", {0, 0}, true).events.empty());
  shop.opens("");
  CHECK(shop.dwells("", {1, 1}, true).events.empty());
  CHECK(shop.dwells("b", {1, 1}, true).events.empty());
  CHECK(shop.does(command::ReportDwell{xenia, "a", {1, 1}, true}).events.empty());
  CHECK_FALSE(shop.floor.visitors.contains(xenia));
}

TEST_CASE("a page that is told twice is one page") {
  Shop shop;
  shop.opens("a");
  CHECK(shop.opens("a").events.empty());
  shop.opens("b");
  CHECK(shop.opens("a", 5).events.empty());
  CHECK(shop.floor.visitors.at(vera).visit->pages_seen == 2);
  shop.opens("");
  shop.opens("");
  CHECK(shop.floor.visitors.at(vera).visit->pages_seen == 4);
}

TEST_CASE("pages stand in the order of their opening, also those that are told late") {
  Shop shop;
  shop.opens("a");
  shop.pass(10 * second);
  shop.opens("c");
  shop.opens("b", 4 * second);
  shop.opens("d");
  CHECK(shop.views() == std::vector<std::string>{"a", "b", "c", "d"});
  CHECK(shop.page("b").at == core::Time{shop.now.ms - 4 * second});
  shop.dwells("b", {4 * second, 0});
  CHECK(shop.page("b").dwell.visible_ms == 4 * second);
  shop.opens("e", -5);
  CHECK(shop.page("e").at == shop.now);
  shop.opens("ages", limits::day_ms);
  CHECK(shop.page("ages").at == core::Time{shop.now.ms - limits::page_ago_ms_max});
}

TEST_CASE("the end of a visit keeps what was known of its pages only in memory") {
  Shop shop;
  shop.opens("a");
  shop.opens("b");
  shop.opens("c");
  shop.pass(9 * second);
  shop.dwells("a", {9 * second, second});
  shop.dwells("b", {8 * second, second}, true);
  shop.does(command::VisitorDisconnect{vera});
  shop.pass(limits::visit_linger_ms);
  CHECK_FALSE(shop.floor.visitors.contains(vera));
  REQUIRE(shop.kept().size() == 2);
  CHECK(shop.kept()[1].view == "a");
  CHECK(shop.kept()[1].dwell == Dwell{9 * second, second});
  CHECK(std::holds_alternative<event::VisitEnded>(shop.journal.back().event));
}

TEST_CASE("another site's page ends the visit, and keeps its dwell") {
  Shop shop;
  shop.opens("a");
  shop.pass(second);
  shop.dwells("a", {second, 0});
  shop.does(command::ViewPage{vera, {2}, {99}, "https://other/", "", "", "b"});
  REQUIRE(shop.kept().size() == 1);
  CHECK(shop.kept()[0].view == "a");
  CHECK(shop.views() == std::vector<std::string>{"b"});
}

TEST_CASE("a flood of views costs no more memory than a trail, and what falls off is kept") {
  Shop shop;
  shop.opens("tab");
  shop.pass(second);
  shop.dwells("tab", {second, 500});
  for (int i = 0; i < 500; ++i) shop.opens("view" + std::to_string(i));
  CHECK(shop.trail().size() == limits::trail_pages_max);
  REQUIRE(shop.kept().size() == 1);
  CHECK(shop.kept()[0].view == "tab");
  CHECK(shop.dwells("tab", {2 * second, 0}).events.empty());
}

TEST_CASE("a snapshot holds what is kept of dwell, and a rebuilt floor the same") {
  Shop shop;
  shop.opens("a");
  shop.opens("b", 3 * second);
  shop.pass(5 * second);
  shop.dwells("a", {5 * second, second}, true);
  shop.dwells("b", {4 * second, second});
  const auto read = core::decode_snapshot(core::encode_snapshot(shop.floor));
  REQUIRE(read);
  core::Floor rebuilt;
  for (const core::Recorded& row : shop.journal) core::evolve(rebuilt, row.event, row.at);
  for (const core::Floor& floor : {*read, rebuilt}) {
    const auto& trail = floor.visitors.at(vera).visit->trail;
    REQUIRE(trail.size() == 2);
    CHECK(trail[1] == shop.page("a"));
    CHECK(trail[0].view == "b");
    CHECK(trail[0].at == shop.page("b").at);
    CHECK(trail[0].dwell == Dwell{});
  }
}
