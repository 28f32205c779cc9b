// What ports/presence.hpp promises, of presence in memory and of the one in Redis.

#include "contract/nodes_kit.hpp"
#include "support/catch.hpp"

namespace usher::test {
namespace {

using core::AccountId;
using People = std::vector<ports::Present>;

constexpr AccountId account{1};
const core::Author vera = core::author_of(core::VisitorId{11});
const core::Author willy = core::author_of(core::VisitorId{12});
const core::Author ann = core::author_of(core::AgentId{11});

bool shows(Node& node, const People& people) {
  return comes_true([&] {
    node.beat();
    return node.who(account.value) == people;
  });
}

void people_are_shown_where_they_are(Nodes& nodes) {
  Node a = nodes.make("a.1");
  Node b = nodes.make("b.1");
  REQUIRE(comes_true([&] { return a.beat() && b.beat(); }));
  CHECK(shows(a, {}));
  a.presence->come(account, vera);
  a.presence->come(account, ann);
  b.presence->come(account, vera);
  b.presence->come(AccountId{2}, willy);
  CHECK(shows(a, {{"a.1", vera}, {"a.1", ann}, {"b.1", vera}}));
  CHECK(shows(b, {{"a.1", vera}, {"a.1", ann}, {"b.1", vera}}));
  a.presence->leave(account, vera);
  CHECK(shows(b, {{"a.1", ann}, {"b.1", vera}}));
}

void who_came_twice_leaves_twice(Nodes& nodes) {
  Node a = nodes.make("a.1");
  REQUIRE(comes_true([&] { return a.beat().has_value(); }));
  a.presence->come(account, vera);
  a.presence->come(account, vera);
  a.presence->leave(account, vera);
  CHECK(shows(a, {{"a.1", vera}}));
  a.presence->leave(account, vera);
  CHECK(shows(a, {}));
  a.presence->leave(account, willy);  // who was never there
  a.presence->come(account, willy);
  CHECK(shows(a, {{"a.1", willy}}));
}

void a_dead_nodes_people_are_not_shown(Nodes& nodes) {
  Node a = nodes.make("a.1");
  Node b = nodes.make("b.1");
  REQUIRE(comes_true([&] { return a.beat() && b.beat(); }));
  a.presence->come(account, vera);
  b.presence->come(account, willy);
  CHECK(shows(b, {{"a.1", vera}, {"b.1", willy}}));
  nodes.let_run_out(a);
  CHECK(shows(b, {{"b.1", willy}}));
}

using Law = void (*)(Nodes&);
constexpr Law laws[] = {&people_are_shown_where_they_are, &who_came_twice_leaves_twice,
                        &a_dead_nodes_people_are_not_shown};

}  // namespace

TEST_CASE("presence in memory keeps every law of the port") {
  for (const Law law : laws) {
    MemoryNodes nodes;
    law(nodes);
  }
}

TEST_CASE("presence in Redis keeps every law of the port", "[redis]") {
  RedisServer server;
  for (const Law law : laws) {
    server.empty();
    RedisNodes nodes(server.address());
    law(nodes);
  }
}

TEST_CASE("presence is told anew when Redis has forgotten", "[redis]") {
  RedisServer server;
  RedisNodes nodes(server.address());
  Node a = nodes.make("a.1");
  People crowd;
  for (std::uint64_t id = 1; id <= 1'200; ++id) {
    a.presence->come(account, core::author_of(core::VisitorId{id}));
    crowd.push_back({"a.1", core::author_of(core::VisitorId{id})});
  }
  CHECK(shows(a, crowd));
  SECTION("emptied") { server.empty(); }
  SECTION("killed and back") {
    server.stop();
    server.start();
  }
  CHECK(shows(a, crowd));
}

}  // namespace usher::test
