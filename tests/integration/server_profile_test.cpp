// What the staff say of people, over HTTP: edits, notes, tags, merges, custom fields, tables.

#include "integration/server_people.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::Answer;
using test::Json;
using test::Person;
using test::ServerHouse;

namespace {

// ann had a conversation with a visitor, sue is a supervisor, adm an admin.
struct Desk {
  ServerHouse house;
  Person ann = test::agent(house, "ann");
  Person visitor = talks("m1");
  std::string id = visitor.welcome["visitor"];

  Person talks(const std::string& message) {
    Person person = test::visitor(house);
    person.say(test::ask(message, "我想退款"));
    const Json conversation = person.wait("ack")["conversation"];
    ann.wait("conversation_listed");
    ann.say(test::post_in(conversation, "a" + message, "Hello"));
    ann.wait("ack");
    ann.say(test::about("close", conversation));
    while (get("sue", "people/" + std::string(person.welcome["visitor"]))["person"].is_null()) {
    }
    return person;
  }

  Answer ask(const std::string& login, const std::string& method, const std::string& path,
             const Json& body = {}) {
    return test::ask_http(house, method, "/api/v1/" + path, body.is_null() ? "" : body.dump(),
                          test::sign_in(house, login));
  }
  Json get(const std::string& login, const std::string& path) {
    const Answer answer = ask(login, "GET", path);
    REQUIRE(answer.status == 200);
    return Json::parse(answer.body);
  }
  Json profile() { return get("ann", "people/" + id); }
  Answer edit(const std::string& login, const Json& edits) {
    return ask(login, "PATCH", "people/" + id, {{"edits", edits}});
  }
  std::string refused(const Json& edits) {
    const Answer answer = edit("ann", edits);
    CHECK(answer.status == 400);
    return Json::parse(answer.body)["error"]["field"];
  }
  void define(const Json& fields) {
    REQUIRE(ask("adm", "PUT", "person_fields", {{"fields", fields}}).status == 200);
  }
};

const Json level{
    {"key", "level"}, {"label", "等级"}, {"kind", "choice"}, {"options", {"gold", "silver"}}};

}  // namespace

TEST_CASE("an edit is read at once, shown to agents, and remembered with what was before") {
  Desk desk;
  REQUIRE(desk.edit("ann", {{"name", "王薇"}, {"email", "v@x.example"}}).status == 204);
  const Json person = desk.profile()["person"];
  CHECK(person["name"] == "王薇");
  CHECK(person["edited"]["email"] == "v@x.example");
  const Json shown = desk.ann.wait_until(
      "visitor_changed", [](const Json& frame) { return frame["visitor"]["name"] == "王薇"; });
  CHECK(shown["visitor"]["visitor"] == desk.id);
  REQUIRE(desk.edit("sue", {{"name", ""}}).status == 204);
  CHECK(desk.edit("sue", {{"name", ""}}).status == 204);  // nothing to do
  const Json edits = desk.get("ann", "people_edits/" + desk.id)["edits"];
  REQUIRE(edits.size() == 3);
  CHECK(edits[0]["before"] == "王薇");
  CHECK(edits[0]["after"] == "");
  CHECK(edits[0]["agent_name"] == "sue");
  CHECK(desk.get("sue", "people?text=v%40x")["people"].size() == 1);
}

TEST_CASE("who may not read of somebody may not change it either") {
  Desk desk;
  CHECK(desk.edit("bob", {{"name", "x"}}).status == 404);
  CHECK(desk.edit("zoe", {{"name", "x"}}).status == 404);  // another account's
  CHECK(desk.ask("bob", "POST", "people_notes/" + desk.id, {{"text", "x"}}).status == 404);
  CHECK(desk.ask("bob", "PUT", "people_tags/" + desk.id, {{"tag", "x"}}).status == 404);
  CHECK(desk.get("bob", "people_edits/" + desk.id)["edits"].empty());
  CHECK(desk.profile()["person"]["name"] == "");
}

TEST_CASE("a value that does not fit names its field") {
  Desk desk;
  desk.define(Json::array({level, {{"key", "born"}, {"label", "Born"}, {"kind", "date"}}}));
  CHECK(desk.refused({{"level", "copper"}}) == "edits.level");
  CHECK(desk.refused({{"born", "yesterday"}}) == "edits.born");
  CHECK(desk.refused({{"size", "9"}}) == "edits.size");
  CHECK(desk.refused({{"email", "no address"}}) == "edits.email");
  CHECK(desk.refused({{"name", 7}}) == "edits.name");
  CHECK(desk.refused({{"name", std::string(257, 'a')}}) == "edits.name");
  Json many = Json::object();
  for (int i = 0; i < 101; ++i) many["k" + std::to_string(i)] = "v";
  CHECK(desk.refused(many) == "edits");
  for (int i = 0; i < 10'000; ++i) many["k" + std::to_string(i)] = "v";
  const Answer huge = desk.edit("ann", many);
  CHECK(huge.status == 400);
  CHECK(Json::parse(huge.body)["error"]["code"] == "too_many");
  REQUIRE(desk.edit("ann", {{"level", "gold"}}).status == 204);
  CHECK(desk.profile()["person"]["edited"]["level"] == "gold");
  CHECK(desk.profile()["fields"][0] == level);
}

TEST_CASE("fields are defined by admins, with a key of their own") {
  Desk desk;
  const auto fault = [&](const Json& fields) {
    const Answer answer = desk.ask("adm", "PUT", "person_fields", {{"fields", fields}});
    CHECK(answer.status == 400);
    return std::string(Json::parse(answer.body)["error"]["field"]);
  };
  const Json text{{"key", "a"}, {"label", "A"}, {"kind", "text"}};
  Json other = text;
  CHECK(fault(Json::array({text, text})) == "fields.1.key");
  other["key"] = "name";
  CHECK(fault(Json::array({other})) == "fields.0.key");
  other["key"] = "b";
  other["kind"] = "choice";
  CHECK(fault(Json::array({other})) == "fields.0.options");
  other["kind"] = "colour";
  CHECK(fault(Json::array({other})) == "fields.0.kind");
  Json many = Json::array();
  for (int i = 0; i < 51; ++i) {
    many.push_back({{"key", "k" + std::to_string(i)}, {"label", "x"}, {"kind", "text"}});
  }
  CHECK(fault(many) == "fields");
  desk.define(Json::array({text}));
  CHECK(desk.get("bob", "person_fields")["fields"].size() == 1);
}

TEST_CASE("notes and tags come and go; a note is its author's") {
  Desk desk;
  REQUIRE(desk.ask("sue", "POST", "people_notes/" + desk.id, {{"text", "爱喝龙井"}}).status == 204);
  REQUIRE(desk.ask("ann", "PUT", "people_tags/" + desk.id, {{"tag", "老客户"}}).status == 204);
  const Json profile = desk.profile();
  REQUIRE(profile["notes"].size() == 1);
  CHECK(profile["notes"][0]["text"] == "爱喝龙井");
  CHECK(profile["notes"][0]["agent_name"] == "sue");
  CHECK(profile["person"]["tags"] == Json{"老客户"});
  CHECK(desk.get("sue", "people?text=%E8%80%81%E5%AE%A2")["people"].size() == 1);
  const std::string number = std::to_string(profile["notes"][0]["number"].get<std::uint64_t>());
  const std::string note = "people_notes/" + desk.id + "?number=" + number;
  CHECK(desk.ask("ann", "DELETE", note).status == 403);
  CHECK(desk.ask("sue", "DELETE", note).status == 204);
  CHECK(desk.ask("sue", "DELETE", note).status == 404);
  CHECK(
      desk.ask("ann", "PUT", "people_tags/" + desk.id, {{"tag", "老客户"}, {"on", false}}).status ==
      204);
  CHECK(desk.profile()["notes"].empty());
  CHECK(desk.profile()["person"]["tags"].empty());
}

TEST_CASE("two with one address are offered as duplicates, merged by a supervisor, and split") {
  Desk desk;
  Person again = desk.talks("m2");
  const std::string other = again.welcome["visitor"];
  REQUIRE(desk.edit("ann", {{"phone", "13800001111"}}).status == 204);
  REQUIRE(desk.ask("ann", "PATCH", "people/" + other, {{"edits", {{"phone", "+86 138 0000 1111"}}}})
              .status == 204);
  const Json found = desk.get("sue", "people_duplicates/" + desk.id)["people"];
  REQUIRE(found.size() == 1);
  CHECK(found[0]["visitor"] == other);
  CHECK(desk.ask("ann", "POST", "people_merges/" + other, {{"into", desk.id}}).status == 403);
  REQUIRE(desk.ask("sue", "POST", "people_merges/" + other, {{"into", desk.id}}).status == 204);
  const Json profile = desk.get("ann", "people/" + other);
  CHECK(profile["person"]["visitor"] == desk.id);
  CHECK(profile["conversations"].size() == 2);
  CHECK(profile["person"]["visitors"][1]["into"] == desk.id);
  CHECK(profile["person"]["visitors"][1]["merged_by"] == "sue");
  CHECK(desk.get("sue", "people_duplicates/" + desk.id)["people"].empty());
  CHECK(desk.ask("sue", "DELETE", "people_merges/" + desk.id).status == 409);
  REQUIRE(desk.ask("sue", "DELETE", "people_merges/" + other).status == 204);
  CHECK(desk.profile()["conversations"].size() == 1);
  CHECK(desk.ask("sue", "POST", "people_merges/" + other, {{"into", "v_1"}}).status == 404);
}

TEST_CASE("people go out as a table and come back: tried first, then taken") {
  Desk desk;
  desk.define(Json::array({level}));
  REQUIRE(desk.edit("ann", {{"email", "v@x.example"}, {"name", "=1+1"}}).status == 204);
  const Answer out = desk.ask("sue", "GET", "people.csv");
  REQUIRE(out.status == 200);
  CHECK(out.body.starts_with("\xEF\xBB\xBFvisitor,external_id,verified,name,"));
  CHECK(out.body.find(desk.id + ",,no,'=1+1,v@x.example,") != std::string::npos);

  const auto take = [&](const std::string& csv, bool dry) {
    const Answer answer = desk.ask("sue", "POST", "people_imports", {{"csv", csv}, {"dry", dry}});
    return Json::parse(answer.body);
  };
  CHECK(take(out.body, true)["same"] == 1);
  const std::string csv =
      "email,name,level\nV@X.example,王薇,gold\nnobody@x.example,x,\n,y,\nv@x.example,,copper\n";
  const Json tried = take(csv, true);
  CHECK(tried["people"] == 1);
  CHECK(tried["values"] == 3);  // the address is written another way
  REQUIRE(tried["errors"].size() == 3);
  CHECK(tried["errors"][0]["line"] == 3);
  CHECK(tried["errors"][0]["code"] == "nobody");
  CHECK(tried["errors"][2]["column"] == "level");
  CHECK(desk.profile()["person"]["name"] == "=1+1");
  CHECK(take(csv, false)["people"] == 1);
  CHECK(desk.profile()["person"]["name"] == "王薇");
  CHECK(desk.profile()["person"]["edited"]["level"] == "gold");
  CHECK(take("email,colour\n", true)["error"]["column"] == "colour");
  CHECK(take("email\n\"x", true)["error"]["line"] == 2);
  std::string rows = "email\n";
  for (int i = 0; i < 1'001; ++i) rows += "a@b.example\n";
  CHECK(take(rows, true)["error"]["line"] == 1'002);
}
