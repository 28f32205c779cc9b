#pragma once
// ports::Presence in Redis: for each node and account a set of people. Readers look at living nodes
// only, so that nothing must be renewed while nothing changes; sets that nobody touched for hours
// expire, and are told anew before that.

#include <memory>

#include "adapters/redis/hub.hpp"
#include "ports/presence.hpp"

namespace usher::adapters {

class RedisPresence final : public ports::Presence {
 public:
  RedisPresence(RedisHub& hub, ports::Metrics& metrics);
  ~RedisPresence() override;

  void come(core::AccountId account, core::Author person) override;
  void leave(core::AccountId account, core::Author person) override;
  void who(core::AccountId account, ports::Loop& loop,
           std::function<void(std::optional<std::vector<ports::Present>>)> done) override;

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace usher::adapters
