// Who a visitor is, proven over the wire: with hashes and tokens, with keys that change, and by
// those who would like to be somebody else.

#include <chrono>

#include "core/hex.hpp"
#include "integration/server_people.hpp"
#include "support/catch.hpp"
#include "support/signed_token.hpp"

using namespace usher;
using test::Json;
using test::Person;
using test::ServerHouse;

namespace {

const std::string keys_path = "/api/v1/site_identity_keys/s_z";  // of s_main

Json site(ServerHouse& house, const std::string& method = "GET", const Json& body = {}) {
  const auto answer =
      test::ask_http(house, method, "/api/v1/sites/s_z", body.is_null() ? "" : body.dump(),
                     test::sign_in(house, "adm"));
  return Json::parse(answer.body);
}

Json new_key(ServerHouse& house) {
  return Json::parse(
      test::ask_http(house, "POST", keys_path, "", test::sign_in(house, "adm")).body);
}

std::string hash_of(const std::string& key, const std::string& id) {
  return core::to_hex(adapters::SodiumCrypto().hmac(key, "id:" + id));
}

Json by_hash(const std::string& key, const std::string& id) {
  return {{"type", "identify"}, {"external_id", id}, {"hash", hash_of(key, id)}};
}

Json by_token(const std::string& key, const std::string& id, const Json& more = Json::object(),
              std::int64_t ends_in_s = 300) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto now_s = std::chrono::duration_cast<std::chrono::seconds>(now).count();
  Json claims{{"sub", id}, {"exp", now_s + ends_in_s}};
  claims.update(more);
  return {{"type", "identify"},
          {"token", test::signed_token(adapters::SodiumCrypto(), key, claims.dump())}};
}

// The code, and the member at fault.
std::string fault(Person& person, const Json& frame) {
  const std::string code = person.outcome(frame);
  return code == "done" ? code : code + " " + person.last_error().value("field", "");
}

Json with(Json frame, const Json& more) {
  frame.update(more);
  return frame;
}

// As ann sees a visitor who asks something.
Json seen(ServerHouse& house, Person& visitor) {
  visitor.say(test::ask("seen", "hello"));
  const Json id = visitor.wait("ack")["conversation"];
  const Json listed = test::agent(house, "ann").welcome["conversations"];
  for (const Json& each : listed) {
    if (each["conversation"] == id) return each["visitor"];
  }
  return {};
}

}  // namespace

TEST_CASE("a hash proves an id, and a token what the backend knows") {
  ServerHouse house;
  const std::string key = new_key(house)["identity_key"];
  Person hashed = test::visitor(house);
  CHECK(fault(hashed, with(by_hash(key, "4711"), {{"name", "Ada"}})) == "done");
  CHECK(fault(hashed, by_hash(key, "4711")) == "done");
  const Json by_id = seen(house, hashed);
  CHECK(by_id["identity"] ==
        Json{{"external_id", "4711"}, {"name", false}, {"email", false}, {"phone", false}});
  CHECK(by_id["name"] == "Ada");

  Person proven = test::visitor(house);
  CHECK(fault(proven, by_token(key, "4712", {{"name", "Li"}, {"aud", "s_main"}})) == "done");
  CHECK(fault(proven, {{"type", "identify"}, {"name", "Boss"}, {"phone", "110"}}) == "done");
  const Json by_backend = seen(house, proven);
  CHECK(by_backend["name"] == "Li");
  CHECK(by_backend["phone"] == "110");
  CHECK(by_backend["identity"] ==
        Json{{"external_id", "4712"}, {"name", true}, {"email", false}, {"phone", false}});
  Person nobody = test::visitor(house);
  CHECK_FALSE(seen(house, nobody).contains("identity"));
}

TEST_CASE("what proves nothing is refused by its name, and changes nothing") {
  ServerHouse house;
  const std::string key = new_key(house)["identity_key"];
  Person visitor = test::visitor(house);
  const Json identify{{"type", "identify"}, {"name", "Mallory"}};
  CHECK(fault(visitor, with(identify, {{"external_id", "1"}})) == "missing_field hash");
  CHECK(fault(visitor, with(identify, {{"hash", hash_of(key, "1")}})) ==
        "missing_field external_id");
  CHECK(fault(visitor, with(identify, {{"external_id", "2"}, {"hash", hash_of(key, "1")}})) ==
        "bad_proof hash");
  CHECK(fault(visitor, with(by_hash(key, "1"), by_token(key, "1"))) == "bad_value token");
  CHECK(fault(visitor, with(identify, by_token("uik_guessed", "1"))) == "bad_proof token");
  CHECK(fault(visitor, with(identify, by_token(key, "1", Json::object(), 0))) ==
        "proof_expired token.exp");
  CHECK(fault(visitor, with(identify, by_token(key, "1", Json::object(), 90'000))) ==
        "bad_proof token.exp");
  CHECK(fault(visitor, with(identify, by_token(key, "1", {{"aud", "s_other"}}))) ==
        "bad_proof token.aud");
  const Json as_seen = seen(house, visitor);
  CHECK(as_seen["name"].is_null());
  CHECK_FALSE(as_seen.contains("identity"));

  // A key is of one site: another account's visitor gets nowhere with it.
  Person stranger(house, "/ws/visitor?site=s_other");
  stranger.say({{"type", "visitor_hello"}, {"protocol", 1}});
  stranger.wait("visitor_welcome");
  CHECK(fault(stranger, by_hash(key, "1")) == "bad_proof hash");
  CHECK(fault(stranger, by_token(key, "1")) == "bad_proof token");
}

TEST_CASE("a verified visitor becomes nobody else") {
  ServerHouse house;
  const std::string key = new_key(house)["identity_key"];
  Person visitor = test::visitor(house);
  CHECK(fault(visitor, by_hash(key, "4711")) == "done");
  CHECK(fault(visitor, by_hash(key, "4712")) == "other_identity external_id");
  CHECK(fault(visitor, by_token(key, "4712")) == "other_identity token");
  CHECK(fault(visitor, by_token(key, "4711")) == "done");
}

TEST_CASE("two keys stand while the backend changes over, and a revoked one does not") {
  ServerHouse house;
  const Json first = new_key(house);
  const std::string oldest = first["identity_key"];
  CHECK(first["site"]["identity_keys"].size() == 1);
  const std::string old = new_key(house)["identity_key"];
  const std::string fresh = new_key(house)["identity_key"];
  CHECK(fault(*std::make_unique<Person>(test::visitor(house)), by_hash(oldest, "1")) ==
        "bad_proof hash");
  for (const std::string& key : {old, fresh}) {
    Person visitor = test::visitor(house);
    CHECK(fault(visitor, by_hash(key, "1")) == "done");
    CHECK(fault(visitor, by_token(key, "1")) == "done");
  }
  const Json shown = site(house);
  CHECK(shown.dump().find("uik_") == std::string::npos);
  const Json keys = shown["site"]["identity_keys"];
  REQUIRE(keys.size() == 2);
  const auto revoke = [&](const std::string& query) {
    return test::ask_http(house, "DELETE", keys_path + query, "", test::sign_in(house, "adm"))
        .status;
  };
  CHECK(revoke("") == 400);
  CHECK(revoke("?name=ffff") == 404);
  CHECK(revoke("?name=" + keys[1]["name"].get<std::string>()) == 200);
  Person visitor = test::visitor(house);
  CHECK(fault(visitor, by_hash(old, "1")) == "bad_proof hash");
  CHECK(fault(visitor, by_token(old, "1")) == "bad_proof token");
  CHECK(fault(visitor, by_hash(fresh, "1")) == "done");
  CHECK(revoke("?name=" + keys[0]["name"].get<std::string>()) == 200);
  CHECK(fault(visitor, by_hash(fresh, "1")) == "bad_proof hash");
}

TEST_CASE("a site that trusts its backend alone takes no name or address from a page") {
  ServerHouse house;
  const std::string key = new_key(house)["identity_key"];
  const Json asks{{"form", {{{"kind", "email"}, {"required", true}}}}, {"verified_only", true}};
  CHECK(site(house, "PUT", asks)["error"]["field"] == "form.0.kind");
  CHECK(site(house, "PUT", {{"verified_only", true}})["site"]["verified_only"] == true);
  Person visitor = test::visitor(house);
  const Json named{{"type", "identify"}, {"name", "Ada"}};
  CHECK(fault(visitor, named) == "verified_only name");
  CHECK(fault(visitor, {{"type", "identify"}, {"email", "a@x.example"}}) == "verified_only email");
  CHECK(fault(visitor, with(by_hash(key, "1"), {{"name", "Ada"}})) == "verified_only name");
  CHECK(fault(visitor, {{"type", "fill_form"}, {"phone", "+86 13800138000"}}) ==
        "verified_only phone");
  Json leave = test::ask("m1", "call me");
  leave.update({{"leave", true}, {"email", "a@x.example"}});
  CHECK(fault(visitor, leave) == "verified_only email");
  CHECK(visitor.last_error()["client_id"] == "m1");
  CHECK(fault(visitor, {{"type", "identify"}, {"attributes", {{"plan", "gold"}}}}) == "done");
  CHECK(fault(visitor, by_token(key, "1", {{"name", "Ada"}, {"email", "a@x.example"}})) == "done");
  CHECK(fault(visitor, named) == "done");
  CHECK(seen(house, visitor)["name"] == "Ada");
}

TEST_CASE("who is identified by the backend is not asked again") {
  ServerHouse house;
  const std::string key = new_key(house)["identity_key"];
  const Json asks{{"form", {{{"kind", "email"}, {"required", true}}}}};
  REQUIRE(site(house, "PUT", asks).contains("site"));
  Person visitor = test::visitor(house);
  CHECK(fault(visitor, test::ask("m1", "hello")) == "form_required email");
  visitor.take_waiting();
  visitor.say(by_token(key, "1", {{"email", "ada@example.com"}}));
  CHECK(visitor.wait("visitor_form")["fields"].empty());
  CHECK(fault(visitor, test::ask("m2", "hello")) == "done");
}

TEST_CASE("proofs are counted by the rate limits") {
  ServerHouse house({.app = app::Options{2, 2, 2}});
  Person visitor = test::visitor(house);
  std::set<std::string> codes;
  for (int i = 0; i < 50; ++i) codes.insert(visitor.outcome(by_hash("uik_guessed", "1")));
  CHECK(codes.contains("bad_proof"));
  CHECK(codes.contains("rate_limited"));
}
