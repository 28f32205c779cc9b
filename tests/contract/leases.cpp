// What ports/lease.hpp promises, of leases in memory and of those in Redis; and what Redis may do.

#include "adapters/redis/address.hpp"
#include "adapters/redis/check.hpp"
#include "contract/nodes_kit.hpp"
#include "core/cluster_limits.hpp"
#include "support/catch.hpp"

namespace usher::test {
namespace {

using Outcome = ports::Taken::Outcome;

bool lives(const std::optional<ports::Cluster>& seen, const ports::NodeId& id) {
  return seen && std::ranges::find(seen->nodes, id, &ports::Node::id) != seen->nodes.end();
}

void nodes_see_each_other(Nodes& nodes) {
  Node a = nodes.make("a.1");
  Node b = nodes.make("b.1");
  REQUIRE(comes_true([&] { return a.beat().has_value(); }));
  REQUIRE(comes_true([&] { return b.beat(true).has_value(); }));
  const auto seen = a.beat();
  REQUIRE(seen);
  CHECK(seen->nodes == std::vector<ports::Node>{{"a.1", false}, {"b.1", true}});
  CHECK(seen->floors.empty());
  CHECK_FALSE(seen->memory.empty());
  CHECK(b.beat()->memory == seen->memory);
  CHECK(a.leases->me() == "a.1");
}

void a_floor_is_granted_to_one_node_at_a_time(Nodes& nodes) {
  Node a = nodes.make("a.1");
  Node b = nodes.make("b.1");
  REQUIRE(comes_true([&] { return a.beat() && b.beat(); }));
  const ports::Taken first = a.take(7);
  REQUIRE(first.outcome == Outcome::granted);
  CHECK(first.term > 0);
  CHECK(b.take(7).outcome == Outcome::held);
  CHECK(b.take(8).outcome == Outcome::granted);
  const auto seen = b.beat();
  REQUIRE(seen);
  CHECK(seen->floors == std::vector<ports::Holding>{{core::AccountId{7}, "a.1", first.term},
                                                    {core::AccountId{8}, "b.1", 1}});
  CHECK(a.beat()->floors == seen->floors);
}

void terms_rise(Nodes& nodes) {
  Node a = nodes.make("a.1");
  Node b = nodes.make("b.1");
  REQUIRE(comes_true([&] { return a.beat() && b.beat(); }));
  const ports::Term first = a.take(7).term;
  const ports::Term again = a.take(7).term;
  CHECK(again > first);
  CHECK(a.take(7, 100).term == 101);
  a.leases->give_up(core::AccountId{7}, first);  // not this term's any more
  CHECK(b.take(7).outcome == Outcome::held);
  a.leases->give_up(core::AccountId{7}, 101);
  REQUIRE(comes_true([&] { return b.take(7).outcome == Outcome::granted; }));
  CHECK(b.take(7).term > 101);
  constexpr ports::Term large = 9'000'000'000'000'000;  // below 2^53
  CHECK(b.take(7, large).term == large + 1);
}

void what_a_dead_node_had_is_free(Nodes& nodes) {
  Node a = nodes.make("a.1");
  Node b = nodes.make("b.1");
  REQUIRE(comes_true([&] { return a.beat() && b.beat(); }));
  const ports::Term first = a.take(7).term;
  nodes.let_run_out(a);
  REQUIRE(comes_true([&] { return !lives(b.beat(), "a.1"); }));
  CHECK(b.beat()->floors.empty());
  const ports::Taken next = b.take(7);
  CHECK(next.outcome == Outcome::granted);
  CHECK(next.term > first);
  CHECK(a.take(7).outcome == Outcome::held);
  const auto seen = a.beat();  // it was only slow
  REQUIRE(seen);
  CHECK(seen->floors == std::vector<ports::Holding>{{core::AccountId{7}, "b.1", next.term}});
}

void a_node_that_leaves_frees_everything_at_once(Nodes& nodes) {
  Node a = nodes.make("a.1");
  Node b = nodes.make("b.1");
  REQUIRE(comes_true([&] { return a.beat() && b.beat(); }));
  a.take(7);
  a.take(8);
  a.leases->leave();
  REQUIRE(comes_true([&] { return !lives(b.beat(), "a.1"); }));
  CHECK(b.take(7).outcome == Outcome::granted);
  CHECK(b.take(8).outcome == Outcome::granted);
}

using Law = void (*)(Nodes&);
constexpr Law laws[] = {&nodes_see_each_other, &a_floor_is_granted_to_one_node_at_a_time,
                        &terms_rise, &what_a_dead_node_had_is_free,
                        &a_node_that_leaves_frees_everything_at_once};

}  // namespace

TEST_CASE("leases in memory keep every law of the port") {
  for (const Law law : laws) {
    MemoryNodes nodes;
    law(nodes);
  }
}

TEST_CASE("leases in Redis keep every law of the port", "[redis]") {
  RedisServer server;
  for (const Law law : laws) {
    server.empty();
    RedisNodes nodes(server.address());
    law(nodes);
  }
}

TEST_CASE("whatever Redis does, a beat is answered in time and all is right again", "[redis]") {
  RedisServer server;
  RedisNodes nodes(server.address());
  Node a = nodes.make("a.1");
  REQUIRE(comes_true([&] { return a.beat().has_value(); }));
  const std::string memory = a.beat()->memory;
  const auto asked = std::chrono::steady_clock::now();
  const auto answered_in_time = [&] {
    const std::chrono::milliseconds promised(limits::lease_answer_ms + 500);  // and the machine's
    return std::chrono::steady_clock::now() - asked < promised;
  };
  SECTION("it is killed and comes back with nothing") {
    server.stop();
    CHECK_FALSE(a.beat());
    CHECK(answered_in_time());
    server.start();
    REQUIRE(comes_true([&] { return a.beat().has_value(); }));
    CHECK(a.beat()->memory != memory);
  }
  SECTION("it hangs") {
    server.freeze();
    CHECK_FALSE(a.beat());
    CHECK(answered_in_time());
    CHECK(a.take(7).outcome == Outcome::away);
    server.thaw();
    REQUIRE(comes_true([&] { return a.beat().has_value(); }));
    CHECK(a.beat()->memory == memory);
  }
  SECTION("it is emptied") {
    a.take(7);
    server.empty();
    const auto seen = a.beat();
    REQUIRE(seen);
    CHECK(seen->memory != memory);
    CHECK(seen->floors.empty());
  }
}

TEST_CASE("Redis is signed in to, and what it refuses is away", "[redis]") {
  RedisServer server({"--requirepass", "pass word"});
  const std::string where = "127.0.0.1:" + std::to_string(server.port()) + "/3";
  RedisNodes right("redis://:pass%20word@" + where);
  Node a = right.make("a.1");
  CHECK(comes_true([&] { return a.beat().has_value(); }));
  RedisNodes wrong("redis://:other@" + where);
  Node b = wrong.make("b.1");
  CHECK_FALSE(b.beat());
  CHECK(b.take(1).outcome == Outcome::away);
}

TEST_CASE("a Redis that would not do is told apart", "[redis]") {
  const auto check = [](const std::string& address) {
    return adapters::check_redis(adapters::parse_redis_address(address));
  };
  const RedisServer good;
  CHECK(check(good.address()).empty());
  CHECK(check(good.address() + "/99").find("out of range") != std::string::npos);
  const RedisServer closed({"--requirepass", "secret"});
  CHECK_FALSE(check(closed.address()).empty());
  const RedisServer forgetful({"--maxmemory", "10mb", "--maxmemory-policy", "allkeys-lru"});
  CHECK(check(forgetful.address()).find("maxmemory-policy") != std::string::npos);
  const RedisServer replica({"--replicaof", "127.0.0.1", std::to_string(good.port())});
  CHECK(check(replica.address()).find("replica") != std::string::npos);
  CHECK_FALSE(check("redis://127.0.0.1:1").empty());
}

TEST_CASE("a Sentinel is asked for its master", "[redis]") {
  const RedisServer master;
  const RedisServer sentinel(master, "chat");
  RedisNodes nodes("redis+sentinel://127.0.0.1:1,127.0.0.1:" + std::to_string(sentinel.port()) +
                   "/chat");
  Node a = nodes.make("a.1");
  CHECK(comes_true([&] { return a.beat().has_value(); }));
}

TEST_CASE("addresses of Redis are read, and refused in words without the password") {
  using adapters::parse_redis_address;
  const auto address = parse_redis_address("redis://me:p%40ss@cache.example:7000/2");
  CHECK(address.hosts == std::vector<adapters::RedisAddress::Host>{{"cache.example", 7'000}});
  CHECK(address.user == "me");
  CHECK(address.password == "p@ss");
  CHECK(address.database == 2);
  CHECK(adapters::shown(address) == "redis://cache.example:7000/2");
  CHECK(parse_redis_address("redis://[::1]").hosts[0] ==
        adapters::RedisAddress::Host{"::1", 6'379});
  const auto watched = parse_redis_address("redis+sentinel://:x@one,two:1234/chat/1");
  CHECK(watched.master == "chat");
  CHECK(watched.hosts.size() == 2);
  CHECK(watched.hosts[0].port == 26'379);
  CHECK(adapters::shown(watched) == "redis+sentinel://one:26379,two:1234/chat/1");
  for (const char* bad : {"", "localhost", "http://localhost", "redis://", "redis://a,b",
                          "redis://a:0", "redis://a:70000", "redis://a:x", "redis://a/x",
                          "redis://secret@a", "redis://:s%4@a", "redis://:s%zz@a", "redis://[::1",
                          "redis+sentinel://a", "redis+sentinel://a/", "rediss://:secret@a"}) {
    INFO(bad);
    try {
      parse_redis_address(bad);
      FAIL_CHECK("taken");
    } catch (const adapters::RedisAddressError& error) {
      CHECK(std::string(error.what()).find("secret") == std::string::npos);
    }
  }
}

}  // namespace usher::test
