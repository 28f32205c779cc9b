// What has been: searched, read again, counted, over HTTP and over an agent's connection.

#include "integration/server_people.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::Answer;
using test::Json;
using test::Person;
using test::ServerHouse;

namespace {

// ann and a visitor talk about a refund, and are done.
struct Past {
  ServerHouse house;
  Person ann = test::agent(house, "ann");
  Person visitor = test::visitor(house);
  Json conversation;

  Past() {
    visitor.say(test::ask("m1", "我想退款"));
    conversation = visitor.wait("ack")["conversation"];
    ann.wait("conversation_listed");
    ann.say(test::post_in(conversation, "m2", "Refunds take three days"));
    ann.wait("ack");
  }

  Answer get(const std::string& login, const std::string& path) {
    return test::ask_http(house, "GET", path, {}, test::sign_in(house, login));
  }
  Json body(const std::string& login, const std::string& path) {
    const Answer answer = get(login, path);
    REQUIRE(answer.status == 200);
    return Json::parse(answer.body);
  }
  // The archive follows the journal: asked until it knows of both messages.
  void settle() {
    while (body("sue", "/api/v1/messages?text=refunds")["messages"].empty()) {
    }
  }
};

constexpr const char* refund = "/api/v1/messages?text=%E9%80%80%E6%AC%BE";

}  // namespace

TEST_CASE("a message is found by its words, by whoever may read it") {
  Past past;
  past.settle();
  const Json found = past.body("sue", refund)["messages"];
  REQUIRE(found.size() == 1);
  CHECK(found[0]["text"] == "我想退款");
  CHECK(found[0]["conversation"] == past.conversation);
  CHECK(found[0]["agent"].is_null());
  CHECK(past.body("ann", refund)["messages"].size() == 1);
  CHECK(past.body("bob", refund)["messages"].empty());  // never had it
  CHECK(past.body("zoe", refund)["messages"].empty());  // another account's
  const Json by_ann = past.body("ann", "/api/v1/messages?text=three%20days")["messages"];
  REQUIRE(by_ann.size() == 1);
  CHECK(by_ann[0]["agent_name"] == "ann");
}

TEST_CASE("a question that cannot be asked says why") {
  Past past;
  const auto refused = [&](const std::string& path, const std::string& field) {
    const Answer answer = past.get("sue", path);
    CHECK(answer.status == 400);
    CHECK(Json::parse(answer.body)["error"]["field"] == field);
  };
  refused("/api/v1/messages", "text");
  refused("/api/v1/messages?text=" + std::string(513, 'a'), "text");
  refused("/api/v1/messages?text=a&visitor=nobody", "visitor");
  refused("/api/v1/messages?text=a&before=-1", "before");
  refused("/api/v1/messages?text=a&from=9&until=8", "from");
  refused("/api/v1/funnel?by=weather", "by");
  refused("/api/v1/funnel?from=0&by=day", "from");  // more days than anybody reads
}

TEST_CASE("a visitor's profile tells its visits and conversations") {
  Past past;
  past.settle();
  const std::string visitor = past.visitor.welcome["visitor"];
  const Json profile = past.body("ann", "/api/v1/people/" + visitor);
  CHECK(profile["person"]["visitor"] == visitor);
  CHECK(profile["person"]["external_id"] == "");  // nobody vouched for it
  REQUIRE(profile["conversations"].size() == 1);
  CHECK(profile["conversations"][0]["agent_name"] == "ann");
  CHECK(profile["conversations"][0]["messages"] == 2);
  CHECK(past.body("bob", "/api/v1/people/" + visitor).at("person").is_null());
  CHECK(past.get("sue", "/api/v1/people/" + visitor).status == 200);
  CHECK(past.body("zoe", "/api/v1/people/" + visitor).at("person").is_null());
}

TEST_CASE("a closed conversation is read again by a supervisor who never saw it") {
  Past past;
  past.ann.say(test::about("close", past.conversation));
  past.settle();
  const Json ask{
      {"type", "history"}, {"conversation", past.conversation}, {"before", 1'000}, {"limit", 50}};
  Person sue = test::agent(past.house, "sue");
  sue.say(ask);
  const Json entries = sue.wait("entries");
  CHECK(entries["conversation"] == past.conversation);
  CHECK(entries["entries"].size() >= 3);
  Person bob = test::agent(past.house, "bob");
  CHECK(bob.page(ask) == "unknown_conversation");
}

TEST_CASE("visits are counted by how far they came, by day too") {
  Past past;
  Person reader = test::visitor(past.house);
  REQUIRE(reader.outcome({{"type", "page"},
                          {"url", "https://shop.example/tea"},
                          {"title", "Tea"},
                          {"referrer", ""}}) == "done");
  reader.say(test::ask("r1", "Is it green?"));
  reader.wait("ack");
  while (past.body("sue", "/api/v1/messages?text=green")["messages"].empty()) {
  }
  const Json rows = past.body("sue", "/api/v1/funnel?by=page")["rows"];
  REQUIRE(rows.size() == 1);
  CHECK(rows[0] == Json{{"key", "/tea"},
                        {"visits", 1},
                        {"invited", 0},
                        {"chatted", 1},
                        {"served", 0},
                        {"rated", 0}});
  const std::int64_t now_ms = past.ann.welcome["now"];
  const Json days =
      past.body("sue", "/api/v1/funnel?by=day&from=" + std::to_string(now_ms - 3'600'000))["rows"];
  REQUIRE_FALSE(days.empty());
  CHECK(days.back()["visits"] == 1);
}
