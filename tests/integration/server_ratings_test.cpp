// Ratings after a close and what alarms supervisors, over the wire.

#include "integration/server_people.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::about;
using test::Json;
using test::Person;
using test::ServerHouse;

namespace {

test::Answer put(ServerHouse& house, const std::string& path, const Json& body) {
  return test::ask_http(house, "PUT", path, body.dump(), test::sign_in(house, "adm"));
}

std::string fault_of(const test::Answer& answer) {
  if (answer.status == 200) return "";
  const Json error = Json::parse(answer.body)["error"];
  return std::string(error["code"]) + " " + error.value("field", "");
}

Json rate(const Json& conversation, int score, const std::string& reasons = "",
          const std::string& comment = "") {
  Json frame = about("rate", conversation);
  frame.update({{"score", score}, {"reasons", reasons}, {"comment", comment}});
  return frame;
}

Json rating_in(const Json& frame) { return frame["conversation"].value("rating", Json()); }

Json answered(Person& person, const std::string& answer) {
  return rating_in(person.wait_until("conversation_changed", [&](const Json& frame) {
    const Json rating = rating_in(frame);
    return rating.is_object() && rating["answer"] == answer;
  }));
}

// Ann answers a visitor's question, who closes.
Json talk(Person& visitor, Person& ann, const std::string& text = "hello") {
  visitor.say(test::ask("m" + text, text));
  const Json id = visitor.wait("ack")["conversation"];
  ann.wait_until("conversation_listed", [&](const Json& frame) {
    return frame["conversation"]["conversation"] == id &&
           frame["conversation"]["state"] == "assigned";
  });
  return id;
}

Json next_alarm(Person& sue) {
  return sue.wait_until("board_changed",
                        [](const Json& frame) { return frame.contains("alarms"); })["alarms"][0];
}

}  // namespace

TEST_CASE("a visitor is asked after a close, and every tab and agent sees what it says") {
  ServerHouse house;
  REQUIRE(put(house, "/api/v1/sites/s_z", {{"rating_reasons", {"快", "友好"}}}).status == 200);
  Person ann = test::agent(house, "ann");
  Person visitor = test::visitor(house);
  Person tab = test::visitor(house, visitor.welcome["token"]);
  CHECK(visitor.welcome["site"]["rating"]["reasons"] == Json({"快", "友好"}));
  const Json id = talk(visitor, ann);
  CHECK(visitor.outcome(rate(id, 5)) == "conversation_open");
  REQUIRE(ann.outcome(about("close", id)) == "done");
  CHECK(answered(visitor, "none")["score"] == 0);

  CHECK(visitor.outcome(rate(id, 5, "贵")) == "bad_value");
  CHECK(visitor.last_error()["field"] == "reasons");
  CHECK(visitor.outcome(rate(id, 5, "快\n快")) == "bad_value");
  CHECK(visitor.outcome(rate(id, 5, "快\n友好", "谢谢")) == "done");
  for (Person* each : {&visitor, &tab}) {
    const Json said = answered(*each, "given");
    CHECK(said["score"] == 5);
    CHECK(said["reasons"] == Json({"快", "友好"}));
    CHECK(said["comment"] == "谢谢");
  }
  const Json seen = rating_in(ann.wait_until(
      "conversation_listed", [](const Json& frame) { return rating_in(frame).is_object(); }));
  CHECK(seen["score"] == 5);
  CHECK(seen["agent"]["name"] == "ann");
  CHECK_FALSE(seen.contains("earlier"));
  // The same again is answered, too; after a reload nobody is asked again.
  CHECK(visitor.outcome(rate(id, 5, "快\n友好", "谢谢")) == "done");
  CHECK(answered(visitor, "given")["score"] == 5);
  Person again = test::visitor(house, visitor.welcome["token"]);
  CHECK(again.welcome["conversation"]["rating"]["answer"] == "given");
  // Reopened and closed, it is asked once again; agents still see what was said before.
  REQUIRE(ann.outcome(about("reopen", id)) == "done");
  CHECK(rating_in(ann.wait_until("conversation_listed", [](const Json& frame) {
          return frame["conversation"]["state"] == "assigned" && rating_in(frame).is_object();
        }))["earlier"] == true);
  REQUIRE(visitor.outcome(about("close", id)) == "done");
  answered(tab, "none");
}

TEST_CASE("a site that does not ask takes no rating") {
  ServerHouse house;
  REQUIRE(put(house, "/api/v1/sites/s_z", {{"rating", false}}).status == 200);
  Person ann = test::agent(house, "ann");
  Person visitor = test::visitor(house);
  CHECK_FALSE(visitor.welcome["site"].contains("rating"));
  const Json id = talk(visitor, ann);
  REQUIRE(ann.outcome(about("close", id)) == "done");
  CHECK(visitor.outcome(rate(id, 5)) == "not_allowed");
  CHECK(rating_in(visitor.wait_until("conversation_changed", [](const Json& frame) {
          return frame["conversation"]["state"] == "closed";
        })) == Json());
}

TEST_CASE("a low rating alarms on the board until a supervisor acknowledges it") {
  ServerHouse house;
  Person ann = test::agent(house, "ann");
  Person sue = test::agent(house, "sue");
  sue.say({{"type", "watch_board"}, {"active", true}});
  sue.wait("board");
  Person visitor = test::visitor(house);
  const Json id = talk(visitor, ann);
  REQUIRE(ann.outcome(about("close", id)) == "done");
  REQUIRE(visitor.outcome(rate(id, 2)) == "done");
  const Json alarm = next_alarm(sue);
  CHECK(alarm["kind"] == "low_rating");
  CHECK(alarm["conversation"] == id);
  CHECK(alarm["score"] == 2);
  CHECK(alarm["agent"] == ann.welcome["agent"]["agent"]);
  CHECK(ann.outcome({{"type", "acknowledge"}, {"alarm", alarm["alarm"]}}) == "not_allowed");

  Person adm = test::agent(house, "adm");
  adm.say({{"type", "watch_board"}, {"active", true}});
  const Json board = adm.wait("board");
  CHECK(board["alarms"] == Json::array({alarm}));
  for (const Json& row : board["agents"]) {
    if (row["name"] == "ann") CHECK(row["rating_sum"] == 2);
  }
  REQUIRE(adm.outcome({{"type", "acknowledge"}, {"alarm", alarm["alarm"]}}) == "done");
  CHECK(next_alarm(sue)["gone"] == true);
}

TEST_CASE("words of the account's list alarm, and are marked for supervisors only") {
  ServerHouse house;
  CHECK(fault_of(put(house, "/api/v1/account", {{"words", {"a", ""}}})) == "bad_value words.1");
  CHECK(fault_of(put(house, "/api/v1/account", {{"words", {"a", 7}}})) == "wrong_type words.1");
  CHECK(fault_of(put(house, "/api/v1/account", {{"words", {"a", "a"}}})) == "bad_value words.1");
  CHECK(fault_of(put(house, "/api/v1/account", {{"words", {std::string(65, 'x')}}})) ==
        "too_long words.0");
  CHECK(fault_of(put(house, "/api/v1/account", {{"words", {" a"}}})) == "bad_value words.0");
  CHECK(fault_of(put(house, "/api/v1/account", {{"words", std::vector<int>(201, 1)}})) ==
        "too_many words");
  const auto saved = put(house, "/api/v1/account", {{"words", {"refund", "退款"}}});
  REQUIRE(saved.status == 200);
  CHECK(Json::parse(saved.body)["account"]["words"] == Json({"refund", "退款"}));

  Person ann = test::agent(house, "ann");
  Person sue = test::agent(house, "sue");
  sue.say({{"type", "watch_board"}, {"active", true}});
  sue.wait("board");
  Person visitor = test::visitor(house);
  const Json id = talk(visitor, ann, "我要退款");
  const Json alarm = next_alarm(sue);
  CHECK(alarm["kind"] == "word");
  CHECK(alarm["word"] == "退款");
  CHECK(alarm["by"] == "visitor");
  CHECK(alarm["message"] == 1);
  ann.say(test::post_in(id, "a1", "No REFUND"));
  CHECK(next_alarm(sue)["by"] == "agent");
  REQUIRE(ann.outcome(about("close", id)) == "done");
  const auto closed = [](const Json& frame) { return frame["conversation"]["state"] == "closed"; };
  const Json found = sue.wait_until("conversation_listed", closed)["conversation"]["found"];
  REQUIRE(found.size() == 2);
  CHECK(found[0] == Json({{"message", 1}, {"word", "退款"}}));
  CHECK_FALSE(ann.wait_until("conversation_listed", closed)["conversation"].contains("found"));
}

TEST_CASE("settings of ratings are checked, each with its field") {
  ServerHouse house;
  const auto site = [&](const Json& body) {
    return fault_of(put(house, "/api/v1/sites/s_z", body));
  };
  CHECK(site({{"rating", "yes"}}) == "wrong_type rating");
  CHECK(site({{"rating_reasons", {"a\nb"}}}) == "bad_value rating_reasons.0");
  CHECK(site({{"rating_reasons", std::vector<std::string>(11, "a")}}) == "too_many rating_reasons");
  CHECK(site({{"rating_reasons", {std::string(101, 'x')}}}) == "too_long rating_reasons.0");
  CHECK(site({{"rating", true}, {"rating_reasons", Json::array()}}) == "");
}
