#pragma once
// What a server of several nodes has beside what each server has. Made only when the options name a
// Redis.

#include <string>

#include "adapters/redis/bus.hpp"
#include "adapters/redis/hub.hpp"
#include "adapters/redis/leases.hpp"
#include "adapters/redis/presence.hpp"
#include "app/cluster/nodes.hpp"
#include "main/options.hpp"
#include "net/loop.hpp"
#include "ports/clock.hpp"
#include "ports/crypto.hpp"

namespace usher {

class Membership {
 public:
  // Throws OptionError when the address cannot be meant. The claims outlive it.
  Membership(const ServeOptions& options, ports::Claims& claims, const ports::Clock& clock,
             ports::Random& random, ports::Log& log, ports::Metrics& metrics);

  app::Nodes nodes() { return {leases_, claims_, bus_, presence_, taking_}; }
  const ports::NodeId& me() const { return hub_.me(); }
  void start() { taking_.start(); }
  void stop();

 private:
  ports::Claims& claims_;
  net::AsioLoop taking_;
  adapters::RedisHub hub_;
  adapters::RedisLeases leases_;
  adapters::RedisBus bus_;
  adapters::RedisPresence presence_;
};

// The Redis of the options. Throws OptionError.
adapters::RedisAddress redis_address(const ServeOptions& options);

}  // namespace usher
