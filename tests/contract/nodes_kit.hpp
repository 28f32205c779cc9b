#pragma once
// Two nodes that share leases, a bus and presence: in memory, or over a Redis of the test's own.

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "adapters/memory/cluster.hpp"
#include "adapters/redis/bus.hpp"
#include "adapters/redis/hub.hpp"
#include "adapters/redis/leases.hpp"
#include "adapters/redis/presence.hpp"
#include "adapters/system/clock.hpp"
#include "support/manual_loop.hpp"
#include "support/quiet.hpp"
#include "support/redis_server.hpp"

namespace usher::test {

struct Node {
  std::unique_ptr<adapters::RedisHub> hub;  // before what uses it
  std::unique_ptr<ports::Leases> leases;
  std::unique_ptr<ports::Bus> bus;
  std::unique_ptr<ports::Presence> presence;
  std::unique_ptr<ManualLoop> loop = std::make_unique<ManualLoop>();

  // Waits for the answers.
  std::optional<ports::Cluster> beat(bool leaving = false);
  ports::Taken take(std::uint64_t account, ports::Term after = 0);
  std::optional<std::vector<ports::Present>> who(std::uint64_t account);
};

inline std::optional<ports::Cluster> Node::beat(bool leaving) {
  std::optional<std::optional<ports::Cluster>> seen;
  leases->beat(leaving, *loop, [&](auto answer) { seen = std::move(answer); });
  loop->run_until([&] { return seen.has_value(); });
  return *std::move(seen);
}

inline ports::Taken Node::take(std::uint64_t account, ports::Term after) {
  std::optional<ports::Taken> taken;
  leases->take(core::AccountId{account}, after, *loop,
               [&](ports::Taken answer) { taken = answer; });
  loop->run_until([&] { return taken.has_value(); });
  return *taken;
}

inline std::optional<std::vector<ports::Present>> Node::who(std::uint64_t account) {
  std::optional<std::optional<std::vector<ports::Present>>> found;
  presence->who(core::AccountId{account}, *loop, [&](auto answer) { found = std::move(answer); });
  loop->run_until([&] { return found.has_value(); });
  return *std::move(found);
}

// Makes nodes of one cluster, by their ids.
class Nodes {
 public:
  virtual ~Nodes() = default;
  virtual Node make(const std::string& id) = 0;
  // The node's lease runs out: time passes.
  virtual void let_run_out(Node& node) = 0;
};

class MemoryNodes final : public Nodes {
 public:
  Node make(const std::string& id) override {
    Node node;
    node.leases = std::make_unique<adapters::MemoryLeases>(cluster, id);
    node.bus = std::make_unique<adapters::MemoryBus>(cluster, id);
    node.presence = std::make_unique<adapters::MemoryPresence>(cluster, id);
    return node;
  }
  void let_run_out(Node& node) override { node.leases->leave(); }

 private:
  adapters::SystemClock clock;
  adapters::MemoryCluster cluster{clock};
};

class RedisNodes final : public Nodes {
 public:
  explicit RedisNodes(const std::string& address) : address_(address) {}
  Node make(const std::string& id) override {
    Node node;
    node.hub = std::make_unique<adapters::RedisHub>(
        adapters::RedisOptions{adapters::parse_redis_address(address_), id}, log_, metrics_);
    node.leases = std::make_unique<adapters::RedisLeases>(*node.hub);
    node.bus = std::make_unique<adapters::RedisBus>(*node.hub, metrics_);
    node.presence = std::make_unique<adapters::RedisPresence>(*node.hub, metrics_);
    return node;
  }
  // Not six seconds: its key goes as if they had passed.
  void let_run_out(Node& node) override {
    node.hub->run_now([&] {
      node.hub->command({"DEL", node.hub->key("node:" + node.hub->me())},
                        [](const adapters::RedisReply*) {});
    });
  }

 private:
  const std::string address_;
  QuietLog log_;
  QuietMetrics metrics_;
};

// Asks again and again until it holds, half a minute at most: what others do takes its time.
template <class Condition>
bool comes_true(Condition holds) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::yield();
  }
  return true;
}

}  // namespace usher::test
