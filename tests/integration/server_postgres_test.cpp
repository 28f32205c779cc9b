// The whole server over PostgreSQL, and while PostgreSQL is away.

#include "integration/server_people.hpp"
#include "support/catch.hpp"
#include "support/postgres_server.hpp"

using namespace usher;
using test::Json;
using test::Person;
using test::PostgresServer;
using test::ServerHouse;

namespace {

ServerHouse::Options over(const adapters::SqlOptions& store) {
  ServerHouse::Options options;
  options.store = store;
  return options;
}

// Comes back until it is welcome, as the widget does, says it, and waits for its seq. Who was
// connected while the store was away is told to come back when it is there.
Json insist(ServerHouse& house, const std::string& token, const Json& message) {
  for (;;) {
    try {
      Person person = test::visitor(house, token);
      if (person.outcome(message) != "retry_later") return person.wait("ack")["seq"];
    } catch (const std::runtime_error&) {  // it was told to come back once more
    }
  }
}

}  // namespace

TEST_CASE("people talk over PostgreSQL, and a restart knows what they said", "[postgres]") {
  const adapters::SqlOptions store = PostgresServer::shared().fresh_store();
  std::string token;
  {
    ServerHouse house(over(store));
    Person ann = test::agent(house, "ann");
    Person vera = test::visitor(house);
    token = vera.welcome["token"];
    vera.say(test::ask("v1", "您好，hello"));
    CHECK(vera.wait("ack")["seq"] == 1);
    ann.wait("conversation_listed");
    CHECK(house.stored("v1").size() == 1);
  }
  ServerHouse house(over(store));
  CHECK(house.stored("v1").size() == 1);
  Person vera = test::visitor(house, token);
  vera.say(test::ask("v1", "您好，hello"));
  CHECK(vera.wait("ack")["seq"] == 1);
  CHECK(house.messages_stored() == 1);
}

TEST_CASE("a server whose PostgreSQL goes away refuses, and goes on by itself when it is back",
          "[postgres]") {
  PostgresServer& server = PostgresServer::shared();
  ServerHouse house(over(server.fresh_store()));
  Person vera = test::visitor(house);
  const std::string token = vera.welcome["token"];
  vera.say(test::ask("v1", "before"));
  vera.wait("ack");
  const std::string cookie = test::sign_in(house, "ann");
  server.stop();
  CHECK_THROWS(Person(house, "/ws/agent", cookie));
  const Json later = test::ask("v2", "while it is away");
  vera.say(later);
  CHECK(vera.wait("error")["code"] == "retry_later");
  const Json ann{{"login", "ann"}, {"password", test::password}};
  CHECK(test::ask_http(house, "POST", "/api/v1/session", ann.dump()).status == 503);
  server.start();
  CHECK(insist(house, token, later) > 1);
  CHECK(house.stored("v1").size() == 1);
  CHECK(house.stored("v2").size() == 1);
  CHECK_NOTHROW(test::agent(house, "bob"));
}
