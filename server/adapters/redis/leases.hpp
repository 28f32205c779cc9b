#pragma once
// ports::Leases in Redis: a key that expires for each node, and one hash that says who took what.
// What dead nodes owned is freed by the next beat of any other (scripts/beat.lua).

#include <memory>

#include "adapters/redis/hub.hpp"
#include "ports/lease.hpp"

namespace usher::adapters {

class RedisLeases final : public ports::Leases {
 public:
  explicit RedisLeases(RedisHub& hub);
  ~RedisLeases() override;

  ports::NodeId me() const override;
  void beat(bool leaving, ports::Loop& loop,
            std::function<void(std::optional<ports::Cluster>)> done) override;
  void take(core::AccountId account, ports::Term after, ports::Loop& loop,
            std::function<void(ports::Taken)> done) override;
  void give_up(core::AccountId account, ports::Term term) override;
  void leave() override;

 private:
  struct Parts;  // what waits for an answer keeps it
  std::shared_ptr<Parts> parts_;
};

}  // namespace usher::adapters
