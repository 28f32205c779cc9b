// Who is erased leaves nothing behind: every file of the data folder is read for what was theirs.

#include <filesystem>
#include <fstream>
#include <iterator>

#include "adapters/sql/journal.hpp"
#include "adapters/sql/privacy.hpp"
#include "core/traces.hpp"
#include "integration/server_people.hpp"
#include "protocol/ids.hpp"
#include "support/catch.hpp"
#include "support/manual_loop.hpp"

using namespace usher;
using test::Answer;
using test::Client;
using test::Json;
using test::Person;
using test::ServerHouse;

namespace {

namespace fs = std::filesystem;

constexpr const char* bytes_type = "Content-Type: application/octet-stream\r\n";

std::string bytes_of(std::uint64_t number) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift & 0xff);
  return bytes;
}

// Where in the folder one of these stands, in any file.
std::vector<std::string> found_in(const fs::path& folder, const std::vector<std::string>& needles) {
  std::vector<std::string> places;
  for (const auto& each : fs::recursive_directory_iterator(folder)) {
    if (!each.is_regular_file()) continue;
    std::ifstream file(each.path(), std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)),
                           std::istreambuf_iterator<char>());
    for (const std::string& needle : needles) {
      if (text.find(needle) != std::string::npos) {
        places.push_back(each.path().filename().string() + ": " + needle);
      }
    }
  }
  return places;
}

Answer of_visitor(ServerHouse& house, const std::string& path, const std::string& token,
                  const std::string& body = {},
                  const std::string& origin = "https://shop.example") {
  Client client(house.port());
  const std::string type = body.empty() ? "" : bytes_type;
  client.send(
      test::post(path + "site=s_main", body,
                 "Origin: " + origin + "\r\nAuthorization: Bearer " + token + "\r\n" + type));
  return client.answer().value_or(Answer{});
}

// Somebody with words of her own, who left all that one can leave; and somebody else.
struct Shop {
  ServerHouse house;
  Person ann = test::agent(house, "ann");
  Person vera = test::visitor(house);
  Person willy = test::visitor(house);
  std::string admin = test::sign_in(house, "adm");
  std::string token = vera.welcome["token"];
  std::string visitor = vera.welcome["visitor"];
  std::string conversation;

  explicit Shop(std::shared_ptr<test::TempFolder> folder = {})
      : house(ServerHouse::Options{.on_disk = true, .folder = std::move(folder)}) {}

  void chat() {
    vera.say({{"type", "page"},
              {"url", "https://shop.example/zanzibarpage"},
              {"title", "Zanzibartitle 鹦鹉螺页"},
              {"referrer", "https://ref.example/zanzibarref"}});
    vera.say({{"type", "identify"},
              {"name", "Zanzibarname 鹦鹉螺"},
              {"email", "zanzibarmail@x.example"},
              {"attributes", {{"plan", "zanzibarplan"}}}});
    vera.say(test::ask("zanzibarclient", "I lost my zanzibarword 鹦鹉螺丢了"));
    conversation = vera.wait("ack")["conversation"];
    ann.wait_until("conversation_listed", [&](const Json& frame) {
      return frame["conversation"]["conversation"] == conversation;
    });
    const Answer made = of_visitor(house, "/api/v1/visitor_files?name=zanzibarfile.txt&", token,
                                   "zanzibarbytes in a file");
    REQUIRE(made.status == 201);
    vera.say({{"type", "ask"},
              {"client_id", "f1"},
              {"text", "zanzibarfile.txt"},
              {"file", Json::parse(made.body)["ticket"]}});
    vera.wait_until("ack", [](const Json& frame) { return frame["client_id"] == "f1"; });
    ann.say(test::post_in(conversation, "a1", "Zanzibaranswer 好的鹦鹉螺"));
    ann.wait("ack");
    ann.say({{"type", "note"},
             {"conversation", conversation},
             {"client_id", "n1"},
             {"text", "zanzibarnote"}});
    willy.say(test::ask("w1", "quokkaword 袋鼠"));
    willy.wait("ack");
    while (messages("zanzibaranswer").empty() || messages("quokkaword").empty()) {
    }
  }

  Answer get(const std::string& path) { return test::ask_http(house, "GET", path, {}, admin); }
  Json messages(const std::string& word) {
    return Json::parse(get("/api/v1/messages?text=" + word).body)["messages"];
  }
  Json audit() { return Json::parse(get("/api/v1/audit").body)["entries"]; }
  void settle(std::size_t entries) {
    while (audit().size() < entries) {
    }
  }
  std::vector<std::string> needles() const {
    const auto id = *protocol::parse_id('v', visitor);
    const auto talk = *protocol::parse_id('c', conversation);
    return {"zanzibar",
            "Zanzibar",
            "鹦鹉",
            "鹉螺",
            visitor,
            conversation,
            std::to_string(id),
            std::to_string(talk),
            bytes_of(id),
            bytes_of(talk)};
  }
};

}  // namespace

TEST_CASE("an admin erases a person, and no file holds the person's ids or words") {
  auto folder = std::make_shared<test::TempFolder>();
  std::vector<std::string> needles;
  {
    Shop shop(folder);
    shop.chat();
    needles = shop.needles();
    CHECK_FALSE(found_in(folder->path(), needles).empty());
    const Answer answer =
        test::ask_http(shop.house, "DELETE", "/api/v1/people/" + shop.visitor, {}, shop.admin);
    CHECK(answer.status == 202);
    shop.ann.wait("conversation_unlisted");
    CHECK(shop.vera.close_code() == 4101);
    shop.settle(1);
    CHECK(found_in(folder->path(), needles) == std::vector<std::string>());
    CHECK(shop.audit()[0]["kind"] == "erased");
    CHECK(shop.audit()[0]["agent_name"] == "adm");
    // What is somebody else's stays.
    CHECK(shop.messages("quokkaword").size() == 1);
    CHECK(shop.messages("zanzibarword").empty());
    CHECK(Json::parse(shop.get("/api/v1/people/" + shop.visitor).body)["person"].is_null());
    // Who comes back with the old token is somebody new.
    Person again(shop.house, Person::visitor_path);
    again.say({{"type", "visitor_hello"}, {"protocol", 1}, {"token", shop.token}});
    CHECK(again.close_code() == 4101);
    shop.house.drain(1'000);
  }
  CHECK(found_in(folder->path(), needles) == std::vector<std::string>());
  Shop later(folder);  // what is left can be read, from its beginning too
  CHECK(later.messages("quokkaword").size() == 1);
  CHECK(found_in(folder->path(), needles) == std::vector<std::string>());
}

TEST_CASE("an erasure that a crash cut short is finished at the next start") {
  for (const bool half_done : {false, true}) {
    auto folder = std::make_shared<test::TempFolder>();
    std::vector<std::string> needles;
    core::VisitorId visitor;
    {
      Shop shop(folder);
      shop.chat();
      needles = shop.needles();
      visitor = core::VisitorId{*protocol::parse_id('v', shop.visitor)};
      shop.house.drain(1'000);
    }
    const adapters::SqlOptions store{.folder = folder->path()};
    adapters::SqlPrivacy(store).wish({ServerHouse::main_account, visitor, {}, {1}}, "mark");
    if (half_done) {  // the files were gone, and the newest of the rows
      fs::remove_all(folder->path() / "files");
      test::QuietLog log;
      adapters::PrometheusMetrics metrics;
      test::ManualLoop loop;
      adapters::SqlJournal journal(store, log, metrics);
      core::Traces traces({{visitor}, {}, {}});
      REQUIRE(journal.replay(ServerHouse::main_account, 0,
                             [&](core::Recorded&& row) { traces.read(row); }));
      std::vector<core::Position> newest = traces.positions();
      newest.erase(newest.begin(), newest.begin() + 6);
      std::optional<bool> erased;
      journal.erase(ServerHouse::main_account, newest, traces.conversations(), loop,
                    [&](bool done) { erased = done; });
      loop.run_until([&] { return erased.has_value(); });
      REQUIRE(*erased);
    }
    CHECK_FALSE(found_in(folder->path(), needles).empty());
    Shop again(folder);
    again.settle(1);
    CHECK(found_in(folder->path(), needles) == std::vector<std::string>());
    CHECK(again.messages("quokkaword").size() == 1);
  }
}

TEST_CASE("visitors are told all of themselves, and erased, by their own token") {
  Shop shop;
  shop.chat();
  const Answer told = of_visitor(shop.house, "/api/v1/visitor/export?", shop.token);
  REQUIRE(told.status == 200);
  CHECK(told.headers.at("access-control-allow-origin") == "https://shop.example");
  const Json document = Json::parse(told.body);
  CHECK(document["person"]["email"] == "zanzibarmail@x.example");
  CHECK(document["visits"][0]["pages"][0]["url"] == "https://shop.example/zanzibarpage");
  const Json entries = document["conversations"][0]["entries"];
  CHECK(entries[0]["text"] == "I lost my zanzibarword 鹦鹉螺丢了");
  CHECK(told.body.find("Zanzibaranswer") != std::string::npos);
  CHECK(told.body.find("/files/") != std::string::npos);
  CHECK(told.body.find("zanzibarnote") == std::string::npos);  // the staff's own
  CHECK(told.body.find("quokka") == std::string::npos);
  CHECK(of_visitor(shop.house, "/api/v1/visitor/erase?", shop.token).status == 202);
  shop.settle(2);
  CHECK(found_in(shop.house.folder()->path(), shop.needles()) == std::vector<std::string>());
  CHECK(shop.audit()[0]["agent"].is_null());
  CHECK(of_visitor(shop.house, "/api/v1/visitor/export?", shop.token).status == 401);
}

TEST_CASE("nobody is told of, or erases, who is not theirs") {
  Shop shop;
  shop.chat();
  const auto outcome = [&](const std::string& login, const std::string& method,
                           const std::string& path) {
    return test::ask_http(shop.house, method, path, {}, test::sign_in(shop.house, login)).status;
  };
  CHECK(outcome("sue", "DELETE", "/api/v1/people/" + shop.visitor) == 403);
  CHECK(outcome("sue", "GET", "/api/v1/exports/" + shop.visitor) == 403);
  CHECK(outcome("adm", "DELETE", "/api/v1/people/v_1") == 404);
  CHECK(outcome("adm", "GET", "/api/v1/exports/v_1") == 404);
  CHECK(outcome("adm", "GET", "/api/v1/exports/" + shop.visitor) == 200);
  CHECK(of_visitor(shop.house, "/api/v1/visitor/erase?", "v_1.bad").status == 401);
  CHECK(of_visitor(shop.house, "/api/v1/visitor/erase?", shop.token, {}, "https://evil.example")
            .status == 403);
  CHECK(shop.messages("zanzibarword").size() == 1);
  for (int i = 0; i < 4; ++i) of_visitor(shop.house, "/api/v1/visitor/export?", shop.token);
  CHECK(of_visitor(shop.house, "/api/v1/visitor/export?", shop.token).status == 429);
}
