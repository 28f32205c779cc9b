// Webhooks from the alarm to the receiver's answer, and the API that sets them up.

#include "app/webhook_message.hpp"
#include "core/limits.hpp"
#include "office.hpp"
#include "support/catch.hpp"

namespace usher::test {
namespace {

using ports::DeliveryState;
using ports::HttpStatus;
using ports::HttpTrouble;

const Json good{{"url", "https://hooks.example/usher"}, {"kinds", {"wait", "no_reply"}}};

// An office with one webhook, and a visitor who waits.
struct Station : Office {
  Station() {
    const auto made = admin("POST", "webhooks", good);
    REQUIRE(made.status == 201);
    webhook = made.body.at("webhook");
    id = webhook.at("webhook");
  }
  void pass(std::int64_t ms) { house.pass(ms); }
  void answer(ports::HttpResult result) {
    house.http.answer(result);
    house.loop.run();
  }
  void somebody_waits() {
    waiting = house.visitor();
    house.say(*waiting, {{"type", "ask"}, {"client_id", "m"}, {"text", "secret words"}});
    pass(core::QueuePolicy{}.wait_alarm_ms);
  }
  std::string header(std::size_t post, const std::string& name) {
    for (const auto& [each, value] : house.http.posts.at(post).headers) {
      if (each == name) return value;
    }
    return {};
  }
  Json last() { return admin("GET", "webhooks/" + id).body.at("webhook").at("deliveries").at(0); }

  Json webhook;
  std::string id;
  std::unique_ptr<Line> waiting;
};

}  // namespace

TEST_CASE("a message is signed as the specification's example is") {
  const adapters::SodiumCrypto crypto;
  // "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
  const std::string secret(
      "\x31\xf2\x90\xf6\xbf\x06\x29\x8a\xab\x4f\x08\xd4\x3c\x3f\x08\x2c\xf6\x48\xa3\x62\xda\x2d"
      "\xa4\xb0",
      24);
  CHECK(app::written_secret(secret) == "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  CHECK(app::signature_of(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1'614'265'330,
                          R"({"test": 2432232314})",
                          crypto) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST_CASE("waits between attempts double, with half of each left to chance") {
  CHECK(app::retry_after_ms(1, 0) == 2'500);
  CHECK(app::retry_after_ms(1, 255) == 5'000);
  CHECK(app::retry_after_ms(3, 0) == 10'000);
  CHECK(app::retry_after_ms(1'000'000, 255) == limits::delivery_retry_ms_max);
}

TEST_CASE("times are told as ISO 8601 has them") {
  CHECK(app::iso_time({1'700'000'000'007}) == "2023-11-14T22:13:20.007Z");
  CHECK(app::iso_time({951'782'400'000}) == "2000-02-29T00:00:00.000Z");
}

TEST_CASE("a webhook is told of an alarm, without a word of what was said") {
  Station station;
  station.somebody_waits();
  REQUIRE(station.house.http.posts.size() == 1);
  const auto& post = station.house.http.posts[0];
  CHECK(post.url == "https://hooks.example/usher");
  const Json body = Json::parse(post.body);
  CHECK(body.at("type") == "alarm.wait");
  const Json& data = body.at("data");
  CHECK(data.at("queue").at("name") == "Sales");
  CHECK(data.at("agent").is_null());
  const std::string conversation = data.at("conversation");
  CHECK(data.at("console") == "https://chat.example/console/#" + conversation);
  CHECK(post.body.find("secret words") == std::string::npos);

  station.answer(HttpStatus{204});
  CHECK(station.last().at("state") == "delivered");
  CHECK(station.last().at("outcome") == "204");
  station.pass(limits::day_ms);
  CHECK(station.house.http.posts.size() == 1);
}

TEST_CASE("what fails is tried again, signed anew, and under the same id") {
  Station station;
  station.somebody_waits();
  station.answer(HttpTrouble::unreachable);
  CHECK(station.last().at("state") == "waiting");
  CHECK(station.last().at("outcome") == "unreachable");
  station.pass(2'000);
  CHECK(station.house.http.posts.size() == 1);
  station.pass(3'000);
  REQUIRE(station.house.http.posts.size() == 2);
  CHECK(station.header(1, "webhook-id") == station.header(0, "webhook-id"));
  CHECK(station.header(1, "webhook-signature") != station.header(0, "webhook-signature"));
  station.answer(HttpStatus{302});  // no redirect is followed
  CHECK(station.last().at("state") == "waiting");
  station.pass(10'000);
  station.answer(HttpStatus{200});
  CHECK(station.last().at("state") == "delivered");
  CHECK(station.last().at("attempts") == 3);
}

TEST_CASE("after a day of failures a delivery is given up, and stays to be seen") {
  Station station;
  station.somebody_waits();
  for (int i = 0; i < 100 && station.house.http.under_way() > 0; ++i) {
    station.answer(HttpStatus{500});
    station.pass(limits::delivery_retry_ms_max);
  }
  station.cookies.clear();  // the sign-in did not last so long
  CHECK(station.house.http.under_way() == 0);
  CHECK(station.last().at("state") == "given_up");
  CHECK(station.last().at("attempts") > 20);
}

TEST_CASE("a restart loses no delivery and repeats none that arrived") {
  Station station;
  station.somebody_waits();
  SECTION("under way: it is sent again") {
    station.house.restart();
    station.pass(1);
    CHECK(station.house.http.posts.size() == 2);
    CHECK(station.header(1, "webhook-id") == station.header(0, "webhook-id"));
  }
  SECTION("delivered: the alarm lasts, and is not told again") {
    station.answer(HttpStatus{200});
    station.house.restart();
    station.pass(1);
    CHECK(station.house.http.posts.size() == 1);
  }
}

TEST_CASE("one webhook's silence holds up no other's deliveries") {
  Station station;
  REQUIRE(station.admin("POST", "webhooks", good).status == 201);
  station.somebody_waits();
  CHECK(station.house.http.under_way() == 2);
  const auto other = station.house.visitor();
  station.house.say(*other, {{"type", "ask"}, {"client_id", "m"}, {"text", "hi"}});
  station.pass(core::QueuePolicy{}.wait_alarm_ms);
  CHECK(station.house.http.under_way() == 2);  // one at a time to each
  station.answer(HttpStatus{200});
  CHECK(station.house.http.posts.size() == 3);
}

TEST_CASE("a webhook hears of the kinds it asked for, while it is on, from then on") {
  Station station;
  const auto set = [&](const Json& change) {
    REQUIRE(station.admin("PUT", "webhooks/" + station.id, change).status == 200);
  };
  SECTION("another kind") { set({{"kinds", {"no_reply"}}}); }
  SECTION("switched off") { set({{"enabled", false}}); }
  station.somebody_waits();
  CHECK(station.house.http.posts.empty());
  set({{"enabled", true}, {"kinds", {"wait"}}});
  station.house.restart();
  station.pass(1);
  CHECK(station.house.http.posts.empty());  // it began before
}

TEST_CASE("a secret is shown once, and the one before it signs for another day") {
  Station station;
  const std::string secret = station.webhook.at("secret");
  CHECK(secret.starts_with("whsec_"));
  CHECK_FALSE(station.admin("GET", "webhooks/" + station.id).body.at("webhook").contains("secret"));
  const auto rotated = station.admin("POST", "webhook_secrets/" + station.id);
  CHECK(rotated.body.at("webhook").at("secret") != secret);
  CHECK(station.admin("POST", "webhook_tests/" + station.id).status == 202);
  CHECK(station.header(0, "webhook-signature").find(" v1,") != std::string::npos);
  station.answer(HttpStatus{200});
  station.pass(limits::former_secret_ms);
  station.cookies.clear();  // the sign-in did not last so long
  CHECK(station.admin("POST", "webhook_tests/" + station.id).status == 202);
  CHECK(station.header(1, "webhook-signature").find(' ') == std::string::npos);
}

TEST_CASE("a test is sent at once, but not to a webhook that is off") {
  Station station;
  CHECK(station.admin("POST", "webhook_tests/" + station.id).status == 202);
  REQUIRE(station.house.http.posts.size() == 1);
  CHECK(Json::parse(station.house.http.posts[0].body).at("type") == "test");
  CHECK(station.admin("PUT", "webhooks/" + station.id, {{"enabled", false}}).status == 200);
  const auto refused = station.admin("POST", "webhook_tests/" + station.id);
  CHECK(refused.status == 409);
  CHECK(refused.field() == "enabled");
}

TEST_CASE("what is wrong with a webhook is told with its field") {
  Station station;
  const auto refusal = [&](const std::string& member, const Json& value) {
    Json body = good;
    body[member] = value;
    const auto refused = station.admin("POST", "webhooks", body);
    CHECK(refused.status == 400);
    return refused.field();
  };
  for (const char* url :
       {"", "hooks.example", "ftp://hooks.example/", "https://", "https:///path",
        "https://user:pass@hooks.example/", "https://a b/", "https://a\\@b/", "https://a/#b"}) {
    INFO(url);
    CHECK(refusal("url", url) == "url");
  }
  CHECK(refusal("url", "https://" + std::string(limits::url_bytes_max, 'a')) == "url");
  CHECK(refusal("url", 7) == "url");
  CHECK(refusal("kinds", Json::array()) == "kinds");
  CHECK(refusal("kinds", {"fire"}) == "kinds");
  CHECK(refusal("kinds", {7}) == "kinds");
  CHECK(refusal("enabled", "yes") == "enabled");
  CHECK(refusal("secret", "mine") == "secret");
  CHECK(station.admin("POST", "webhooks", {{"url", "https://a/"}}).field() == "kinds");
  CHECK(station.admin("PUT", "webhooks/" + station.id, {{"url", ""}}).field() == "url");
}

TEST_CASE("one account's webhooks are not there for another") {
  Station station;
  ports::Webhook foreign;
  foreign.account = {99};
  foreign.id = {7};
  foreign.url = "https://else.example/";
  foreign.kinds = {core::AlarmKind::wait};
  station.house.outbox.put(foreign);
  CHECK(station.admin("GET", "webhooks").body.at("webhooks").size() == 1);
  for (const char* method : {"GET", "PUT", "DELETE"}) {
    CHECK(station.admin(method, "webhooks/w_7", good).status == 404);
  }
  CHECK(station.admin("POST", "webhook_secrets/w_7").status == 404);
  CHECK(station.admin("POST", "webhook_tests/w_7").status == 404);
  station.somebody_waits();
  CHECK(station.house.http.posts.size() == 1);
}

TEST_CASE("an account has so many webhooks at most, and what is deleted is gone") {
  Station station;
  for (std::size_t i = 1; i < limits::webhooks_max; ++i) {
    REQUIRE(station.admin("POST", "webhooks", good).status == 201);
  }
  CHECK(station.admin("POST", "webhooks", good).code() == "too_many");
  CHECK(station.admin("DELETE", "webhooks/" + station.id).status == 204);
  CHECK(station.admin("GET", "webhooks/" + station.id).status == 404);
  CHECK(station.admin("GET", "webhooks").body.at("webhooks").size() == limits::webhooks_max - 1);
}

}  // namespace usher::test
