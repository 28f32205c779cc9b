// Rules from the page where admins write them to the visitors whom they invite.

#include "core/rule_limits.hpp"
#include "office.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::Answer;
using test::Json;
using test::Line;
using test::Office;

namespace {

const std::string rules = "invitation_rules";

Json condition(const std::string& input, const std::string& op, const Json& value) {
  return {{"input", input}, {"operator", op}, {"value", value}};
}

Json a_rule(const Json& conditions, const Json& change = Json::object()) {
  Json rule{{"name", "Tea"},
            {"text", "Can I help?"},
            {"when", {{"match", "all"}, {"conditions", conditions}}}};
  rule.update(change);
  return rule;
}

const Json after_ten_seconds = Json::array({condition("page_seconds", "at_least", 10)});
const Json at_once = Json::array({condition("pages", "at_least", 1)});

struct Shop : Office {
  std::unique_ptr<Line> ann = house.agent();
  std::unique_ptr<Line> vera = house.visitor();

  std::string add(const Json& rule) {
    const Answer made = admin("POST", rules, rule);
    REQUIRE(made.status == 201);
    house.loop.run();
    return made.body.at("rule").at("rule");
  }
  void browses(Line& line, const std::string& url = "https://shop.example/") {
    house.say(line, {{"type", "page"}, {"url", url}, {"title", "Tea"}, {"referrer", ""}});
  }
  void tracks(Line& line, const std::string& event) {
    house.say(line, {{"type", "track"}, {"event", event}});
  }
  Json why(const std::string& who = "ann") {
    const std::string id = vera->last("visitor_welcome")["visitor"];
    return ask_with_query(who, id).body.at("rules");
  }
  Answer ask_with_query(const std::string& who, const std::string& visitor) {
    return asked(who, "GET", rules + "/why", {{"visitor", visitor}}, "");
  }
  Json results() { return ask("sue", "GET", rules).body.at("rules")[0].at("results"); }
  Answer dry_run(const Json& rule, const std::map<std::string, std::string>& query = {}) {
    return asked("adm", "POST", rules + "/dry_run", query, rule.dump());
  }
};

std::size_t invitations(const Line& line) { return line.all("invitation").size(); }

}  // namespace

TEST_CASE("a rule invites when its time has come, and once in a visit") {
  Shop shop;
  shop.add(a_rule(after_ten_seconds, {{"kind", "card"}}));
  shop.browses(*shop.vera);
  shop.house.pass(9'999);
  CHECK(invitations(*shop.vera) == 0);
  shop.house.pass(1);
  const Json told = shop.vera->last("invitation")["invitation"];
  CHECK(told["text"] == "Can I help?");
  CHECK(told["kind"] == "card");
  CHECK(told["agent"]["name"] == "ann");
  shop.house.say(
      *shop.vera,
      {{"type", "answer_invitation"}, {"invitation", told["invitation"]}, {"accepted", false}});
  const std::size_t before = invitations(*shop.vera);
  shop.browses(*shop.vera);
  shop.house.pass(limits::hour_ms);
  CHECK(invitations(*shop.vera) == before);
}

TEST_CASE("a new page begins the time on it anew") {
  Shop shop;
  shop.add(a_rule(after_ten_seconds));
  shop.browses(*shop.vera);
  shop.house.pass(6'000);
  shop.browses(*shop.vera, "https://shop.example/b");
  shop.house.pass(6'000);
  CHECK(invitations(*shop.vera) == 0);
  shop.house.pass(4'000);
  CHECK(invitations(*shop.vera) == 1);
}

TEST_CASE("the first rule that holds invites; the order is the admins'") {
  Shop shop;
  const std::string first = shop.add(a_rule(at_once, {{"text", "first"}}));
  const std::string second = shop.add(a_rule(at_once, {{"text", "second"}}));
  CHECK(shop.admin("PUT", rules, {{"rules", {second}}}).field() == "rules");
  CHECK(shop.admin("PUT", rules, {{"rules", {second, second}}}).field() == "rules");
  const Answer ordered = shop.admin("PUT", rules, {{"rules", {second, first}}});
  CHECK(ordered.body.at("rules")[0].at("rule") == second);
  shop.browses(*shop.vera);
  CHECK(shop.vera->last("invitation")["invitation"]["text"] == "second");
}

TEST_CASE("what a page tells of itself makes a rule true, for its visit") {
  Shop shop;
  Json twice = condition("event", "at_least", 2);
  twice["name"] = "added_to_cart";
  shop.add(a_rule(Json::array({twice})));
  shop.browses(*shop.vera);
  shop.tracks(*shop.vera, "added_to_cart");
  shop.tracks(*shop.vera, "something_else");
  CHECK(invitations(*shop.vera) == 0);
  shop.tracks(*shop.vera, "added_to_cart");
  CHECK(invitations(*shop.vera) == 1);
}

TEST_CASE("more events than a visit may have are not counted") {
  Shop shop;
  Json last = condition("event", "at_least", 1);
  last["name"] = "last";
  shop.add(a_rule(Json::array({last})));
  shop.browses(*shop.vera);
  for (std::size_t i = 0; i < limits::page_events_max; ++i) {
    shop.tracks(*shop.vera, "event" + std::to_string(i));
  }
  shop.tracks(*shop.vera, "last");
  CHECK(invitations(*shop.vera) == 0);
}

TEST_CASE("pages watch for the pointer only where a rule asks for it") {
  Shop shop;
  const auto asked = [&] {
    return shop.house.visitor()->last("visitor_welcome")["site"].contains("exit_intent");
  };
  CHECK_FALSE(asked());
  Json rule = a_rule(Json::array({condition("exit_intent", "is", true)}), {{"enabled", false}});
  const std::string id = shop.add(rule);
  CHECK_FALSE(asked());
  rule["enabled"] = true;
  CHECK(shop.admin("PUT", rules + "/" + id, rule).status == 200);
  shop.house.loop.run();
  CHECK(asked());
  shop.browses(*shop.vera);
  CHECK(invitations(*shop.vera) == 0);
  shop.tracks(*shop.vera, "exit_intent");
  CHECK(invitations(*shop.vera) == 1);
}

TEST_CASE("nobody is invited while nobody is free, and soon after somebody is") {
  Shop shop;
  shop.house.say(*shop.ann, {{"type", "status"}, {"status", "away"}});
  shop.add(a_rule(at_once));
  shop.browses(*shop.vera);
  CHECK(invitations(*shop.vera) == 0);
  CHECK(shop.why()[0]["standing"] == "nobody_free");
  shop.house.say(*shop.ann, {{"type", "status"}, {"status", "online"}});
  shop.house.pass(limits::invitation_retry_ms);
  CHECK(invitations(*shop.vera) == 1);
}

TEST_CASE("a rule that is written while visitors are there finds them") {
  Shop shop;
  shop.browses(*shop.vera);
  shop.add(a_rule(at_once));
  CHECK(invitations(*shop.vera) == 1);
}

TEST_CASE("after a restart a rule goes on where time stands, and its results are there") {
  Shop shop;
  shop.add(a_rule(after_ten_seconds, {{"withheld_percent", 0}}));
  shop.browses(*shop.vera);
  shop.house.pass(10'000);
  REQUIRE(invitations(*shop.vera) == 1);
  shop.house.say(*shop.vera,
                 {{"type", "answer_invitation"}, {"invitation", 1}, {"accepted", true}});
  CHECK(shop.results()["accepted"] == 1);
  CHECK(shop.results()["shown_led"] == 1);
  shop.ann.reset();
  shop.vera.reset();
  shop.house.restart();
  shop.cookies.clear();
  CHECK(shop.results()["shown"] == 1);
  CHECK(shop.results()["shown_led"] == 1);
}

TEST_CASE("who is of the share that is withheld sees nothing, and counts") {
  Shop shop;
  shop.add(a_rule(at_once, {{"withheld_percent", 90}}));
  std::size_t shown = 0;
  constexpr std::size_t all = 60;
  std::vector<std::unique_ptr<Line>> lines;
  for (std::size_t i = 0; i < all; ++i) {
    shop.house.pass(7);
    lines.push_back(shop.house.visitor());
    shop.browses(*lines.back());
    shown += invitations(*lines.back());
  }
  CHECK((shown > 0 && shown < all / 3));
  CHECK(shop.results()["shown"] == shown);
  CHECK(shop.results()["withheld"] == all - shown);
}

TEST_CASE("agents learn why each rule did, or did not, invite a visitor") {
  Shop shop;
  shop.add(a_rule(after_ten_seconds, {{"name", "slow"}}));
  shop.add(a_rule(
      Json::array({condition("url", "contains", "/PRICE"), condition("keyword", "is_not", "x")}),
      {{"name", "price"}}));
  shop.browses(*shop.vera, "https://shop.example/price");
  const Json told = shop.why();
  CHECK(told[0]["name"] == "slow");
  CHECK(told[0]["standing"] == "not_yet");
  CHECK(told[0]["at"] == shop.house.clock.time.ms + 10'000);
  CHECK(told[1]["standing"] == "not_met");
  CHECK(told[1]["conditions"][0]["truth"] == "yes");
  CHECK(told[1]["conditions"][0]["actual"] == "https://shop.example/price");
  CHECK(told[1]["conditions"][1]["truth"] == "no");
  CHECK_FALSE(told[1]["conditions"][1].contains("actual"));
  shop.house.pass(10'000);
  CHECK(shop.why()[0]["standing"] == "invited");
  CHECK(shop.ask_with_query("ann", "v_zz").status == 404);
  CHECK(shop.ask_with_query("ann", "x").field() == "visitor");
}

TEST_CASE("a dry run tells whom a rule would invite, and invites nobody") {
  Shop shop;
  const auto other = shop.house.visitor();
  shop.browses(*shop.vera, "https://shop.example/price");
  shop.browses(*other, "https://shop.example/help");
  const Answer found = shop.dry_run(a_rule(Json::array({condition("url", "matches", "*/price*")})));
  REQUIRE(found.status == 200);
  CHECK(found.body["visitors"] == 2);
  CHECK(found.body["invited"] == 1);
  CHECK(found.body["examples"].size() == 2);
  CHECK(shop.dry_run(a_rule(after_ten_seconds)).body["soon"] == 2);
  CHECK(invitations(*shop.vera) + invitations(*other) == 0);
  CHECK(shop.dry_run({{"name", "x"}}).status == 400);
  CHECK(shop.dry_run(a_rule(at_once), {{"rule", "q_1"}}).field() == "rule");
}

TEST_CASE("a dry run over many visitors names some and counts all") {
  Shop shop;
  std::vector<std::unique_ptr<Line>> lines;
  for (std::size_t i = 0; i < 2 * limits::inviter_slice + 1; ++i) {
    lines.push_back(shop.house.visitor());
    shop.browses(*lines.back());
  }
  const Json found = shop.dry_run(a_rule(at_once)).body;
  CHECK(found["visitors"] == lines.size());
  CHECK(found["invited"] == lines.size());
  CHECK(found["examples"].size() == limits::dry_run_names_max / 2);
}

TEST_CASE("faults of a rule name the member, and only admins write") {
  Shop shop;
  const auto fault = [&](const Json& change) {
    const Answer answer = shop.admin("POST", rules, a_rule(at_once, change));
    CHECK(answer.status == 400);
    return answer.code() + " " + answer.field();
  };
  const auto of = [&](const Json& one) {
    return fault({{"when", {{"conditions", Json::array({one})}}}});
  };
  CHECK(fault({{"name", ""}}) == "bad_value name");
  CHECK(fault({{"text", std::string(1'001, 'x')}}) == "too_long text");
  CHECK(fault({{"kind", "popup"}}) == "bad_value kind");
  CHECK(fault({{"queue", "q_zz"}}) == "bad_value queue");
  CHECK(fault({{"agent", "a_zz"}}) == "bad_value agent");
  CHECK(fault({{"withheld_percent", 91}}) == "bad_value withheld_percent");
  CHECK(fault({{"caps", {{"per_day", 0}}}}) == "bad_value caps.per_day");
  CHECK(fault({{"caps", {{"per_year", 1}}}}) == "unknown_field caps.per_year");
  CHECK(fault({{"when", Json::object()}}) == "bad_value when.conditions");
  CHECK(of(condition("weather", "is", "rain")) == "bad_value when.conditions.0.input");
  CHECK(of(condition("url", "at_least", "x")) == "bad_value when.conditions.0.operator");
  CHECK(of(condition("url", "is", 5)) == "wrong_type when.conditions.0.value");
  CHECK(of(condition("pages", "is", "5")) == "wrong_type when.conditions.0.value");
  CHECK(of(condition("exit_intent", "is", 1)) == "wrong_type when.conditions.0.value");
  CHECK(of(condition("attribute", "is", "x")).ends_with("when.conditions.0.name"));
  Json deep = {{"conditions", at_once}};
  for (int i = 0; i < 2; ++i) deep = {{"groups", Json::array({deep})}};
  CHECK(shop.admin("POST", rules, a_rule(at_once, {{"when", deep}})).status == 201);
  CHECK(shop.ask("sue", "POST", rules, a_rule(at_once)).status == 403);
  CHECK(shop.admin("DELETE", rules + "/i_zz").status == 404);
}

TEST_CASE("an account has so many rules and no more, and may delete them") {
  Shop shop;
  std::string last;
  for (std::size_t i = 0; i < limits::invitation_rules_max; ++i) last = shop.add(a_rule(at_once));
  CHECK(shop.admin("POST", rules, a_rule(at_once)).code() == "too_many");
  CHECK(shop.admin("DELETE", rules + "/" + last).status == 204);
  CHECK(shop.ask("sue", "GET", rules).body.at("rules").size() == limits::invitation_rules_max - 1);
}
