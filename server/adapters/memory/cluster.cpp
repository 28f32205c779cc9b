#include "adapters/memory/cluster.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "core/cluster_limits.hpp"

namespace usher::adapters {

void MemoryCluster::forget() {
  const std::lock_guard lock(mutex_);
  ++memories_;
  leases_.clear();
  owners_.clear();
}

void MemoryCluster::away(const ports::NodeId& node, bool is_away) {
  const std::lock_guard lock(mutex_);
  is_away ? void(away_.insert(node)) : void(away_.erase(node));
}

void MemoryCluster::judge(Judge judge) {
  const std::lock_guard lock(mutex_);
  judge_ = std::move(judge);
}

bool MemoryCluster::release(std::size_t n) {
  Held message;
  {
    const std::lock_guard lock(mutex_);
    if (n >= held_.size()) return false;
    const auto at = held_.begin() + static_cast<std::ptrdiff_t>(n);
    message = std::move(*at);
    held_.erase(at);
  }
  deliver(message.to, message.message);
  return true;
}

std::size_t MemoryCluster::held() const {
  const std::lock_guard lock(mutex_);
  return held_.size();
}

bool MemoryCluster::lives(const ports::NodeId& node) const {
  const auto lease = leases_.find(node);
  return lease != leases_.end() && clock_.now() < lease->second.until;
}

ports::Cluster MemoryCluster::view() const {
  ports::Cluster cluster;
  cluster.memory = std::to_string(memories_);
  for (const auto& [id, lease] : leases_) {
    if (lives(id)) cluster.nodes.push_back({id, lease.leaving});
  }
  for (const auto& [account, owner] : owners_) {
    if (lives(owner.node)) cluster.floors.push_back({account, owner.node, owner.term});
  }
  return cluster;
}

void MemoryCluster::deliver(const ports::NodeId& to, const std::string& message) {
  std::shared_ptr<Listener> listener;
  {
    const std::lock_guard lock(mutex_);
    const auto found = listeners_.find(to);
    if (found == listeners_.end()) return;
    listener = found->second;
  }
  const std::lock_guard lock(listener->mutex);
  if (listener->arrived) listener->arrived(message);
}

void MemoryLeases::beat(bool leaving, ports::Loop& loop,
                        std::function<void(std::optional<ports::Cluster>)> done) {
  std::optional<ports::Cluster> seen;
  {
    const std::lock_guard lock(cluster_.mutex_);
    if (!cluster_.away_.contains(me_)) {
      cluster_.leases_[me_] = {cluster_.clock_.now() + limits::node_lease_ms, leaving};
      seen = cluster_.view();
    }
  }
  gate_.post(loop, [done = std::move(done), seen = std::move(seen)] { done(seen); });
}

void MemoryLeases::take(core::AccountId account, ports::Term after, ports::Loop& loop,
                        std::function<void(ports::Taken)> done) {
  ports::Taken taken;
  {
    const std::lock_guard lock(cluster_.mutex_);
    if (!cluster_.away_.contains(me_)) {
      MemoryCluster::Owner& owner = cluster_.owners_[account];
      if (owner.node != me_ && cluster_.lives(owner.node)) {
        taken = {ports::Taken::Outcome::held, owner.term};
      } else {
        owner = {me_, std::max(owner.term, after) + 1};
        taken = {ports::Taken::Outcome::granted, owner.term};
      }
    }
  }
  gate_.post(loop, [done = std::move(done), taken] { done(taken); });
}

// Its term stays, so that the next one is higher.
void MemoryLeases::give_up(core::AccountId account, ports::Term term) {
  const std::lock_guard lock(cluster_.mutex_);
  const auto found = cluster_.owners_.find(account);
  if (cluster_.away_.contains(me_) || found == cluster_.owners_.end()) return;
  if (found->second.node == me_ && found->second.term == term) found->second.node.clear();
}

void MemoryLeases::leave() {
  const std::lock_guard lock(cluster_.mutex_);
  if (!cluster_.away_.contains(me_)) cluster_.leases_.erase(me_);
}

void MemoryBus::listen(Arrived arrived) {
  listener_ = std::make_shared<MemoryCluster::Listener>();
  listener_->arrived = std::move(arrived);
  const std::lock_guard lock(cluster_.mutex_);
  cluster_.listeners_[me_] = listener_;
}

void MemoryBus::stop() {
  if (!listener_) return;
  {
    const std::lock_guard lock(cluster_.mutex_);
    cluster_.listeners_.erase(me_);
  }
  const std::lock_guard lock(listener_->mutex);
  listener_->arrived = nullptr;
}

void MemoryBus::send(const ports::NodeId& to, std::string message) {
  if (message.size() > limits::bus_message_bytes_max) return;
  using Fate = MemoryCluster::Fate;
  Fate fate = Fate::passes;
  {
    const std::lock_guard lock(cluster_.mutex_);
    if (cluster_.judge_) fate = cluster_.judge_(me_, to);
    if (fate == Fate::held) cluster_.held_.push_back({to, message});
  }
  if (fate == Fate::dropped || fate == Fate::held) return;
  cluster_.deliver(to, message);
  if (fate == Fate::doubled) cluster_.deliver(to, message);
}

void MemoryPresence::come(core::AccountId account, core::Author person) {
  const std::lock_guard lock(cluster_.mutex_);
  ++cluster_.present_[account][{me_, person}];
}

void MemoryPresence::leave(core::AccountId account, core::Author person) {
  const std::lock_guard lock(cluster_.mutex_);
  auto& present = cluster_.present_[account];
  const auto found = present.find({me_, person});
  if (found != present.end() && --found->second == 0) present.erase(found);
}

void MemoryPresence::who(core::AccountId account, ports::Loop& loop,
                         std::function<void(std::optional<std::vector<ports::Present>>)> done) {
  std::optional<std::vector<ports::Present>> found;
  {
    const std::lock_guard lock(cluster_.mutex_);
    if (!cluster_.away_.contains(me_)) {
      found.emplace();
      for (const auto& [present, times] : cluster_.present_[account]) {
        if (cluster_.lives(present.node)) found->push_back(present);
      }
    }
  }
  gate_.post(loop, [done = std::move(done), found = std::move(found)] { done(found); });
}

}  // namespace usher::adapters
