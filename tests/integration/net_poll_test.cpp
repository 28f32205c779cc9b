// The long-poll twin: the same frames under the same promises, over plain requests.

#include "integration/net_client.hpp"
#include "integration/net_house.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::Client;
using test::House;
using test::post;

namespace {

constexpr const char* origin = "Origin: http://usher.test\r\n";

std::string open(Client& client) {
  client.send(post("/poll/visitor?site=s", "", origin));
  const std::string body = client.answer().value_or(test::Answer{}).body;
  return body.size() > 11 ? "/poll/" + body.substr(9, body.size() - 11) : "";
}

std::string exchange(Client& client, const std::string& path, const std::string& body) {
  client.send(post(path, body, origin));
  const auto answer = client.answer();
  return answer ? std::to_string(answer->status) + " " + answer->body : "(closed)";
}

}  // namespace

TEST_CASE("frames go both ways, and what is not acknowledged comes again") {
  House house({}, GENERATE(false, true));
  Client client(house.port());
  const std::string path = open(client);
  REQUIRE(path.size() == 6 + 32);
  const std::string two = R"({"ack":0,"seq":1,"frames":[{"a":[1,"]"]}, {"b":"\"}"}]})";
  const std::string both = R"(200 {"from":1,"frames":[{"a":[1,"]"]},{"b":"\"}"}]})";
  CHECK(exchange(client, path, two) == both);
  CHECK(exchange(client, path, two) == both);  // the answer got lost: nothing is applied twice
  CHECK(exchange(client, path, R"({"ack":1,"seq":3,"frames":[{"c":1}]})") ==
        R"(200 {"from":2,"frames":[{"b":"\"}"},{"c":1}]})");
  CHECK(exchange(client, path, R"({"ack":3,"seq":4,"frames":[{"d":1}]})") ==
        R"(200 {"from":4,"frames":[{"d":1}]})");
}

TEST_CASE("an exchange is held until there is something to say, and a newer one replaces it") {
  House house;
  Client waiting(house.port());
  Client sending(house.port());
  const std::string path = open(waiting);
  waiting.send(post(path, R"({"ack":0,"seq":1,"frames":[]})", origin));
  const std::string answer = exchange(sending, path, R"({"ack":0,"seq":1,"frames":[{"x":1}]})");
  const auto first = waiting.answer();
  REQUIRE(first);
  // Whichever was on the wire first, the frame is in the answer of one that was held.
  CHECK((answer + first->body).find(R"({"x":1})") != std::string::npos);
}

TEST_CASE("polls that make no sense are refused") {
  House house;
  Client client(house.port());
  const std::string path = open(client);
  CHECK(exchange(client, path, "").starts_with("400"));
  CHECK(exchange(client, path, R"({"ack":9,"seq":1,"frames":[]})").starts_with("400"));
  CHECK(exchange(client, path, R"({"ack":0,"seq":1,"frames":["text"]})").starts_with("400"));
  CHECK(exchange(client, path, R"({"ack":0,"seq":7,"frames":[{}]})").starts_with("409"));
  CHECK(exchange(client, "/poll/0123", R"({"ack":0,"seq":1,"frames":[]})").starts_with("404"));
  client.send(post(path, R"({"ack":0,"seq":1,"frames":[]})", "Origin: http://evil.test\r\n"));
  CHECK(client.answer()->status == 404);
  client.send(post("/poll/visitor?site=s", "", "Origin: http://evil.test\r\n"));
  CHECK(client.answer()->status == 403);
}

TEST_CASE("a poll's close brings its code, and the id is gone after it") {
  House house;
  Client client(house.port());
  const std::string path = open(client);
  REQUIRE(house.front.open_sessions.becomes(1));
  CHECK(exchange(client, path, R"({"ack":0,"seq":1,"frames":[{"do":"close"}]})") ==
        R"(200 {"from":1,"frames":[],"close":{"code":4000,"reason":"asked to"}})");
  CHECK(house.front.open_sessions.becomes(0));
  CHECK(exchange(client, path, R"({"ack":0,"seq":2,"frames":[]})").starts_with("404"));
}

TEST_CASE("a poll answers a preflight and the origin that opened it") {
  House house;
  Client client(house.port());
  client.send(
      "OPTIONS /poll/visitor?site=s HTTP/1.1\r\nHost: a\r\nOrigin: http://usher.test\r\n\r\n");
  CHECK(client.answer()->headers.at("access-control-allow-headers") == "content-type");
  client.send(post("/poll/visitor?site=s", "", origin));
  CHECK(client.answer()->headers.at("access-control-allow-origin") == "http://usher.test");
}
