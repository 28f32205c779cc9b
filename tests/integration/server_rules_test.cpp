// Rules that invite visitors, over real sockets and a store on the disk.

#include "integration/server_people.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::Json;
using test::Person;
using test::ServerHouse;

TEST_CASE("a rule that an admin writes speaks to a visitor whose page tells of an event") {
  ServerHouse house({.on_disk = true});
  const std::string admin = test::sign_in(house, "adm");
  const Json when{{"match", "any"},
                  {"conditions",
                   {{{"input", "event"}, {"name", "cart"}, {"operator", "is"}, {"value", 1}},
                    {{"input", "url"}, {"operator", "matches"}, {"value", "*/checkout?"}}}}};
  const Json rule{{"name", "结账"}, {"text", "需要帮忙吗？"}, {"kind", "card"}, {"when", when}};
  const auto made = test::ask_http(house, "POST", "/api/v1/invitation_rules", rule.dump(), admin);
  REQUIRE(made.status == 201);

  Person ann = test::agent(house, "ann");
  Person visitor = test::visitor(house);
  visitor.say(
      {{"type", "page"}, {"url", "https://shop.example/"}, {"title", ""}, {"referrer", ""}});
  CHECK(visitor.outcome({{"type", "track"}, {"event", "cart"}}) == "done");
  const Json invited = visitor.wait("invitation")["invitation"];
  CHECK(invited["text"] == "需要帮忙吗？");
  CHECK(invited["kind"] == "card");
  CHECK(invited["agent"]["name"] == "ann");
  visitor.say(
      {{"type", "answer_invitation"}, {"invitation", invited["invitation"]}, {"accepted", true}});
  visitor.wait("conversation_changed");

  const auto listed = test::ask_http(house, "GET", "/api/v1/invitation_rules", "", admin);
  const Json results = Json::parse(listed.body)["rules"][0]["results"];
  CHECK(results["shown"] == 1);
  CHECK(results["accepted"] == 1);
  CHECK(results["shown_led"] == 1);
  const std::string id = visitor.welcome["visitor"];
  const auto why = test::ask_http(house, "GET", "/api/v1/invitation_rules/why?visitor=" + id, "",
                                  test::sign_in(house, "ann"));
  CHECK(Json::parse(why.body)["rules"][0]["standing"] == "invited");
}
