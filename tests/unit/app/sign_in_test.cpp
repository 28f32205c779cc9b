// Signing in over the API, and who may open a socket.

#include "small_house.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::SmallHouse;

namespace {

app::HttpRequest request_of(const std::string& method, const std::string& path,
                            const std::string& body = {}) {
  app::HttpRequest request;
  request.method = method;
  request.path = path;
  request.body = body;
  request.host = "chat.example";
  request.peer = "192.0.2.1";
  request.headers = {{"origin", "https://chat.example"}, {"content-type", "application/json"}};
  return request;
}

app::HttpResponse answer(SmallHouse& house, const app::HttpRequest& request) {
  app::HttpResponse answered{0, {}, {}};
  house.house->handle(request, [&](app::HttpResponse response) { answered = std::move(response); });
  house.loop.run();
  return answered;
}

std::string header(const app::HttpResponse& response, const std::string& name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return {};
}

app::HttpResponse sign_in(SmallHouse& house, const std::string& login,
                          const std::string& password) {
  return answer(house,
                request_of("POST", "/api/v1/session",
                           R"({"login":")" + login + R"(","password":")" + password + "\"}"));
}

std::string cookie_from(const app::HttpResponse& response) {
  const std::string cookie = header(response, "set-cookie");
  return cookie.substr(0, cookie.find(';'));
}

unsigned refusal(SmallHouse& house, const app::HttpRequest& request) {
  const auto admitted = house.house->admit(request);
  const auto* response = std::get_if<app::HttpResponse>(&admitted);
  return response ? response->status : 0;
}

}  // namespace

TEST_CASE("the cookie of a sign-in is kept from scripts and other sites, and stored as a hash") {
  SmallHouse house;
  const auto response = sign_in(house, "ann", "correct horse");
  CHECK(response.status == 200);
  const std::string cookie = header(response, "set-cookie");
  CHECK(cookie.find("HttpOnly") != std::string::npos);
  CHECK(cookie.find("SameSite=Strict") != std::string::npos);
  const std::string token = cookie_from(response).substr(std::string("usher_session=").size());
  CHECK(token.size() == 64);
  CHECK_FALSE(house.directory.sign_in(token));
  CHECK(house.directory.sign_in(house.crypto.sha256_hex(token)));
}

TEST_CASE("unknown logins and wrong passwords get the same answer") {
  SmallHouse house;
  const auto unknown = sign_in(house, "nobody", "correct horse");
  const auto wrong = sign_in(house, "ann", "wrong");
  CHECK(unknown.status == 401);
  CHECK(unknown.body == wrong.body);
  CHECK(unknown.headers == wrong.headers);
}

TEST_CASE("after too many failures even the right password waits, and is told how long") {
  SmallHouse house;
  for (int i = 0; i < 3; ++i) CHECK(sign_in(house, "ann", "wrong").status == 401);
  const auto blocked = sign_in(house, "ann", "correct horse");
  CHECK(blocked.status == 429);
  CHECK(header(blocked, "retry-after") == "60");
  house.clock.time = house.clock.time + 60'001;
  CHECK(sign_in(house, "ann", "correct horse").status == 200);
}

TEST_CASE("unsafe routes refuse what another site's page could send") {
  SmallHouse house;
  const std::string body = R"({"login":"ann","password":"correct horse"})";
  auto foreign = request_of("POST", "/api/v1/session", body);
  foreign.headers["origin"] = "https://chat.example.evil";
  CHECK(answer(house, foreign).status == 403);
  auto form = request_of("POST", "/api/v1/session", body);
  form.headers["content-type"] = "text/plain";
  CHECK(answer(house, form).status == 403);
  auto silent = request_of("POST", "/api/v1/session", body);
  silent.headers.erase("origin");
  CHECK(answer(house, silent).status == 403);
}

TEST_CASE("bad bodies are 400, unknown paths 404, wrong methods 405 with what is allowed") {
  SmallHouse house;
  for (const char* body : {"", "[]", "{\"login\":1}", "{\"login\":\"a\"}", "\xff", "{\"login\":"}) {
    CHECK(answer(house, request_of("POST", "/api/v1/session", body)).status == 400);
  }
  CHECK(answer(house, request_of("GET", "/api/v1/nothing")).status == 404);
  const auto wrong = answer(house, request_of("PUT", "/api/v1/session", "{}"));
  CHECK(wrong.status == 405);
  CHECK(header(wrong, "allow") == "POST, GET, DELETE");
}

TEST_CASE("a sign-out ends the cookie and its sockets") {
  SmallHouse house;
  const std::string cookie = cookie_from(sign_in(house, "ann", "correct horse"));
  auto who = request_of("GET", "/api/v1/session");
  who.headers["cookie"] = "theme=dark; " + cookie;
  CHECK(answer(house, who).status == 200);
  auto out = who;
  out.method = "DELETE";
  CHECK(answer(house, out).status == 204);
  CHECK(answer(house, who).status == 401);
}

TEST_CASE("a changed password ends every older sign-in and hands out a new one") {
  SmallHouse house;
  const std::string other = cookie_from(sign_in(house, "ann", "correct horse"));
  auto change = request_of("POST", "/api/v1/password",
                           R"({"current":"correct horse","new":"battery staple"})");
  change.headers["cookie"] = cookie_from(sign_in(house, "ann", "correct horse"));
  const auto changed = answer(house, change);
  CHECK(changed.status == 200);
  auto who = request_of("GET", "/api/v1/session");
  who.headers["cookie"] = other;
  CHECK(answer(house, who).status == 401);
  who.headers["cookie"] = cookie_from(changed);
  CHECK(answer(house, who).status == 200);
  CHECK(sign_in(house, "ann", "correct horse").status == 401);
}

TEST_CASE("only listed origins and the server's own may open a visitor's socket") {
  SmallHouse house;
  auto request = request_of("GET", "/ws/visitor");
  request.query["site"] = "s_test";
  CHECK(refusal(house, request) == 0);
  request.headers["origin"] = "https://shop.example";
  CHECK(refusal(house, request) == 0);
  for (const char* origin : {"null", "https://shop.example.evil", "http://shop.example",
                             "https://SHOP.example", "https://shop.example:444", ""}) {
    request.headers["origin"] = origin;
    CHECK(refusal(house, request) == 403);
  }
  request.headers.erase("origin");
  CHECK(refusal(house, request) == 403);
  request.headers["origin"] = "https://shop.example";
  request.query["site"] = "s_other";
  CHECK(refusal(house, request) == 404);
}

TEST_CASE("an agent's socket needs a sign-in and the server's own page") {
  SmallHouse house;
  auto request = request_of("GET", "/ws/agent");
  CHECK(refusal(house, request) == 401);
  request.headers["cookie"] = cookie_from(sign_in(house, "ann", "correct horse"));
  CHECK(refusal(house, request) == 0);
  request.headers["origin"] = "https://shop.example";
  CHECK(refusal(house, request) == 403);
}

TEST_CASE("a draining house refuses newcomers and tells everyone to come back") {
  SmallHouse house;
  const auto visitor = house.visitor();
  bool done = false;
  house.house->drain([&done] { done = true; });
  house.loop.run();
  CHECK(done);
  CHECK(visitor->closed == 4000);
  auto request = request_of("GET", "/ws/visitor");
  request.query["site"] = "s_test";
  CHECK(refusal(house, request) == 503);
  const app::HttpResponse readiness = answer(house, request_of("GET", "/readyz"));
  CHECK(readiness.status == 503);
  CHECK(readiness.body.find("draining") != std::string::npos);
}
