// Who may call what: every route for everybody, and who may open a socket. What is not in the table
// fails.

#include <array>
#include <map>

#include "integration/server_people.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::Client;
using test::Json;
using test::Person;
using test::ServerHouse;

namespace {

constexpr const char* shop_origin = "https://shop.example";

// Login of who asks; "" is nobody, "visitor" a page of the shop with a visitor on it.
constexpr std::array<const char*, 7> callers{"", "visitor", "ann", "cat", "sue", "adm", "zoe"};

const std::map<std::string, std::array<int, callers.size()>> routes{
    {"GET /healthz", {200, 200, 200, 200, 200, 200, 200}},
    {"GET /readyz", {200, 200, 200, 200, 200, 200, 200}},
    {"GET /metrics", {200, 200, 200, 200, 200, 200, 200}},
    {"POST /api/v1/beacon", {404, 404, 404, 404, 404, 404, 404}},  // names no site
    {"POST /api/v1/session", {200, 403, 200, 200, 200, 200, 200}},
    {"GET /api/v1/session", {401, 401, 200, 200, 200, 200, 200}},
    {"DELETE /api/v1/session", {401, 403, 204, 204, 204, 204, 204}},
    {"POST /api/v1/password", {401, 403, 200, 200, 200, 200, 200}},
    {"GET /api/v1/account", {401, 401, 403, 403, 200, 200, 403}},
    {"PUT /api/v1/account", {401, 403, 403, 403, 403, 400, 403}},
    {"GET /api/v1/queues", {401, 401, 403, 403, 200, 200, 403}},
    {"POST /api/v1/queues", {401, 403, 403, 403, 403, 400, 403}},
    {"GET /api/v1/queues/{q}", {401, 401, 403, 403, 404, 404, 403}},
    {"PUT /api/v1/queues/{q}", {401, 403, 403, 403, 403, 404, 403}},
    {"DELETE /api/v1/queues/{q}", {401, 403, 403, 403, 403, 404, 403}},
    {"GET /api/v1/agents", {401, 401, 403, 403, 200, 200, 403}},
    {"POST /api/v1/agents", {401, 403, 403, 403, 403, 400, 403}},
    {"GET /api/v1/agents/{a}", {401, 401, 403, 403, 404, 404, 403}},
    {"PUT /api/v1/agents/{a}", {401, 403, 403, 403, 403, 404, 403}},
    {"DELETE /api/v1/agents/{a}", {401, 403, 403, 403, 403, 404, 403}},
    {"GET /api/v1/canned", {401, 401, 200, 200, 200, 200, 200}},
    {"POST /api/v1/canned", {401, 403, 400, 400, 400, 400, 400}},
    {"PUT /api/v1/canned/{r}", {401, 403, 404, 404, 404, 404, 404}},
    {"DELETE /api/v1/canned/{r}", {401, 403, 404, 404, 404, 404, 404}},
    {"GET /api/v1/sites", {401, 401, 403, 403, 200, 200, 403}},
    {"GET /api/v1/sites/{s}", {401, 401, 403, 403, 404, 404, 403}},
    {"PUT /api/v1/sites/{s}", {401, 403, 403, 403, 403, 404, 403}},
    {"POST /api/v1/site_identity_keys/{s}", {401, 403, 403, 403, 403, 404, 403}},
    {"DELETE /api/v1/site_identity_keys/{s}", {401, 403, 403, 403, 403, 404, 403}},
    {"GET /api/v1/webhooks", {401, 401, 403, 403, 403, 200, 403}},
    {"POST /api/v1/webhooks", {401, 403, 403, 403, 403, 400, 403}},
    {"GET /api/v1/webhooks/{w}", {401, 401, 403, 403, 403, 404, 403}},
    {"PUT /api/v1/webhooks/{w}", {401, 403, 403, 403, 403, 404, 403}},
    {"DELETE /api/v1/webhooks/{w}", {401, 403, 403, 403, 403, 404, 403}},
    {"POST /api/v1/webhook_secrets/{w}", {401, 403, 403, 403, 403, 404, 403}},
    {"POST /api/v1/webhook_tests/{w}", {401, 403, 403, 403, 403, 404, 403}},
    {"GET /api/v1/faq", {401, 401, 403, 403, 200, 200, 403}},
    {"POST /api/v1/faq", {401, 403, 403, 403, 403, 400, 403}},
    {"PUT /api/v1/faq", {401, 403, 403, 403, 403, 400, 403}},
    {"PUT /api/v1/faq/{f}", {401, 403, 403, 403, 403, 404, 403}},
    {"DELETE /api/v1/faq/{f}", {401, 403, 403, 403, 403, 404, 403}},
    {"POST /api/v1/files", {401, 403, 400, 400, 400, 400, 400}},
    {"POST /api/v1/visitor_files", {404, 404, 404, 404, 404, 404, 404}},  // names no site
    {"GET /api/v1/messages", {401, 401, 400, 400, 400, 400, 400}},        // asks for nothing
    {"GET /api/v1/people", {401, 401, 403, 403, 200, 200, 403}},
    {"GET /api/v1/people/{v}", {401, 401, 200, 200, 200, 200, 200}},
    {"PATCH /api/v1/people/{v}", {401, 403, 400, 400, 400, 400, 400}},
    {"POST /api/v1/people_notes/{v}", {401, 403, 400, 400, 400, 400, 400}},
    {"DELETE /api/v1/people_notes/{v}", {401, 403, 400, 400, 400, 400, 400}},
    {"PUT /api/v1/people_tags/{v}", {401, 403, 400, 400, 400, 400, 400}},
    {"POST /api/v1/people_merges/{v}", {401, 403, 403, 403, 400, 400, 403}},
    {"DELETE /api/v1/people_merges/{v}", {401, 403, 403, 403, 404, 404, 403}},
    {"GET /api/v1/people_duplicates/{v}", {401, 401, 403, 403, 200, 200, 403}},
    {"GET /api/v1/people_edits/{v}", {401, 401, 200, 200, 200, 200, 200}},  // of nobody: empty
    {"GET /api/v1/person_fields", {401, 401, 200, 200, 200, 200, 200}},
    {"PUT /api/v1/person_fields", {401, 403, 403, 403, 403, 400, 403}},
    {"GET /api/v1/people.csv", {401, 401, 403, 403, 200, 200, 403}},
    {"POST /api/v1/people_imports", {401, 403, 403, 403, 400, 400, 403}},
    {"GET /api/v1/trails/{v}", {401, 401, 200, 200, 200, 200, 200}},  // of nobody: empty
    {"GET /api/v1/funnel", {401, 401, 403, 403, 200, 200, 403}},
    {"GET /api/v1/invitation_rules", {401, 401, 403, 403, 200, 200, 403}},
    {"POST /api/v1/invitation_rules", {401, 403, 403, 403, 403, 400, 403}},
    {"PUT /api/v1/invitation_rules", {401, 403, 403, 403, 403, 400, 403}},
    {"PUT /api/v1/invitation_rules/{i}", {401, 403, 403, 403, 403, 404, 403}},
    {"DELETE /api/v1/invitation_rules/{i}", {401, 403, 403, 403, 403, 404, 403}},
    {"GET /api/v1/invitation_rules/why", {401, 401, 400, 400, 400, 400, 400}},  // of nobody
    {"POST /api/v1/invitation_rules/dry_run", {401, 403, 403, 403, 403, 400, 403}},
    {"OPTIONS /api/v1/visitor_files", {204, 204, 204, 204, 204, 204, 204}},
    {"GET /api/v1/exports/{v}", {401, 401, 403, 403, 403, 404, 403}},
    {"DELETE /api/v1/people/{v}", {401, 403, 403, 403, 403, 404, 403}},
    {"GET /api/v1/audit", {401, 401, 403, 403, 403, 200, 403}},
    {"GET /api/v1/retention", {401, 401, 403, 403, 403, 200, 403}},
    {"PUT /api/v1/retention", {401, 403, 403, 403, 403, 400, 403}},
    {"POST /api/v1/retention/preview", {401, 403, 403, 403, 403, 400, 403}},
    {"GET /api/v1/nodes", {401, 401, 403, 403, 403, 200, 403}},
    {"POST /api/v1/visitor/export", {404, 404, 404, 404, 404, 404, 404}},  // names no site
    {"POST /api/v1/visitor/erase", {404, 404, 404, 404, 404, 404, 404}},
    {"OPTIONS /api/v1/visitor/export", {204, 204, 204, 204, 204, 204, 204}},
    {"OPTIONS /api/v1/visitor/erase", {204, 204, 204, 204, 204, 204, 204}},
};

// With the id of nothing where the path has one.
std::string path_of(const app::Api::Route& route) {
  const std::string path(route.path.substr(0, route.path.find('{')));
  return path == route.path ? path : path + route.path[path.size() + 1] + "_zz";
}

const std::map<std::string, Json> bodies{
    {"POST /api/v1/session", {{"login", "ann"}, {"password", test::password}}},
    {"POST /api/v1/password", {{"current", test::password}, {"new", test::password}}},
};

test::Answer call(ServerHouse& house, const app::Api::Route& route, const std::string& caller) {
  const bool is_agent = !caller.empty() && caller != "visitor";
  const auto body = bodies.find(std::string(route.method) + " " + std::string(route.path));
  return test::ask_http(house, std::string(route.method), path_of(route),
                        body == bodies.end() ? "" : body->second.dump(),
                        is_agent ? test::sign_in(house, caller) : "",
                        caller == "visitor" ? shop_origin : test::own_origin);
}

}  // namespace

TEST_CASE("every route answers everybody as the table says") {
  ServerHouse house;
  for (const app::Api::Route& route : app::Api::routes()) {
    const std::string name = std::string(route.method) + " " + std::string(route.path);
    INFO(name);
    REQUIRE(routes.contains(name));
    for (std::size_t i = 0; i < callers.size(); ++i) {
      INFO("caller " << callers[i]);
      CHECK(call(house, route, callers[i]).status == routes.at(name)[i]);
    }
  }
  CHECK(routes.size() == app::Api::routes().size());
}

TEST_CASE("what changes something is refused to other people's pages") {
  ServerHouse house;
  const std::string cookie = test::sign_in(house, "ann");
  for (const app::Api::Route& route : app::Api::routes()) {
    if (route.method == "GET" || route.access == app::ApiAccess::visitor_page) continue;
    INFO(route.method << " " << route.path);
    const std::string method(route.method);
    for (const char* origin : {"https://shop.example", "null", "http://usher.test.evil.test", ""}) {
      CHECK(test::ask_http(house, method, path_of(route), "{}", cookie, origin).status == 403);
    }
  }
  CHECK(test::ask_http(house, "GET", "/api/v1/session", "", cookie).status == 200);
}

TEST_CASE("sockets and polls open for listed origins and signed-in agents only") {
  ServerHouse house;
  const std::string cookie = "Cookie: " + test::sign_in(house, "ann") + "\r\n";
  const auto door = [&](const std::string& path, const std::string& origin,
                        const std::string& headers = {}) {
    const std::string from = origin.empty() ? "" : "Origin: " + origin + "\r\n";
    Client poll(house.port());
    poll.send(test::post("/poll" + path, "", from + headers));
    const int polled = poll.answer().value_or(test::Answer{}).status;
    Client socket(house.port());
    socket.send(test::get("/ws" + path, from + headers +
                                            "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                                            "Sec-WebSocket-Version: 13\r\n"
                                            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"));
    const int upgraded = socket.answer().value_or(test::Answer{}).status;
    CHECK((upgraded == 101 ? 200 : upgraded) == polled);  // twins
    return upgraded;
  };
  CHECK(door("/visitor?site=s_main", shop_origin) == 101);
  CHECK(door("/visitor?site=s_main", test::own_origin) == 101);
  for (const char* origin : {"", "null", "http://shop.example", "https://shop.example.evil.test",
                             "https://shop.example:444", "https://shop.exampl"}) {
    INFO("origin " << origin);
    CHECK(door("/visitor?site=s_main", origin) == 403);
    CHECK(door("/agent", origin, cookie) == 403);
  }
  CHECK(door("/visitor?site=s_none", shop_origin) == 404);
  CHECK(door("/visitor", shop_origin) == 404);
  CHECK(door("/agent", shop_origin, cookie) == 403);
  CHECK(door("/agent", test::own_origin) == 401);
  CHECK(door("/agent", test::own_origin, "Cookie: usher_session=0123\r\n") == 401);
  CHECK(door("/agent", test::own_origin, cookie) == 101);
}
