// Which node owns which floor, whatever happens to leases, nodes and the store.
#include "app/cluster/ownership.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "adapters/memory/cluster.hpp"
#include "adapters/memory/journal.hpp"
#include "app/cluster/placement.hpp"
#include "core/cluster_limits.hpp"
#include "support/catch.hpp"
#include "support/hand_clock.hpp"
#include "support/manual_loop.hpp"
#include "support/quiet.hpp"

namespace usher::test {
namespace {

using core::AccountId;

std::vector<AccountId> accounts() {
  std::vector<AccountId> all;
  for (std::uint64_t id = 1; id <= 20; ++id) all.push_back(AccountId{id});
  return all;
}

struct World {
  HandClock clock;
  QuietLog log;
  QuietMetrics metrics;
  adapters::MemoryCluster leases{clock};
  std::shared_ptr<adapters::MemoryStore> store = std::make_shared<adapters::MemoryStore>();
};

// A node that notes what becomes of its floors.
class TestNode {
 public:
  TestNode(World& world, const std::string& id)
      : world_(world),
        leases_(world.leases, id),
        journal_(world.store),
        ownership_({leases_, journal_, world.clock, world.log, world.metrics, loop_, loop_},
                   floors()) {}

  void start() { ownership_.start(); }
  void run() { loop_.advance(world_.clock.now()); }
  app::Ownership& ownership() { return ownership_; }
  adapters::MemoryJournal& journal() { return journal_; }

  std::set<AccountId> serving;
  std::set<AccountId> handing;
  std::vector<std::string> gone;
  std::size_t loads = 0;
  bool can_load = true;
  bool hands_over_at_once = true;
  std::map<AccountId, std::function<void()>> waiting;

 private:
  app::Ownership::Floors floors() {
    app::Ownership::Floors floors;
    floors.all = [] { return accounts(); };
    floors.load = [this](AccountId) {
      ++loads;
      return can_load;
    };
    floors.serve = [this](AccountId id) { serving.insert(id); };
    floors.hand_over = [this](AccountId id, std::function<void()> done) {
      const auto end = [this, id, done = std::move(done)] {
        serving.erase(id);
        done();
      };
      if (hands_over_at_once) return end();
      waiting[id] = end;
    };
    floors.drop = [this](AccountId id) { serving.erase(id); };
    floors.moved = [](AccountId, const ports::NodeId&) {};
    floors.gone = [this](const ports::NodeId& node) { gone.push_back(node); };
    return floors;
  }

  World& world_;
  ManualLoop loop_;
  adapters::MemoryLeases leases_;
  adapters::MemoryJournal journal_;
  app::Ownership ownership_;
};

using Nodes = std::vector<TestNode*>;

// Lets time pass in small steps, for the nodes that run.
void pass(World& world, const Nodes& nodes, std::int64_t ms) {
  for (std::int64_t step = 0; step < ms; step += 100) {
    world.clock.time = world.clock.time + 100;
    for (TestNode* node : nodes) node->run();
  }
}

std::size_t served(const Nodes& nodes) {
  std::size_t count = 0;
  for (const TestNode* node : nodes) count += node->serving.size();
  return count;
}

std::set<AccountId> everything(const Nodes& nodes) {
  std::set<AccountId> all;
  for (const TestNode* node : nodes) all.insert(node->serving.begin(), node->serving.end());
  return all;
}

// They have shared the floors, and nothing moves any more.
struct TwoNodes {
  TwoNodes() {
    a.start();
    b.start();
    pass(world, {&a, &b}, 10'000);
  }

  World world;
  TestNode a{world, "a.1"};
  TestNode b{world, "b.1"};
};

}  // namespace

TEST_CASE("a floor's home is the same for everyone and moves only when it must", "[nodes]") {
  std::vector<ports::Node> nodes{{"a.1", false}, {"b.1", false}, {"c.1", false}};
  std::map<std::string, int> homes;
  for (std::uint64_t id = 1; id <= 3'000; ++id) {
    const auto home = app::home_of(AccountId{id}, nodes);
    REQUIRE(home);
    ++homes[*home];
    std::vector<ports::Node> fewer = nodes;
    std::erase_if(fewer, [&](const ports::Node& node) { return node.id == "b.1"; });
    const auto next = app::home_of(AccountId{id}, fewer);
    CHECK((*home == "b.1" || next == home));
    std::vector<ports::Node> leaving = nodes;
    leaving[1].leaving = true;
    CHECK(app::home_of(AccountId{id}, leaving) == next);
  }
  for (const auto& [node, count] : homes) CHECK((count > 900 && count < 1'100));
  CHECK_FALSE(app::home_of(AccountId{1}, {}));
  const std::vector<ports::Node> none{{"a.1", true}};
  CHECK_FALSE(app::home_of(AccountId{1}, none));
}

TEST_CASE("one node takes all floors, a second one its share, and nobody has two owners",
          "[nodes]") {
  World world;
  TestNode a(world, "a.1");
  a.start();
  pass(world, {&a}, 1'500);
  CHECK(a.serving.size() == 20);
  CHECK(a.ownership().owner_of(AccountId{3}) == "a.1");

  TestNode b(world, "b.1");
  b.start();
  pass(world, {&a, &b}, 15'000);
  CHECK_FALSE(a.serving.empty());
  CHECK_FALSE(b.serving.empty());
  CHECK(served({&a, &b}) == 20);
  CHECK(everything({&a, &b}).size() == 20);
  for (const AccountId id : a.serving) CHECK(b.ownership().owner_of(id) == "a.1");
  for (const AccountId id : b.serving) CHECK(a.ownership().owner_of(id) == "b.1");
}

TEST_CASE("a dead node's floors are served by the other within seconds", "[nodes]") {
  TwoNodes two;
  auto& [world, a, b] = two;
  REQUIRE_FALSE(a.serving.empty());

  pass(world, {&b}, limits::node_lease_ms + 2 * limits::beat_every_ms);
  CHECK(b.serving.size() == 20);
  CHECK(b.gone == std::vector<std::string>{"a.1"});

  SECTION("and when it was only frozen, it drops what it had, before anything else") {
    a.run();
    CHECK(a.serving.empty());
    CHECK(b.serving.size() == 20);
  }
}

TEST_CASE("a node that goes down hands over what it has, and says when it is done", "[nodes]") {
  TwoNodes two;
  auto& [world, a, b] = two;
  a.hands_over_at_once = false;
  bool left = false;
  a.ownership().leave([&left] { left = true; });
  pass(world, {&a, &b}, 3'000);
  CHECK_FALSE(left);
  CHECK(served({&a, &b}) == 20);  // until they are stored they are still its own
  for (const auto& [id, end] : std::exchange(a.waiting, {})) end();
  pass(world, {&a, &b}, 1'500);
  CHECK(left);
  CHECK(a.serving.empty());
  CHECK(b.serving.size() == 20);
}

TEST_CASE("without the store of leases floors stay; when it forgets, owners stay owners",
          "[nodes]") {
  TwoNodes two;
  auto& [world, a, b] = two;
  const std::set<AccountId> before = a.serving;

  SECTION("away for a minute") {
    world.leases.away("a.1", true);
    world.leases.away("b.1", true);
    pass(world, {&a, &b}, 60'000);
    CHECK(a.serving == before);
    CHECK(a.ownership().leases_away());
    CHECK(served({&a, &b}) == 20);
    world.leases.away("a.1", false);
    world.leases.away("b.1", false);
  }
  SECTION("emptied") { world.leases.forget(); }
  pass(world, {&a, &b}, 10'000);
  CHECK(a.serving == before);
  CHECK_FALSE(a.ownership().leases_away());
  CHECK(served({&a, &b}) == 20);
  CHECK(everything({&a, &b}).size() == 20);
}

TEST_CASE("a node that only does not reach the leases is outrun, and learns it from the store",
          "[nodes]") {
  TwoNodes two;
  auto& [world, a, b] = two;
  world.leases.away("a.1", true);
  pass(world, {&a, &b}, limits::node_lease_ms + 3 * limits::beat_every_ms);
  CHECK(a.serving.empty());
  CHECK(b.serving.size() == 20);
}

TEST_CASE("a floor that cannot be loaded here is another node's to try", "[nodes]") {
  World world;
  TestNode a(world, "a.1");
  TestNode b(world, "b.1");
  a.can_load = false;
  a.start();
  b.start();
  pass(world, {&a, &b}, limits::unfit_ms_min - 1'000);
  CHECK(a.serving.empty());
  CHECK(b.serving.size() == 20);
  const std::size_t tried = a.loads;
  pass(world, {&a, &b}, 10 * limits::unfit_ms_min);  // it tries again, less and less often
  CHECK(a.loads > tried);
  CHECK(a.loads < 4 * tried + 20);
}

}  // namespace usher::test
