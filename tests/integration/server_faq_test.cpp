// Searches for answers over real sockets.

#include "core/faq_limits.hpp"
#include "integration/server_people.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::Json;
using test::Person;
using test::ServerHouse;

TEST_CASE("a visitor who searches without a pause is told when to go on") {
  ServerHouse house({.app = {.messages_per_second = 0, .frames_per_second = 1'000}});
  Person visitor = test::visitor(house);
  const Json search{{"type", "search_faq"}, {"query", "refund"}};
  std::string outcome = "done";
  for (std::uint32_t i = 0; outcome == "done" && i < 10 * limits::faq_searches_burst; ++i) {
    outcome = visitor.outcome(search);
  }
  CHECK(outcome == "rate_limited");
  CHECK(visitor.last_error()["reply_to"] == "search_faq");
  CHECK(visitor.last_error()["retry_after_ms"] <= 500);
}

TEST_CASE("what a visitor said of an answer comes to who administers it, once") {
  ServerHouse house({.on_disk = true});
  const std::string admin = test::sign_in(house, "adm");
  const Json entry{{"question", "Refund?"}, {"answer", "Yes."}, {"published", true}};
  const auto made = test::ask_http(house, "POST", "/api/v1/faq", entry.dump(), admin);
  REQUIRE(made.status == 201);
  const Json id = Json::parse(made.body)["entry"]["entry"];
  Person visitor = test::visitor(house);
  for (const bool helped : {true, false}) {
    CHECK(visitor.outcome({{"type", "rate_faq"}, {"entry", id}, {"helped", helped}}) == "done");
  }
  visitor.say({{"type", "search_faq"}, {"query", "refund"}});
  CHECK(visitor.wait("faq_entries")["entries"][0]["helped"] == true);
  Json listed;
  do {
    const auto answer = test::ask_http(house, "GET", "/api/v1/faq", "", admin);
    listed = Json::parse(answer.body)["faq"][0];
  } while (listed["helped"] == 0);
  CHECK(listed["shown"] == 1);
  CHECK(listed["not_helped"] == 0);
}
