// Requests through two relays.

#include <algorithm>

#include "unit/app/cluster/relay_pair.hpp"

namespace usher::test {

TEST_CASE("a request is answered by the owner, whole", "[relay]") {
  RelayPair pair;
  app::HttpRequest seen;
  pair.owner.handle = [&](app::HttpRequest request, const app::Respond& respond) {
    seen = std::move(request);
    respond({201, {{"location", "/api/v1/queues/3"}}, "made"});
  };
  pair.request(
      {"POST", "/api/v1/queues", {{"q", "1"}}, {{"cookie", "c"}}, "body", "::1", "h", true});
  pair.run();
  CHECK(seen.method == "POST");
  CHECK(seen.query.at("q") == "1");
  CHECK(seen.headers.at("cookie") == "c");
  CHECK(seen.body == "body");
  CHECK(seen.peer == "::1");
  CHECK(seen.secure);
  REQUIRE(pair.answers[0].size() == 1);
  CHECK(pair.answers[0][0].status == 201);
  CHECK(pair.answers[0][0].headers.at(0).second == "/api/v1/queues/3");
  CHECK(pair.answers[0][0].body == "made");
}

TEST_CASE("the longest body and an export come whole, in parts", "[relay]") {
  RelayPair pair;
  std::string body;
  for (std::size_t i = 0; body.size() < limits::forwarded_bytes_max; ++i) {
    body += static_cast<char>(i * 31 % 251);
  }
  std::string document(limits::export_bytes_max, 'e');
  document.back() = '!';
  pair.owner.handle = [&](const app::HttpRequest& request, const app::Respond& respond) {
    CHECK(request.body == body);
    respond({200, {}, document});
  };
  pair.request({"POST", "/export", {}, {}, body});
  std::size_t longest = 0;
  pair.run([&](const HandWire::Message& message) {
    longest = std::max(longest, message.bytes.size());
    return true;
  });
  REQUIRE(pair.answers[0].size() == 1);
  CHECK(pair.answers[0][0].body == document);
  CHECK(longest < 2 * limits::link_part_bytes);
}

TEST_CASE("a body that is too long is refused here, an answer there", "[relay]") {
  RelayPair pair;
  pair.request({"POST", "/", {}, {}, std::string(limits::forwarded_bytes_max + 1, 'x')});
  CHECK(pair.answers[0].at(0).status == 413);
  app::HttpRequest request{"GET", "/"};
  request.headers["cookie"] = std::string(limits::forwarded_bytes_max + 100'000, 'x');
  pair.request(request);
  CHECK(pair.answers[1].at(0).status == 431);
  CHECK(pair.wire.sent.empty());

  pair.owner.handle = [](const app::HttpRequest&, const app::Respond& respond) {
    respond({200, {}, std::string(limits::forwarded_answer_bytes_max, 'x')});
  };
  pair.request({"GET", "/"});
  pair.run();
  CHECK(pair.answers[2].at(0).status == 502);
}

TEST_CASE("a request without an answer gets 503 in time, and a late answer is dropped", "[relay]") {
  RelayPair pair;
  app::Respond late;
  pair.owner.handle = [&](const app::HttpRequest&, app::Respond respond) {
    late = std::move(respond);
  };
  pair.request({"GET", "/"});
  pair.run();
  pair.pass(limits::forwarded_ms - 2 * limits::link_tick_ms);
  CHECK(pair.answers[0].empty());
  pair.pass(2 * limits::link_tick_ms);
  REQUIRE(pair.answers[0].size() == 1);
  CHECK(pair.answers[0][0].status == 503);
  CHECK(std::ranges::any_of(pair.answers[0][0].headers,
                            [](const auto& header) { return header.first == "retry-after"; }));
  late({200, {}, std::string(3 * limits::link_part_bytes, 'x')});
  pair.run();
  CHECK(pair.answers[0].size() == 1);
}

TEST_CASE("an owner that answers twice is heard once", "[relay]") {
  RelayPair pair;
  pair.owner.handle = [](const app::HttpRequest&, const app::Respond& respond) {
    respond({200, {}, "one"});
    respond({200, {}, "two"});
  };
  pair.request({"GET", "/"});
  pair.run();
  REQUIRE(pair.answers[0].size() == 1);
  CHECK(pair.answers[0][0].body == "one");
}

TEST_CASE("a link that is cut answers its requests with 503", "[relay]") {
  RelayPair pair;
  pair.owner.handle = [](const app::HttpRequest&, const app::Respond&) {};
  pair.request({"GET", "/"});
  pair.run();
  pair.edge.relay->moved(core::AccountId{1}, "c");
  pair.run();
  CHECK(pair.answers[0].at(0).status == 503);
}

TEST_CASE("no more requests wait than a link may have", "[relay]") {
  RelayPair pair;
  std::vector<app::Respond> waiting;
  pair.owner.handle = [&](const app::HttpRequest&, app::Respond respond) {
    waiting.push_back(std::move(respond));
  };
  for (std::size_t i = 0; i <= limits::link_requests_max; ++i) pair.request({"GET", "/"});
  pair.run();
  CHECK(waiting.size() == limits::link_requests_max);
  CHECK(pair.answers.back().at(0).status == 503);
  for (const app::Respond& respond : waiting) respond({200, {}, {}});
  pair.run();
  for (std::size_t i = 0; i < limits::link_requests_max; ++i) {
    CHECK(pair.answers[i].at(0).status == 200);
  }
}

}  // namespace usher::test
