// A page's dwell, over the socket and by beacon: whose it is, and what bad beacons draw.

#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/limits.hpp"
#include "integration/server_people.hpp"
#include "protocol/frames.gen.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::Client;
using test::Json;
using test::Person;
using test::ServerHouse;

namespace {

constexpr const char* shop = "Origin: https://shop.example\r\n";

Json page(const std::string& view) {
  return {{"type", "page"}, {"url", "https://shop.example/" + view},
          {"title", ""},    {"referrer", ""},
          {"view", view},   {"ago_ms", 5'000}};
}
Json dwell(const std::string& view, std::int64_t visible_ms, bool over = true) {
  return {{"type", "dwell"},
          {"view", view},
          {"visible_ms", visible_ms},
          {"active_ms", 1},
          {"over", over}};
}
Json hello(const Json& token) {
  return {{"type", "visitor_hello"}, {"protocol", 1}, {"token", token}};
}

std::string lines(const std::vector<Json>& frames) {
  std::string text;
  for (const Json& frame : frames) text += (text.empty() ? "" : "\n") + frame.dump();
  return text;
}

int beacon(ServerHouse& house, const std::string& body, const std::string& site = "s_main",
           const std::string& origin = shop) {
  Client client(house.port());
  client.send(test::post("/api/v1/beacon?site=" + site, body,
                         origin + "Content-Type: text/plain;charset=UTF-8\r\n"));
  return client.answer(false).value_or(test::Answer{}).status;
}

// A visitor in conversation with ann, who sees the trail.
struct Desk {
  ServerHouse house;
  Person ann = test::agent(house, "ann");
  Person visitor = test::visitor(house);
  Json token = visitor.welcome["token"];

  Desk() {
    visitor.say(page("a"));
    visitor.say(test::ask("m1", "hello"));
    visitor.wait("ack");
  }
  Json trail_until(const std::function<bool(const Json&)>& holds) {
    return ann.wait_until("visitor_changed", [&](const Json& frame) {
      return holds(frame["visitor"]["visit"]["trail"]);
    })["visitor"]["visit"]["trail"];
  }
};

}  // namespace

TEST_CASE("dwell comes over the socket and by beacon, and the agent sees it") {
  Desk desk;
  desk.visitor.say(dwell("a", 3'000, false));
  desk.trail_until([](const Json& trail) { return trail[0]["visible_ms"] == 3'000; });
  CHECK(beacon(desk.house, lines({hello(desk.token), dwell("a", 4'000)})) == 204);
  const Json trail = desk.trail_until([](const Json& it) { return it[0]["open"] == false; });
  CHECK(trail[0]["visible_ms"] == 4'000);
  CHECK(trail[0]["active_ms"] == 1);
}

TEST_CASE("a page that the server had not heard of comes with its beacon, once") {
  Desk desk;
  const std::string words = lines({hello(desk.token), page("short"), dwell("short", 900)});
  CHECK(beacon(desk.house, words) == 204);
  CHECK(beacon(desk.house, words) == 204);
  desk.visitor.say(page("short"));
  desk.visitor.say(page("b"));
  const Json trail = desk.trail_until(
      [](const Json& it) { return it.back()["url"] == "https://shop.example/b" || it.size() > 2; });
  CHECK(trail.size() == 3);
  std::size_t shorts = 0;
  for (const Json& each : trail) {
    if (each["url"] != "https://shop.example/short") continue;
    ++shorts;
    CHECK(each["visible_ms"] == 900);
  }
  CHECK(shorts == 1);
}

TEST_CASE("a visit begins with the device of its request; a bot's pages make none") {
  ServerHouse house;
  Person ann = test::agent(house, "ann");
  const auto browses = [&](const std::string& agent) {
    Person visitor = test::visitor(house);
    const std::string words = lines({hello(visitor.welcome["token"]), page("p"), dwell("p", 900)});
    const std::string headers = std::string(shop) + "User-Agent: " + agent + "\r\n";
    CHECK(beacon(house, words, "s_main", headers) == 204);
  };
  browses("Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)");
  browses("Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) Version/17.5 Safari/604.1");
  ann.say({{"type", "watch_visitors"}, {"active", true}});
  const Json rows = ann.wait("visitor_rows")["rows"];
  REQUIRE(rows.size() == 1);
  CHECK(rows[0]["device"] == "tablet");
  CHECK(rows[0]["system"] == "ipados");
  CHECK(rows[0]["browser"] == "safari");
  CHECK(rows[0]["version"] == 17);
  CHECK(rows[0]["site"] == "s_main");
}

TEST_CASE("a visit begins with the region of its address, which is not kept itself") {
  const std::string address = "203.0.113.7";
  ServerHouse::Options options;
  options.on_disk = true;
  options.net.trusted_proxies = {"127.0.0.1"};
  options.regions = {
      {address, {"CN", {"中国", "广东", "深圳"}, {"China", "Guangdong", "Shenzhen"}}}};
  ServerHouse house(std::move(options));
  Person ann = test::agent(house, "ann");
  const auto browses = [&](const std::string& from) {
    Person visitor = test::visitor(house);
    const std::string words = lines({hello(visitor.welcome["token"]), page("p"), dwell("p", 900)});
    CHECK(beacon(house, words, "s_main", shop + ("X-Forwarded-For: " + from + "\r\n")) == 204);
  };
  browses(address);
  browses("198.51.100.1");  // of which nothing is known
  ann.say({{"type", "watch_visitors"}, {"active", true}});
  const Json rows = ann.wait("visitor_rows")["rows"];
  REQUIRE(rows.size() == 2);
  const Json& known = rows[rows[0].contains("region") ? 0 : 1];
  CHECK(known["region"]["country"] == "CN");
  CHECK(known["region"]["zh"] == Json{{"country", "中国"}, {"province", "广东"}, {"city", "深圳"}});
  CHECK(known["region"]["en"]["city"] == "Shenzhen");
  CHECK_FALSE(rows[rows[0].contains("region") ? 1 : 0].contains("region"));
  const std::string visitor = known["visitor"];
  const std::string cookie = test::sign_in(house, "sue");
  Json visits;
  while (visits.empty()) {  // the archive follows the journal
    const auto answer = test::ask_http(house, "GET", "/api/v1/people/" + visitor, {}, cookie);
    if (answer.status == 200) visits = Json::parse(answer.body)["visits"];
  }
  CHECK(visits[0]["region"] == known["region"]);
  bool region_is_stored = false;
  for (const auto& file : std::filesystem::directory_iterator(house.folder()->path())) {
    std::ifstream stored(file.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stored), {}};
    INFO(file.path());
    CHECK(bytes.find(address) == std::string::npos);
    region_is_stored = region_is_stored || bytes.find("Guangdong") != std::string::npos;
  }
  CHECK(region_is_stored);
}

TEST_CASE("a beacon is taken from its visitor only, and from its site's pages only") {
  Desk desk;
  Person other = test::visitor(desk.house);
  const std::string token = desk.token;
  std::string forged = token;
  forged.back() = forged.back() == '0' ? '1' : '0';
  const std::string theirs = other.welcome["token"].get<std::string>();
  const std::string swapped = token.substr(0, token.find('.')) + theirs.substr(theirs.find('.'));
  for (const std::string& bad : {forged, swapped, std::string("v_1"), std::string(".")}) {
    INFO(bad);
    CHECK(beacon(desk.house, lines({hello(bad), dwell("a", 4'000)})) == 401);
  }
  const std::string good = lines({hello(desk.token), dwell("a", 4'000)});
  CHECK(beacon(desk.house, good, "s_other") != 204);
  CHECK(beacon(desk.house, good, "s_none") == 404);
  for (const char* origin : {"", "Origin: null\r\n", "Origin: https://evil.test\r\n"}) {
    CHECK(beacon(desk.house, good, "s_main", origin) == 403);
  }
  // Another visitor's view is none of this one's.
  CHECK(beacon(desk.house, lines({hello(theirs), dwell("a", 4'000)})) == 204);
  desk.visitor.say(page("b"));
  const Json trail = desk.trail_until([](const Json& it) { return it.size() == 2; });
  for (const Json& each : trail) {
    CHECK(each["visible_ms"] == 0);
    CHECK(each["open"] == true);
  }
}

TEST_CASE("what is no beacon is refused, and changes nothing") {
  Desk desk;
  const Json me = hello(desk.token);
  Json nobody = me;
  nobody.erase("token");
  Json later = me;
  later["protocol"] = 2;
  const std::vector<std::string> bad{
      "",
      "\n",
      "rubbish",
      "{}",
      std::string("\xff\xfe\0", 3),
      lines({me}),
      lines({dwell("a", 4'000)}),
      lines({nobody, dwell("a", 4'000)}),
      lines({later, dwell("a", 4'000)}),
      lines({me, me, dwell("a", 4'000)}),
      lines({me, dwell("a", 4'000), dwell("a", 4'000)}),
      lines({me, dwell("a", 4'000), page("b")}),
      lines({me, page("b"), page("c")}),
      lines({me, test::ask("m2", "by beacon")}),
      lines({me, {{"type", "ping"}}}),
      lines({me, dwell("a", -1)}),
      lines({me, dwell(std::string(33, 'v'), 1)}),
      lines({me, dwell("a", 4'000)}) + "\n\n",
  };
  for (const std::string& body : bad) {
    INFO(body);
    CHECK(beacon(desk.house, body) == 400);
  }
  CHECK(beacon(desk.house, lines({me, dwell("a", 4'000)}) + std::string(100'000, ' ')) == 413);
  CHECK(beacon(desk.house, lines({me, dwell("unknown", 4'000)})) == 204);
  CHECK(beacon(desk.house, lines({me, dwell("a", 4'000)}) + "\n") == 204);
  desk.visitor.say(page("b"));
  const Json trail = desk.trail_until([](const Json& it) { return it.size() > 1; });
  CHECK(trail.size() == 2);
}

TEST_CASE("a visitor's beacons are counted: too many are refused, others' are not") {
  ServerHouse house({.app = {10, 50, 3}});
  Person visitor = test::visitor(house);
  Person other = test::visitor(house);
  const std::string words = lines({hello(visitor.welcome["token"]), dwell("a", 1)});
  int refused = 0;
  for (std::uint32_t i = 0; i < limits::beacons_burst * 2; ++i) {
    refused += beacon(house, words) == 429 ? 1 : 0;
  }
  CHECK(refused > 0);
  CHECK(beacon(house, lines({hello(other.welcome["token"]), dwell("a", 1)})) == 204);
}
