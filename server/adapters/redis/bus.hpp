#pragma once
// ports::Bus over Redis' PUBLISH: a channel for each node.

#include <memory>

#include "adapters/redis/hub.hpp"
#include "ports/bus.hpp"

namespace usher::adapters {

class RedisBus final : public ports::Bus {
 public:
  RedisBus(RedisHub& hub, ports::Metrics& metrics);
  ~RedisBus() override;

  void listen(Arrived arrived) override;
  void stop() override;
  void send(const ports::NodeId& to, std::string message) override;

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace usher::adapters
