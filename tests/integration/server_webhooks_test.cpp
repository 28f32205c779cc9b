// Webhooks of the real server, over a real store and real sockets.

#include <openssl/evp.h>

#include <chrono>

#include "integration/server_people.hpp"
#include "support/catch.hpp"
#include "support/receiver.hpp"

namespace usher::test {
namespace {

constexpr std::int64_t soon_ms = 50;

ServerHouse::Options on_disk(std::shared_ptr<TempFolder> folder = {}) {
  ServerHouse::Options options;
  options.on_disk = true;
  options.folder = std::move(folder);
  options.policy.strategy = core::Strategy::manual;  // nobody is given what nobody takes
  options.policy.wait_alarm_ms = soon_ms;
  options.policy.reply_alarm_ms = soon_ms;
  return options;
}

// The administrator, at one house after the other.
struct Desk {
  explicit Desk(ServerHouse& at) : house(at), cookie(sign_in(at, "adm")) {}
  Json ask(const std::string& method, const std::string& path, const Json& body = {}) {
    const auto answer =
        ask_http(house, method, "/api/v1/" + path, body.is_null() ? "" : body.dump(), cookie);
    REQUIRE(answer.status / 100 == 2);
    return Json::parse(answer.body);
  }
  // The last one, as soon as it is so. Throws when that takes too long.
  template <class Condition>
  Json delivery_when(const std::string& id, Condition holds) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (std::chrono::steady_clock::now() < deadline) {
      const Json all = ask("GET", "webhooks/" + id).at("webhook").at("deliveries");
      if (!all.empty() && holds(all[0])) return all[0];
    }
    throw std::runtime_error("the delivery did not come to what the test waits for");
  }

  ServerHouse& house;
  std::string cookie;
};

std::string header_of(const std::string& request, const std::string& name) {
  const std::size_t at = request.find("\r\n" + name + ": ");
  if (at == std::string::npos) return {};
  const std::size_t begin = at + name.size() + 4;
  return request.substr(begin, request.find("\r\n", begin) - begin);
}

std::string body_of(const std::string& request) {
  return request.substr(request.find("\r\n\r\n") + 4);
}

// As a receiver checks it, by another library than the server's.
std::string expected_signature(const std::string& request, const std::string& secret) {
  const std::string encoded = secret.substr(6);  // without "whsec_"
  std::vector<unsigned char> key(encoded.size());
  EVP_DecodeBlock(key.data(), reinterpret_cast<const unsigned char*>(encoded.data()),
                  static_cast<int>(encoded.size()));
  key.resize(32);
  const std::string content = header_of(request, "webhook-id") + "." +
                              header_of(request, "webhook-timestamp") + "." + body_of(request);
  const adapters::SodiumCrypto crypto;
  const std::string code = crypto.hmac({reinterpret_cast<const char*>(key.data()), 32}, content);
  std::string out(48, '\0');
  out.resize(static_cast<std::size_t>(
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(code.data()), 32)));
  return "v1," + out;
}

std::uint16_t free_port() { return Receiver(Receiver::status("200 OK")).port(); }

}  // namespace

TEST_CASE("an alarm reaches a receiver that was down, over a restart, once, and signed") {
  const std::uint16_t port = free_port();
  const std::string url = "http://127.0.0.1:" + std::to_string(port) + "/hook";
  std::shared_ptr<TempFolder> folder;
  std::string id, secret, conversation;
  {
    ServerHouse house(on_disk());
    folder = house.folder();
    Desk desk(house);
    const Json made = desk.ask("POST", "webhooks", {{"url", url}, {"kinds", {"wait"}}});
    id = made.at("webhook").at("webhook");
    secret = made.at("webhook").at("secret");
    Person waiting = visitor(house);
    waiting.say(ask("m", "is anybody there?"));
    conversation = waiting.wait("ack").at("conversation");
    const Json failed = desk.delivery_when(id, [](const Json& d) { return d["attempts"] > 0; });
    CHECK(failed.at("state") == "waiting");
    CHECK(failed.at("outcome") == "unreachable");
  }
  Receiver receiver(Receiver::status("200 OK"), port);
  {
    ServerHouse house(on_disk(folder));
    const std::string request = receiver.wait_for(1).at(0);
    CHECK(header_of(request, "webhook-signature") == expected_signature(request, secret));
    const Json body = Json::parse(body_of(request));
    CHECK(body.at("type") == "alarm.wait");
    CHECK(body.at("data").at("conversation") == conversation);
    CHECK(body.at("data").at("queue").at("name") == "Sales");
    Desk desk(house);
    desk.delivery_when(id, [](const Json& d) { return d["state"] == "delivered"; });
  }
  // The alarm lasts; what comes next is not it.
  ServerHouse house(on_disk(folder));
  Desk(house).ask("POST", "webhook_tests/" + id);
  const auto all = receiver.wait_for(2);
  CHECK(all.size() == 2);
  CHECK(Json::parse(body_of(all[1])).at("type") == "test");
}

TEST_CASE("a reply that is owed alarms, with the agent who owes it") {
  Receiver receiver(Receiver::status("200 OK"));
  ServerHouse house(on_disk());
  Desk desk(house);
  desk.ask("POST", "webhooks", {{"url", receiver.url()}, {"kinds", {"no_reply"}}});
  Person ann = agent(house, "ann");
  Person asking = visitor(house);
  asking.say(ask("m", "hello"));
  const Json conversation = asking.wait("ack").at("conversation");
  ann.say(about("accept", conversation));
  const Json body = Json::parse(body_of(receiver.wait_for(1).at(0)));
  CHECK(body.at("type") == "alarm.no_reply");
  CHECK(body.at("data").at("agent").at("name") == "ann");
  CHECK(body.at("data").at("conversation") == conversation);
  const std::string metrics = ask_http(house, "GET", "/metrics").body;
  CHECK(metrics.find("usher_webhook_deliveries_total{outcome=\"given_up\"} 0") !=
        std::string::npos);
}

TEST_CASE("a listed word and a low rating arrive with the word and the score, and no more") {
  Receiver receiver(Receiver::status("200 OK"));
  ServerHouse house;
  Desk desk(house);
  desk.ask("PUT", "account", {{"words", {"refund"}}});
  desk.ask("POST", "webhooks", {{"url", receiver.url()}, {"kinds", {"low_rating", "word"}}});
  Person ann = agent(house, "ann");
  Person customer = visitor(house);
  customer.say(ask("m", "I want my REFUND now"));
  const Json conversation = customer.wait("ack").at("conversation");
  const auto next = [&](std::size_t count) {
    return Json::parse(body_of(receiver.wait_for(count).at(count - 1)));
  };
  const Json word = next(1);
  CHECK(word.at("type") == "alarm.word");
  CHECK(word.at("data").at("word") == "refund");
  CHECK(word.at("data").at("conversation") == conversation);
  CHECK_FALSE(word.at("data").contains("score"));
  CHECK(word.dump().find("want") == std::string::npos);

  ann.wait_until("conversation_listed",
                 [&](const Json& frame) { return frame["conversation"]["state"] == "assigned"; });
  REQUIRE(ann.outcome(about("close", conversation)) == "done");
  Json rating = about("rate", conversation);
  rating.update({{"score", 1}, {"reasons", ""}, {"comment", "never again"}});
  REQUIRE(customer.outcome(rating) == "done");
  const Json low = next(2);
  CHECK(low.at("type") == "alarm.low_rating");
  CHECK(low.at("data").at("score") == 1);
  CHECK(low.at("data").at("agent").at("name") == "ann");
  CHECK_FALSE(low.at("data").contains("word"));
  CHECK(low.dump().find("never") == std::string::npos);
}

}  // namespace usher::test
