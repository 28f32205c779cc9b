// What the staff say of people over the API: told when it is stored and not before, and what the
// floor shows then.

#include "office.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::Json;
using test::Office;

namespace {

struct Desk : Office {
  std::unique_ptr<test::Line> visitor = house.visitor();
  std::string id = visitor->last("visitor_welcome")["visitor"];

  Desk() {
    house.say(*visitor, {{"type", "page"},
                         {"url", "https://shop.example/tea"},
                         {"title", "Tea"},
                         {"referrer", ""}});
    house.say(*visitor, {{"type", "identify"}, {"name", "Vera"}});
    house.pass(5'000);
  }
  test::Answer name(const std::string& value) {
    return ask("sue", "PATCH", "people/" + id, {{"edits", {{"name", value}}}});
  }
  Json person() { return ask("sue", "GET", "people/" + id).body.at("person"); }
};

}  // namespace

TEST_CASE("an edit is answered when it is stored and can be read") {
  Desk desk;
  CHECK(desk.person()["name"] == "Vera");
  CHECK(desk.name("Wei").status == 204);
  CHECK(desk.person()["name"] == "Wei");
  desk.house.restart();
  desk.house.pass(5'000);
  CHECK(desk.person()["name"] == "Wei");
}

TEST_CASE("an edit that cannot be stored is refused, and comes through later") {
  Desk desk;
  desk.person();  // signed in
  desk.house.journal.fail_next_append(ports::Stored::disk_full);
  CHECK(desk.name("Wei").status == 503);
  CHECK(desk.person()["name"] == "Vera");
  CHECK(desk.name("Wei").status == 503);
  desk.house.pass(1'001);
  CHECK(desk.name("Wei").status == 204);
  CHECK(desk.person()["name"] == "Wei");
}

TEST_CASE("edits of somebody who left are taken, and shown when it comes back") {
  Desk desk;
  desk.house.hang_up(*desk.visitor);
  desk.house.pass(limits::visit_linger_ms + 60'000);
  CHECK(desk.name("Wei").status == 204);
  CHECK(desk.person()["name"] == "Wei");
  CHECK(desk.ask("sue", "PATCH", "people/v_1", {{"edits", {{"name", "x"}}}}).status == 404);
}
