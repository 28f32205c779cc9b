// How long data is kept: what is due goes, is counted before, and is on record; and people who are
// erased are gone for consoles and for themselves.

#include "office.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::Json;
using test::Office;

namespace {

constexpr std::int64_t day_ms = limits::day_ms;

// A visitor asked, ann answered and closed it.
struct Shop {
  Office office;
  std::unique_ptr<test::Line> ann = office.house.agent();
  std::unique_ptr<test::Line> vera = office.house.visitor();
  std::string conversation;

  Shop() {
    auto& house = office.house;
    house.say(*vera, {{"type", "page"},
                      {"url", "https://shop.example/tea"},
                      {"title", "Tea"},
                      {"referrer", ""}});
    house.say(*vera, {{"type", "ask"}, {"client_id", "m1"}, {"text", "zanzibar"}});
    conversation = vera->last("ack").at("conversation");
  }
  void close_and_leave() {
    auto& house = office.house;
    house.say(*ann, {{"type", "close"}, {"conversation", conversation}});
    house.hang_up(*vera);
    house.pass(limits::visit_linger_ms);
    house.pass(limits::minute_ms);
  }
  Json of(const std::string& path) { return office.admin("GET", path).body; }
  std::size_t found() { return office.house.archive.search(account(), query()).size(); }
  core::AccountId account() const { return office.house.account.id; }
  static ports::MessageQuery query() {
    ports::MessageQuery query;
    query.text = "zanzibar";
    query.limit = 9;
    return query;
  }
};

}  // namespace

TEST_CASE("what is kept for ever stays, what is due goes and is on record") {
  Shop shop;
  shop.close_and_leave();
  shop.office.house.pass(400 * day_ms);
  CHECK(shop.found() == 1);
  CHECK(shop.of("audit").at("entries").empty());
  const Json days{{"conversations", 30}, {"visits", 300}};
  CHECK(shop.office.admin("POST", "retention/preview", days).body.at("preview") ==
        Json{{"conversations", 1}, {"left_messages", 0}, {"visits", 1}, {"people", 0}});
  CHECK(shop.of("retention").at("retention").at("conversations") == 0);  // only asked
  CHECK(shop.office.admin("PUT", "retention", days).status == 200);
  CHECK(shop.of("retention").at("retention") ==
        Json{{"conversations", 30}, {"left_messages", 0}, {"visits", 300}, {"people", 0}});
  shop.office.house.pass(limits::sweep_ms);
  CHECK(shop.found() == 0);
  const Json log = shop.of("audit").at("entries");
  REQUIRE(log.size() == 2);
  CHECK(log[0].at("kind") == "swept");
  CHECK(log[0].at("detail") == "conversations 1, visits 1");
  CHECK(log[0].at("agent").is_null());
  CHECK(log[1].at("kind") == "retention_changed");
  CHECK(log[1].at("agent_name") == "adm");
  CHECK(shop.office.admin("POST", "retention/preview", days).body.at("preview") ==
        Json{{"conversations", 0}, {"left_messages", 0}, {"visits", 0}, {"people", 0}});
}

TEST_CASE("what is not due stays, and so does whoever is here") {
  Shop shop;
  const Json days{{"conversations", 1}, {"visits", 1}, {"people", 1}, {"left_messages", 1}};
  CHECK(shop.office.admin("PUT", "retention", days).status == 200);
  shop.office.house.pass(3 * day_ms);
  CHECK(shop.found() == 1);  // still open, and the visitor still on its page
  shop.close_and_leave();
  CHECK(shop.found() == 1);
  shop.office.house.pass(day_ms + limits::sweep_ms);
  CHECK(shop.found() == 0);
  shop.office.house.pass(day_ms + limits::sweep_ms);
  CHECK(shop.office.house.archive.people(shop.account(), "", {}, 9).empty());
  shop.office.house.restart();  // the floor is sound without them
  CHECK(shop.office.house.visitor()->last("visitor_welcome").contains("token"));
}

TEST_CASE("a retention that makes no sense names its member") {
  Office office;
  const auto fault = [&](const Json& body) {
    const auto answer = office.admin("PUT", "retention", body);
    CHECK(answer.status == 400);
    return answer.field();
  };
  CHECK(fault({{"visits", -1}}) == "visits");
  CHECK(fault({{"people", "30"}}) == "people");
  CHECK(fault({{"files", 30}}) == "files");
  CHECK(fault({{"conversations", 36'501}}) == "conversations");
}

TEST_CASE("who is erased while talking is gone for consoles, and begins as somebody new") {
  Shop shop;
  auto& house = shop.office.house;
  house.pass(limits::second_ms);  // the archive has followed
  const Json welcome = shop.vera->last("visitor_welcome");
  const std::string visitor = welcome.at("visitor");
  CHECK(shop.office.admin("DELETE", "people/" + visitor).status == 202);
  house.loop.run();
  CHECK(shop.ann->last("conversation_unlisted").at("conversation") == shop.conversation);
  CHECK(shop.vera->closed == 4101);
  CHECK(shop.found() == 0);
  CHECK(house.privacy.wishes().empty());
  const std::size_t rows = shop.ann->frames.size();
  house.say(*shop.vera, {{"type", "ask"}, {"client_id", "m2"}, {"text", "zanzibar"}});
  CHECK(shop.ann->frames.size() == rows);  // nobody hears it
  CHECK(house.visitor(welcome.at("token"))->closed == 4101);
  house.restart();
  CHECK(house.visitor(welcome.at("token"))->closed == 4101);
}

TEST_CASE("an erasure that fails is tried again until it works") {
  Shop shop;
  auto& house = shop.office.house;
  house.pass(limits::second_ms);
  const std::string visitor = shop.vera->last("visitor_welcome").at("visitor");
  house.journal.fail_reads(true);
  CHECK(shop.office.admin("DELETE", "people/" + visitor).status == 202);
  house.pass(limits::second_ms);
  CHECK(house.privacy.wishes().size() == 1);
  house.journal.fail_reads(false);
  house.pass(limits::erase_retry_ms);
  CHECK(house.privacy.wishes().empty());
  CHECK(shop.found() == 0);
  CHECK(shop.of("audit").at("entries").size() == 1);
}
