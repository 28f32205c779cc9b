#include "adapters/redis/leases.hpp"

#include <algorithm>
#include <charconv>
#include <random>
#include <string_view>
#include <tuple>
#include <utility>

#include "adapters/redis/scripts.hpp"
#include "core/cluster_limits.hpp"
#include "core/hex.hpp"
#include "ports/callback_gate.hpp"

namespace usher::adapters {
namespace {

std::string random_word() {
  std::random_device source;
  std::string bytes;
  for (int i = 0; i < 8; ++i) bytes += static_cast<char>(source());
  return core::to_hex(bytes);
}

std::uint64_t number_of(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// "TERM NODE"; nobody has it when the node is empty.
ports::Holding holding_of(const std::string& account, std::string_view text) {
  const std::size_t space = std::min(text.find(' '), text.size() - 1);
  return {core::AccountId{number_of(account)}, std::string(text.substr(space + 1)),
          number_of(text.substr(0, space))};
}

std::string lease_prefix(const RedisHub& hub) { return hub.key("node:"); }

// The floors as they were told last: beats tell them only when they changed.
struct Known {
  std::string memory;
  std::string version;
  std::vector<ports::Holding> floors;
};

std::optional<ports::Cluster> cluster_of(const RedisReply& reply, Known& known) {
  if (reply.list.size() != 4) return std::nullopt;
  const auto& [memory, version, nodes, floors] =
      std::tie(reply.list[0], reply.list[1], reply.list[2], reply.list[3]);
  if (memory.text != known.memory || version.text != known.version) {
    known = {memory.text, version.text, {}};
    for (std::size_t i = 0; i + 1 < floors.list.size(); i += 2) {
      auto holding = holding_of(floors.list[i].text, floors.list[i + 1].text);
      if (!holding.node.empty()) known.floors.push_back(std::move(holding));
    }
    std::ranges::sort(known.floors, {}, &ports::Holding::account);
  }
  ports::Cluster cluster;
  cluster.memory = known.memory;
  for (const RedisReply& node : nodes.list) {
    const std::size_t space = std::min(node.text.find(' '), node.text.size());
    cluster.nodes.push_back({node.text.substr(0, space), node.text.ends_with(" 1")});
  }
  std::ranges::sort(cluster.nodes, {}, &ports::Node::id);
  for (const ports::Holding& holding : known.floors) {
    const bool lives =
        std::ranges::binary_search(cluster.nodes, holding.node, {}, &ports::Node::id);
    if (lives) cluster.floors.push_back(holding);
  }
  return cluster;
}

ports::Taken taken_of(const RedisReply* reply) {
  ports::Taken taken;
  if (!reply || reply->list.size() != 2) return taken;
  const bool granted = reply->list[0].integer == 1;
  taken.outcome = granted ? ports::Taken::Outcome::granted : ports::Taken::Outcome::held;
  taken.term = number_of(reply->list[1].text);
  return taken;
}

}  // namespace

struct RedisLeases::Parts {
  explicit Parts(RedisHub& its_hub) : hub(its_hub) {}
  RedisHub& hub;
  ports::CallbackGate gate;
  Known known;  // the hub's thread's
};

// After a failover the same version may be of other floors.
RedisLeases::RedisLeases(RedisHub& hub) : parts_(std::make_shared<Parts>(hub)) {
  hub.run_now([parts = parts_] {
    parts->hub.watch(parts.get(), {[parts] { parts->known = {}; }, [] {}});
  });
}

RedisLeases::~RedisLeases() {
  parts_->gate.close();
  parts_->hub.run_now([this] { parts_->hub.forget(parts_.get()); });
}

ports::NodeId RedisLeases::me() const { return parts_->hub.me(); }

void RedisLeases::beat(bool leaving, ports::Loop& loop,
                       std::function<void(std::optional<ports::Cluster>)> done) {
  parts_->hub.post([parts = parts_, leaving, &loop, done = std::move(done)] {
    RedisHub& hub = parts->hub;
    const auto answered = [parts, &loop, done](const RedisReply* reply) {
      auto seen = reply ? cluster_of(*reply, parts->known) : std::nullopt;
      if (seen) parts->hub.note_memory(seen->memory);
      if (reply && !seen) parts->hub.log().error("redis_beat_failed", {{"answer", reply->text}});
      parts->gate.post(loop, [done, seen = std::move(seen)] { done(seen); });
    };
    hub.script(redis_scripts::beat,
               {hub.key("nodes"), hub.key("floors"), hub.key("version"), hub.key("memory")},
               {hub.me(), leaving ? "1" : "0", std::to_string(limits::node_lease_ms),
                lease_prefix(hub), random_word(), parts->known.memory, parts->known.version},
               answered);
  });
}

void RedisLeases::take(core::AccountId account, ports::Term after, ports::Loop& loop,
                       std::function<void(ports::Taken)> done) {
  parts_->hub.post([parts = parts_, account, after, &loop, done = std::move(done)] {
    RedisHub& hub = parts->hub;
    hub.script(redis_scripts::take, {hub.key("floors"), hub.key("version")},
               {std::to_string(account.value), hub.me(), std::to_string(after), lease_prefix(hub)},
               [parts, &loop, done](const RedisReply* reply) {
                 parts->gate.post(loop, [done, taken = taken_of(reply)] { done(taken); });
               });
  });
}

void RedisLeases::give_up(core::AccountId account, ports::Term term) {
  parts_->hub.post([&hub = parts_->hub, account, term] {
    hub.script(redis_scripts::give_up, {hub.key("floors"), hub.key("version")},
               {std::to_string(account.value), hub.me(), std::to_string(term)},
               [](const RedisReply*) {});
  });
}

void RedisLeases::leave() {
  parts_->hub.post([&hub = parts_->hub] {
    hub.script(redis_scripts::leave, {hub.key("nodes"), hub.key("floors"), hub.key("version")},
               {hub.me(), lease_prefix(hub)}, [](const RedisReply*) {});
  });
}

}  // namespace usher::adapters
