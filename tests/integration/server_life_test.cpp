// Silence, waiting and the end, seen by people on a whole server. The waits are those of the real
// server, shortened.

#include <future>

#include "integration/server_people.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::Json;
using test::Person;
using test::Poller;
using test::ServerHouse;

namespace {

ServerHouse::Options with(net::Waits waits) {
  ServerHouse::Options options;
  options.net.waits = waits;
  return options;
}

}  // namespace

TEST_CASE("who says nothing is closed as silent; who pings is not") {
  ServerHouse house(with({.silence_ms = 2'000}));
  Person silent = test::visitor(house);
  Person nobody(house, Person::visitor_path);
  std::future<int> of_silent = std::async([&] { return silent.close_code(); });
  std::future<int> of_nobody = std::async([&] { return nobody.close_code(); });
  Person lively = test::visitor(house);
  while (of_silent.wait_for(std::chrono::milliseconds(100)) != std::future_status::ready) {
    REQUIRE(lively.outcome({{"type", "ping"}}) == "done");
  }
  CHECK(of_silent.get() == 4002);
  CHECK(of_nobody.get() == 4002);
  CHECK(lively.outcome({{"type", "ping"}}) == "done");
}

TEST_CASE("an agent sees where a visitor came from, and a second page does not change it") {
  ServerHouse house;
  Person ann = test::agent(house, "ann");
  Person vera = test::visitor(house);
  vera.say({{"type", "page"},
            {"url", "https://shop.example/?utm_source=baidu&utm_campaign=spring"},
            {"title", "Shop"},
            {"referrer", "http://www.baidu.com/s?ie=gb2312&wd=%D4%DA%CF%DF"}});
  vera.say({{"type", "page"},
            {"url", "https://shop.example/2"},
            {"title", "Two"},
            {"referrer", "https://www.google.com/"}});
  vera.say(test::ask("v1", "hello"));
  const Json visitor = ann.wait("conversation_listed")["conversation"]["visitor"];
  const Json& source = visitor["visit"]["source"];
  CHECK(visitor["visit"]["pages"] == 2);
  CHECK(source["channel"] == "search");
  CHECK(source["name"] == "baidu");
  CHECK(source["keyword_state"] == "given");
  CHECK(source["keyword"] == "在线");
  CHECK(source["campaign"]["name"] == "spring");
  CHECK(visitor["first_touch"]["at"] == visitor["visit"]["started_at"]);
  CHECK(visitor["first_touch"]["source"] == source);
}

TEST_CASE("an empty poll is answered when it was held long enough, and the id lives on") {
  ServerHouse house(with({.silence_ms = 5'000, .poll_hold_ms = 1'000}));
  Poller visitor(house);
  CHECK(visitor.exchange());
  CHECK(visitor.exchange());
  CHECK(visitor.take_waiting().empty());
  visitor.say(test::ask("v1", "still here"));
  CHECK(visitor.wait("ack")["seq"] == 1);
}

TEST_CASE("a drain tells everybody to come back, and keeps what was acknowledged") {
  ServerHouse house(with({.close_ms = 1'000}));
  Person ann = test::agent(house, "ann");
  Person visitor = test::visitor(house);
  Person nobody(house, Person::visitor_path);
  visitor.say(test::ask("v1", "hello"));
  visitor.wait("ack");
  std::future<void> drained = std::async([&] { house.drain(5'000); });
  for (Person* person : {&ann, &visitor, &nobody}) {
    CHECK(person->close_code() == 4000);
    person->cut();
  }
  drained.get();
  CHECK_THROWS(Person(house, Person::visitor_path));
  CHECK(house.messages_stored() == 1);
}

TEST_CASE("a poll that drains is told so in its answer") {
  ServerHouse house(with({.close_ms = 1'000}));
  const Json opened = Json::parse(test::ask_http(house, "POST", "/poll/visitor?site=s_main").body);
  const std::string path = "/poll/" + opened["poll"].get<std::string>();
  test::Client poll(house.port());
  poll.send(test::post(path,
                       R"({"ack":0,"seq":1,"frames":[{"type":"visitor_hello","protocol":1}]})",
                       "Origin: " + std::string(test::own_origin) + "\r\n"));
  REQUIRE(Json::parse(poll.answer()->body)["frames"][0]["type"] == "visitor_welcome");
  poll.send(test::post(path, R"({"ack":1,"seq":2,"frames":[]})",
                       "Origin: " + std::string(test::own_origin) + "\r\n"));
  std::future<void> drained = std::async([&] { house.drain(5'000); });
  const auto answer = poll.answer();
  REQUIRE(answer);
  CHECK(Json::parse(answer->body)["close"]["code"] == 4000);
  drained.get();
}

TEST_CASE("a console with more to show than a send queue holds is welcomed all the same") {
  ServerHouse house;
  Json attributes;
  for (int i = 0; i < 30; ++i) attributes["field " + std::to_string(i)] = std::string(1'000, 'x');
  std::vector<Person> visitors;
  for (int i = 0; i < 12; ++i) {
    visitors.push_back(test::visitor(house));
    visitors.back().say({{"type", "identify"}, {"attributes", attributes}});
    visitors.back().say(test::ask("v1", "hello"));
    visitors.back().wait("ack");
  }
  Person ann = test::agent(house, "ann");
  CHECK(ann.welcome.dump().size() > limits::send_queue_bytes_max);
  CHECK(ann.welcome["conversations"].size() == 12);
  CHECK(ann.outcome({{"type", "ping"}}) == "done");
}
