#include "nodes.hpp"

#include <unistd.h>

#include <stdexcept>

#include "core/cluster_limits.hpp"
#include "kit/clock.hpp"
#include "kit/http.hpp"
#include "support/postgres_server.hpp"

namespace usher::load {
namespace {

constexpr const char* redis_program = "/usr/bin/redis-server";
constexpr std::int64_t patience_ns = 60 * second;
// A floor moves to balance the nodes once they have stayed the same; then it stays.
constexpr std::int64_t steady_ns =
    static_cast<std::int64_t>(limits::steady_beats + 2) * limits::beat_every_ms * ms;

test::PostgresServer& database() { return test::PostgresServer::durable(); }

std::filesystem::path made(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  return folder;
}

}  // namespace

RedisServer::RedisServer(int core, const std::filesystem::path& folder)
    : port_(free_port()),
      process_({redis_program, "--port", std::to_string(port_), "--bind", "127.0.0.1", "--save", "",
                "--appendonly", "no", "--dir", folder},
               core, folder / "redis.log") {
  const std::int64_t until = now_ns() + patience_ns;
  while (!listens(port_)) {
    if (!process_.runs()) throw std::runtime_error("there is no Redis: install redis-server");
    if (now_ns() > until) throw std::runtime_error("Redis does not listen");
    ::usleep(1'000);
  }
}

std::string RedisServer::address() const { return "redis://127.0.0.1:" + std::to_string(port_); }

Outside seeded_outside(const Tools& tools, int core, const std::filesystem::path& folder,
                       const Seed& seed) {
  Outside outside;
  on_core(core, [&outside] { outside.postgres = database().address(); });
  outside.schema = database().fresh_store().schema;
  const UsherServer seeded(tools, folder, core, outside);
  seeded.seed(seed);
  seeded.move_store();
  return outside;
}

std::int64_t database_cpu_ns() { return cpu_ns_of_family(database().process()); }

Nodes::Nodes(const Tools& tools, int core, const std::filesystem::path& folder, const Seed& seed)
    : redis_(core, made(folder)) {
  Outside outside = seeded_outside(tools, core, folder / "seed", seed);
  outside.redis = redis_.address();
  outside.files = folder / "files";
  for (const char* name : {"a", "b"}) {
    outside.node = name;
    nodes_.push_back(std::make_unique<UsherServer>(tools, folder / name, core, outside));
  }
  for (const auto& node : nodes_) node->spawn();
  for (const auto& node : nodes_) node->wait_until_ready();
  std::optional<std::size_t> found;
  const std::int64_t until = now_ns() + patience_ns;
  for (std::int64_t since = now_ns(); !found || now_ns() - since < steady_ns; ::usleep(50'000)) {
    const auto owner = find_owner();
    if (owner != found) since = now_ns();
    found = owner;
    if (now_ns() > until) throw std::runtime_error("the account has no owner that stays");
  }
  owner_ = *found;
}

std::optional<std::size_t> Nodes::find_owner() const {
  std::optional<std::size_t> owner;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (nodes_[i]->metric("usher_cluster_nodes") != static_cast<double>(nodes_.size())) return {};
    if (nodes_[i]->metric("usher_floors_owned").value_or(0) < 1) continue;
    if (owner) return {};
    owner = i;
  }
  return owner;
}

}  // namespace usher::load
