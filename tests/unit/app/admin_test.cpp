// Settings over the API: who may change what, what is refused and why, and that the floor follows.

#include "office.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::admin_id;
using test::Answer;
using test::Json;
using test::Office;
using test::SmallHouse;

namespace {

const Json bea{{"name", "Bea"}, {"login", "bea"}, {"password", "correct horse"}};

}  // namespace

TEST_CASE("each role reaches the routes that are its own") {
  Office office;
  const Json reply{{"name", "hi"}, {"text", "Hello"}, {"scope", "personal"}};
  struct Row {
    std::string method, path;
    Json body;
    std::array<unsigned, 4> statuses;  // nobody, agent, supervisor, admin
  };
  const std::vector<Row> rows{
      {"GET", "queues", {}, {401, 403, 200, 200}},
      {"POST", "queues", {{"name", "New"}}, {401, 403, 403, 201}},
      {"GET", "queues/q_3", {}, {401, 403, 200, 200}},
      {"PUT", "queues/q_3", {{"name", "Sales"}}, {401, 403, 403, 200}},
      {"DELETE", "queues/q_zz", {}, {401, 403, 403, 404}},
      {"GET", "agents", {}, {401, 403, 200, 200}},
      {"POST", "agents", bea, {401, 403, 403, 201}},
      {"GET", "agents/a_b", {}, {401, 403, 200, 200}},
      {"PUT", "agents/a_b", {{"name", "Ann"}, {"login", "ann"}}, {401, 403, 403, 200}},
      {"DELETE", "agents/a_zz", {}, {401, 403, 403, 404}},
      {"GET", "canned", {}, {401, 200, 200, 200}},
      {"POST", "canned", reply, {401, 201, 201, 201}},
      {"DELETE", "canned/r_zz", {}, {401, 404, 404, 404}},
  };
  const std::array<std::string, 4> people{"", "ann", "sue", "adm"};
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < people.size(); ++i) {
      INFO(row.method << " " << row.path << " by " << people[i]);
      CHECK(office.ask(people[i], row.method, row.path, row.body).status == row.statuses[i]);
    }
  }
}

TEST_CASE("a body that is wrong is refused with the path of the member at fault") {
  Office office;
  struct Row {
    Json body;
    std::string code, field;
  };
  const std::vector<Row> rows{
      {"{", "bad_json", ""},
      {R"({"name":"a","name":"b"})", "duplicate_field", "name"},
      {Json::array(), "wrong_type", ""},
      {Json::object(), "missing_field", "name"},
      {{{"name", 7}}, "wrong_type", "name"},
      {{{"name", ""}}, "bad_value", "name"},
      {{{"name", "a\nb"}}, "bad_value", "name"},
      {{{"name", std::string(257, 'x')}}, "too_long", "name"},
      {{{"name", "a"}, {"ring_ms", 1}}, "out_of_range", "ring_ms"},
      {{{"name", "a"}, {"ring_ms", 7.5}}, "wrong_type", "ring_ms"},
      {{{"name", "a"}, {"colour", "red"}}, "unknown_field", "colour"},
      {{{"name", "a"}, {"policy", {{"strategy", "best"}}}}, "bad_value", "policy.strategy"},
      {{{"name", "a"}, {"policy", {{"priority", 10}}}}, "out_of_range", "policy.priority"},
      {{{"name", "a"}, {"policy", {{"speed", 1}}}}, "unknown_field", "policy.speed"},
      {{{"name", "a"}, {"policy", {{"overflow", "q_zz"}, {"overflow_ms", 1000}}}},
       "bad_value",
       "policy.overflow"},
      {{{"name", "a"}, {"policy", {{"hours", {{"always", false}, {"zone", "Mars/Base"}}}}}},
       "bad_value",
       "policy.hours.zone"},
      {{{"name", "a"}, {"policy", {{"hours", {{"week", Json::array()}}}}}},
       "bad_value",
       "policy.hours.week"},
      {{{"name", "a"},
        {"policy",
         {{"hours", {{"always", false}, {"zone", "UTC"}, {"dates", {{{"date", "2026-02-30"}}}}}}}}},
       "out_of_range",
       "policy.hours.dates.0"},
  };
  for (const Row& row : rows) {
    const Answer answer = office.admin("POST", "queues", row.body);
    INFO(row.body);
    REQUIRE(answer.status == 400);
    CHECK(answer.code() == row.code);
    CHECK(answer.field() == row.field);
  }
  CHECK(office.admin("GET", "queues").body.at("queues").size() == 1);
  const Answer nested = office.admin("POST", "agents",
                                     {{"name", "B"},
                                      {"login", "b"},
                                      {"password", "correct horse"},
                                      {"queues", {{{"queue", "q_3"}}, {{"queue", "q_zz"}}}}});
  CHECK(nested.status == 400);
  CHECK(nested.field() == "queues.1.queue");
}

TEST_CASE("a policy comes back as it was written, and what is not named stays") {
  Office office;
  const std::string other = office.new_queue("Support");
  const Json policy{{"strategy", "tiers"},
                    {"wrap_up_ms", 30'000},
                    {"skills", {"refunds", "日本語"}},
                    {"overflow", other},
                    {"overflow_ms", 60'000},
                    {"hours",
                     {{"always", false},
                      {"zone", "UTC"},
                      {"week",
                       {Json::array({{"09:00", "12:00"}, {"13:00", "24:00"}}), Json::array(),
                        Json::array(), Json::array(), Json::array(), Json::array(), Json::array()}},
                      {"dates", {{{"date", "2026-10-01"}, {"open", Json::array()}}}}}}};
  const Answer written = office.admin("PUT", "queues/q_3", {{"name", "Sales"}, {"policy", policy}});
  REQUIRE(written.status == 200);
  CHECK(office.admin("PUT", "queues/q_3", {{"name", "Retail"}}).status == 200);
  const Json read = office.admin("GET", "queues/q_3").body.at("queue");
  CHECK(read.at("name") == "Retail");
  for (const auto& [name, value] : policy.items()) CHECK(read.at("policy").at(name) == value);
  CHECK(read.at("policy").at("ageing_ms") == 60'000);
}

TEST_CASE("a queue that is deleted hands its conversations to the first one") {
  Office office;
  const auto ann = office.house.agent();
  auto visitor = office.house.visitor();
  office.house.say(*visitor, {{"type", "ask"}, {"client_id", "1"}, {"text", "hello"}});
  const Json before = visitor->last("conversation_changed").at("conversation");
  CHECK(before.at("queue") == "q_3");
  const std::string heir = office.new_queue("Support");
  REQUIRE(office.admin("DELETE", "queues/q_3").status == 204);
  const Answer last = office.admin("DELETE", "queues/" + heir);
  CHECK(last.status == 409);
  CHECK(last.code() == "last_queue");
  auto later = office.house.agent(SmallHouse::supervisor_id);
  const Json rows = later->last("agent_welcome").at("conversations");
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].at("queue") == heir);
}

TEST_CASE("a queue that others overflow into can be deleted; they then keep what they have") {
  Office office;
  const std::string other = office.new_queue("Support");
  const Json policy{{"overflow", other}, {"overflow_ms", 1'000}};
  REQUIRE(office.admin("PUT", "queues/q_3", {{"name", "Sales"}, {"policy", policy}}).status == 200);
  REQUIRE(office.admin("DELETE", "queues/" + other).status == 204);
  const Json left = office.admin("GET", "queues/q_3").body.at("queue").at("policy");
  CHECK(left.at("overflow").is_null());
  CHECK(left.at("overflow_ms") == 0);
}

TEST_CASE("the last administrator cannot be removed, demoted or shut out") {
  Office office;
  const Json self{{"name", "adm"}, {"login", "adm"}};
  const Json refused{{"role", "agent"}, {"disabled", true}};
  for (const auto& [name, value] : refused.items()) {
    Json change = self;
    change[name] = value;
    const Answer answer = office.admin("PUT", "agents/a_d", change);
    CHECK(answer.status == 409);
    CHECK(answer.code() == "last_admin");
  }
  CHECK(office.admin("DELETE", "agents/a_d").code() == "last_admin");
  Json second = bea;
  second["role"] = "admin";
  REQUIRE(office.admin("POST", "agents", second).status == 201);
  CHECK(office.admin("DELETE", "agents/a_d").status == 204);
  CHECK(office.admin("GET", "agents").status == 401);
}

TEST_CASE("an agent is made with a password that no answer shows, and a login of its own") {
  Office office;
  const Answer made = office.admin("POST", "agents", bea);
  REQUIRE(made.status == 201);
  CHECK(made.body.dump().find("password") == std::string::npos);
  const std::string path = "agents/" + made.body.at("agent").at("agent").get<std::string>();
  CHECK(office.ask("bea", "GET", "canned").status == 200);
  Json twin = bea;
  twin["login"] = "BEA";
  const Answer taken = office.admin("POST", "agents", twin);
  CHECK(taken.status == 409);
  CHECK(taken.code() == "login_taken");
  CHECK(taken.field() == "login");

  SECTION("a new password ends the old sign-ins") {
    Json reset = bea;
    reset["password"] = "battery staple";
    REQUIRE(office.admin("PUT", path, reset).status == 200);
    CHECK(office.ask("bea", "GET", "canned").status == 401);
    CHECK(office.sign_in("bea").empty());
  }
  SECTION("a new name does not") {
    REQUIRE(office.admin("PUT", path, {{"name", "Beate"}, {"login", "bea"}}).status == 200);
    CHECK(office.ask("bea", "GET", "canned").status == 200);
  }
  SECTION("whoever is disabled is out at once") {
    auto line = office.house.agent();
    const Json off{{"name", "ann"}, {"login", "ann"}, {"disabled", true}};
    REQUIRE(office.admin("PUT", "agents/a_b", off).status == 200);
    CHECK(line->closed == 4100);
  }
}

TEST_CASE("an agent's queues, terms and skills come back as they were written") {
  Office office;
  const std::string support = office.new_queue("Support");
  const Json queues = {{{"queue", "q_3"}, {"tier", 0}, {"capacity", 0}},
                       {{"queue", support}, {"tier", 2}, {"capacity", 4}}};
  const Json change{{"name", "Ann"}, {"login", "ann"}, {"queues", queues}, {"skills", {"b", "a"}}};
  REQUIRE(office.admin("PUT", "agents/a_b", change).status == 200);
  const Json read = office.admin("GET", "agents/a_b").body.at("agent");
  CHECK(read.at("queues") == queues);
  CHECK(read.at("skills") == Json{"a", "b"});
  CHECK(read.at("role") == "agent");
}

TEST_CASE("canned replies are seen by those they are for and written by those who may") {
  Office office;
  const std::string support = office.new_queue("Support");
  const auto reply = [](const std::string& name, const std::string& scope) {
    return Json{{"name", name}, {"text", "Hello {{visitor.name}}"}, {"scope", scope}};
  };
  const auto add = [&](const std::string& who, const Json& body) {
    return office.ask(who, "POST", "canned", body);
  };
  const auto names = [&](const std::string& who) {
    std::vector<std::string> found;
    const Json body = office.ask(who, "GET", "canned").body;
    for (const Json& each : body.at("canned")) {
      found.push_back(each.at("name"));
    }
    return found;
  };
  REQUIRE(add("ann", reply("anns", "personal")).status == 201);
  CHECK(add("ann", reply("all", "all")).code() == "not_allowed");
  CHECK(add("adm", reply("none", "queue")).field() == "queue");
  const Answer everyone = add("adm", reply("all", "all"));
  REQUIRE(everyone.status == 201);
  Json for_support = reply("support", "queue");
  for_support["queue"] = support;
  REQUIRE(add("adm", for_support).status == 201);
  CHECK(names("ann") == std::vector<std::string>{"all", "anns"});
  CHECK(names("adm") == std::vector<std::string>{"all", "support"});

  const std::string path = "canned/" + everyone.body.at("reply").at("reply").get<std::string>();
  CHECK(office.ask("ann", "PUT", path, reply("mine", "personal")).status == 403);
  CHECK(office.ask("ann", "DELETE", path).status == 403);
  CHECK(office.admin("PUT", path, reply("hello", "all")).status == 200);
  CHECK(office.admin("DELETE", path).status == 204);
  CHECK(names("ann") == std::vector<std::string>{"anns"});
}
