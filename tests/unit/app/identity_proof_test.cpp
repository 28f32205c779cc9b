#include "app/identity_proof.hpp"

#include "adapters/crypto/sodium.hpp"
#include "core/hex.hpp"
#include "core/limits.hpp"
#include "support/catch.hpp"
#include "support/signed_token.hpp"

namespace usher::app {
namespace {

constexpr core::Time now{1'800'000'000'000};
const std::string key = "uik_current";
const std::string former = "uik_former";

ports::Site shop() {
  ports::Site site;
  site.id = {1};
  site.key = "s_shop";
  site.identity_keys = {{key, now}, {former, now}};
  return site;
}

// Of a token with these claims; "{exp}" stands for a time that is good.
std::variant<ProvenPerson, ProofFault> check(const std::string& claims,
                                             const std::string& header = R"({"alg":"HS256"})",
                                             const std::string& with = key) {
  const adapters::SodiumCrypto crypto;
  return check_token(crypto, shop(), now, test::signed_token(crypto, with, claims, header));
}

std::string field_of(const std::variant<ProvenPerson, ProofFault>& checked) {
  const auto* fault = std::get_if<ProofFault>(&checked);
  return fault ? fault->field : "";
}

std::string fault_of(const std::string& claims) { return field_of(check(claims)); }

const std::string good = R"({"sub":"4711","exp":1800000600)";

}  // namespace

TEST_CASE("a token says who it is, and what the backend knows of that person") {
  const auto checked = check(
      good + R"(,"iat":1800000000,"nbf":1799999999,"aud":"s_shop","iss":"shop","name":"艾达",)" +
      R"("email":"ada@example.com","phone":"+86 138"})");
  const auto& person = std::get<ProvenPerson>(checked);
  REQUIRE(person.external_id == "4711");
  REQUIRE(person.told.name == "艾达");
  REQUIRE(person.told.email == "ada@example.com");
  REQUIRE(person.told.phone == "+86 138");
}

TEST_CASE("both keys of a rotation are good, and no other") {
  const std::string header = R"({"alg":"HS256","typ":"JWT"})";
  REQUIRE(field_of(check(good + "}", header, key)).empty());
  REQUIRE(field_of(check(good + "}", header, former)).empty());
  REQUIRE(field_of(check(good + "}", header, "uik_of_another_site")) == "token");
  REQUIRE(field_of(check(good + "}", header, "")) == "token");
}

TEST_CASE("how a token is checked is not for the token to say") {
  for (const std::string algorithm : {"none", "None", "HS512", "RS256", "hs256", ""}) {
    REQUIRE(field_of(check(good + "}", R"({"alg":")" + algorithm + R"("})")) == "token.alg");
  }
  REQUIRE(field_of(check(good + "}", R"({"typ":"JWT"})")) == "token.alg");
  REQUIRE(field_of(check(good + "}", R"({"alg":["HS256"]})")) == "token.alg");
  REQUIRE(field_of(check(good + "}", R"({"alg":"HS256","alg":"none"})")) == "token");
  REQUIRE(field_of(check(good + "}", R"({"alg":"HS256","crit":["b64"]})")) == "token.crit");
}

TEST_CASE("a token is good from a moment before it was made until it ends, within a day") {
  const auto at = [](std::int64_t exp) {
    return check(R"({"sub":"4711","exp":)" + std::to_string(exp) + "}");
  };
  const auto is_expired = [](const auto& checked) {
    return std::get<ProofFault>(checked).code == protocol::ErrorCode::proof_expired;
  };
  constexpr std::int64_t now_s = 1'800'000'000;
  REQUIRE(field_of(at(now_s + 1)).empty());
  REQUIRE(is_expired(at(now_s)));
  REQUIRE(is_expired(at(0)));
  REQUIRE(field_of(at(now_s + limits::identity_token_ms / 1000)).empty());
  REQUIRE(field_of(at(now_s + limits::identity_token_ms / 1000 + 1)) == "token.exp");
  REQUIRE(fault_of(R"({"sub":"4711"})") == "token.exp");
  for (const std::string exp : {"-1", "1.8e9", "1800000600.5", R"("1800000600")", "null", "true"}) {
    REQUIRE(fault_of(R"({"sub":"4711","exp":)" + exp + "}") == "token.exp");
  }
  REQUIRE(fault_of(R"({"sub":"4711","exp":99999999999999999999999})") == "token.exp");
  REQUIRE(fault_of(good + R"(,"iat":1800000060})").empty());
  REQUIRE(fault_of(good + R"(,"iat":1800000061})") == "token.iat");
  REQUIRE(fault_of(good + R"(,"nbf":1800000061})") == "token.nbf");
  REQUIRE(fault_of(good + R"(,"nbf":"soon"})") == "token.nbf");
}

TEST_CASE("a token for another site is refused, and one for several is not") {
  REQUIRE(fault_of(good + R"(,"aud":"s_other"})") == "token.aud");
  REQUIRE(fault_of(good + R"(,"aud":["s_other"]})") == "token.aud");
  REQUIRE(fault_of(good + R"(,"aud":[]})") == "token.aud");
  REQUIRE(fault_of(good + R"(,"aud":7})") == "token.aud");
  REQUIRE(fault_of(good + R"(,"aud":["s_other","s_shop"]})").empty());
}

TEST_CASE("every claim has its type and its length") {
  REQUIRE(fault_of(R"({"exp":1800000600})") == "token.sub");
  REQUIRE(fault_of(R"({"exp":1800000600,"sub":4711})") == "token.sub");
  REQUIRE(fault_of(R"({"exp":1800000600,"sub":""})") == "token.sub");
  REQUIRE(fault_of(R"({"exp":1800000600,"sub":"a\u0000b"})") == "token.sub");
  REQUIRE(fault_of(R"({"exp":1800000600,"sub":")" + std::string(257, 'x') + R"("})") ==
          "token.sub");
  REQUIRE(fault_of(good + R"(,"name":null})") == "token.name");
  REQUIRE(fault_of(good + R"(,"name":")" + std::string(257, 'x') + R"("})") == "token.name");
  REQUIRE(fault_of(good + R"(,"email":["a"]})") == "token.email");
  REQUIRE(fault_of(good + R"(,"phone":{}})") == "token.phone");
}

TEST_CASE("what is no token is refused as one") {
  const adapters::SodiumCrypto crypto;
  const std::string token = test::signed_token(crypto, key, good + "}");
  const auto refused = [&](const std::string& text) {
    return field_of(check_token(crypto, shop(), now, text)) == "token";
  };
  REQUIRE_FALSE(refused(token));
  for (const std::string text :
       {"", ".", "..", "...", "a.b", "a.b.c", "a.b.c.d", "=.=.=", "é.é.é"}) {
    REQUIRE(refused(text));
  }
  REQUIRE(refused(token + "="));
  REQUIRE(refused(token + "A"));
  REQUIRE(refused(token + "."));
  REQUIRE(refused(" " + token));
  REQUIRE(refused(token.substr(0, token.rfind('.') + 1)));
  REQUIRE(refused(token.substr(0, token.size() - 1)));
  std::string other = token;
  other[token.find('.') + 5] ^= 1;
  REQUIRE(refused(other));
  for (const std::string claims : {"", "[]", "7", "{", "{}{}", "\"sub\"", "null"}) {
    REQUIRE(field_of(check(claims)) == "token");
  }
}

TEST_CASE("a hash is of one id, with one of the site's keys, in lower-case hex") {
  const adapters::SodiumCrypto crypto;
  const auto refused = [&](const std::string& id, const std::string& hash) {
    return check_hash(crypto, shop(), id, hash).has_value();
  };
  const std::string hash = core::to_hex(crypto.hmac(key, "id:4711"));
  REQUIRE_FALSE(refused("4711", hash));
  REQUIRE(refused("4711", core::to_hex(crypto.hmac(key, "4711"))));  // as a token is signed
  REQUIRE_FALSE(refused("4711", core::to_hex(crypto.hmac(former, "id:4711"))));
  REQUIRE(refused("4712", hash));
  REQUIRE(refused("4711", core::to_hex(crypto.hmac("uik_of_another_site", "id:4711"))));
  REQUIRE(refused("4711", ""));
  REQUIRE(refused("4711", hash.substr(1)));
  REQUIRE(refused("4711", hash + "00"));
  REQUIRE(refused("4711", "not hex"));
  ports::Site site = shop();
  site.identity_keys.clear();
  REQUIRE(check_hash(crypto, site, "4711", hash));
  REQUIRE(check_hash(crypto, site, "4711", core::to_hex(crypto.hmac("", "id:4711"))));
}

}  // namespace usher::app
