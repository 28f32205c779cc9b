#pragma once
// Servers whose store is in PostgreSQL: one alone, or two nodes that share it and a Redis. All that
// they need runs on the server's core, as it does a part of the server's work.

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "kit/process.hpp"
#include "kit/usher_server.hpp"

namespace usher::load {

// A Redis server of this run's own, that keeps nothing on a disk.
class RedisServer {
 public:
  RedisServer(int core, const std::filesystem::path& folder);
  std::string address() const;
  const Child& process() const { return process_; }

 private:
  std::uint16_t port_;
  Child process_;
};

// A store in this run's own PostgreSQL server, which waits for its disk, with what was seeded.
Outside seeded_outside(const Tools& tools, int core, const std::filesystem::path& folder,
                       const Seed& seed);
// Processor time of that server, all its processes.
std::int64_t database_cpu_ns();

class Nodes {
 public:
  // Two nodes that serve, one of which has owned the account for some seconds.
  Nodes(const Tools& tools, int core, const std::filesystem::path& folder, const Seed& seed);

  UsherServer& owner() { return *nodes_.at(owner_); }
  UsherServer& other() { return *nodes_.at(1 - owner_); }
  const RedisServer& redis() const { return redis_; }

 private:
  // Once both see each other; the account's owner by number.
  std::optional<std::size_t> find_owner() const;

  RedisServer redis_;
  std::vector<std::unique_ptr<UsherServer>> nodes_;
  std::size_t owner_ = 0;
};

}  // namespace usher::load
