// What each beat tells, and what follows from it.
#include "app/cluster/ownership.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "app/cluster/placement.hpp"
#include "core/cluster_limits.hpp"

namespace usher::app {

Ownership::Ownership(World world, Floors floors)
    : world_(world),
      floors_(std::move(floors)),
      me_(world.leases.me()),
      timer_(world.front.make_timer()),
      owned_gauge_(world.metrics.gauge("usher_floors_owned", "Floors that this node owns")),
      nodes_gauge_(world.metrics.gauge("usher_cluster_nodes", "Nodes whose lease lasts")),
      away_gauge_(
          world.metrics.gauge("usher_leases_away", "1 while the store of leases does not answer")),
      taken_total_(world.metrics.counter("usher_floors_taken_total", "Floors that were taken")),
      handed_total_(
          world.metrics.counter("usher_floors_handed_over_total", "Floors that were handed over")),
      lost_total_(world.metrics.counter("usher_floors_lost_total",
                                        "Floors that another node took, or that had to be left")) {}

void Ownership::start() {
  store_answered_ = world_.clock.now();
  beat();
}

void Ownership::beat() {
  const std::uint64_t number = ++beats_;
  world_.leases.beat(takes_none(), world_.front,
                     [this, number](const auto& seen) { heard(seen, number); });
  ask_claims();
  if (store_away()) give_up_all();
  timer_->start(world_.clock.now() + limits::beat_every_ms, [this] { beat(); });
}

void Ownership::heard(const std::optional<ports::Cluster>& seen, std::uint64_t number) {
  const bool away = !seen;
  if (away != leases_away_) {
    leases_away_ = away;
    away_gauge_.set(away ? 1 : 0);
    if (away) world_.log.warning("leases_away", {{"consequence", "floors stay where they are"}});
    if (!away) world_.log.info("leases_back");
  }
  if (away || number <= last_heard_) return;
  last_heard_ = number;
  Holdings held;
  for (const ports::Holding& holding : seen->floors) held.emplace(holding.account, holding);
  note_memory(seen->memory);
  note_nodes(seen->nodes);
  keep(held, number);
  note_owners(held);
  if (takes_none()) return;
  take_free(held);
  balance();
}

void Ownership::note_memory(const std::string& memory) {
  if (memory == memory_) return;
  if (!memory_.empty()) {
    forgot_at_ = world_.clock.now();
    world_.log.warning("leases_forgotten", {{"consequence", "owners take again what they own"}});
  }
  memory_ = memory;
}

void Ownership::note_nodes(const std::vector<ports::Node>& nodes) {
  if (nodes == nodes_) return;
  for (const ports::Node& before : nodes_) {
    const bool lives = std::ranges::find(nodes, before.id, &ports::Node::id) != nodes.end();
    if (lives) continue;
    world_.log.info("node_gone", {{"node", before.id}});
    floors_.gone(before.id);
  }
  nodes_ = nodes;
  nodes_since_beat_ = last_heard_;
  nodes_gauge_.set(static_cast<double>(nodes.size()));
}

// Sockets here whose floor has another owner now are told to come back.
void Ownership::note_owners(const Holdings& held) {
  for (const core::AccountId account : floors_.all()) {
    if (own_.contains(account)) continue;
    const auto holding = held.find(account);
    const bool another = holding != held.end() && holding->second.node != me_;
    const auto now = another ? std::optional(holding->second.node) : std::nullopt;
    const auto before = owner_of(account);
    if (now == before) continue;
    set_owner(account, now);
    if (before) floors_.moved(account, now.value_or(ports::NodeId()));
  }
}

void Ownership::keep(const Holdings& held, std::uint64_t number) {
  std::vector<core::AccountId> lost;
  for (const auto& [account, own] : own_) {
    if (own.phase != Phase::serving || own.since_beat >= number) continue;
    const auto holding = held.find(account);
    if (holding == held.end()) {
      renew(account, own);
    } else if (holding->second.node != me_) {
      lost.push_back(account);
    }
  }
  for (const core::AccountId account : lost) lose(account, "another node has taken it");
  // Granted once, when the answer did not come, or left since.
  for (const auto& [account, holding] : held) {
    if (holding.node == me_ && !own_.contains(account)) {
      world_.leases.give_up(account, holding.term);
    }
  }
}

void Ownership::take_free(const Holdings& held) {
  const bool forgetful =
      forgot_at_ != core::Time{} && world_.clock.now() < forgot_at_ + limits::forgetful_pause_ms;
  if (forgetful) return;
  for (const core::AccountId account : floors_.all()) {
    if (own_.contains(account) || held.contains(account)) continue;
    if (home_of(account, nodes_) == me_) take(account, 0);
  }
}

// Floors follow their homes when nodes have stayed the same for a while.
void Ownership::balance() {
  if (last_heard_ < nodes_since_beat_ + limits::steady_beats) return;
  std::size_t moving = 0;
  for (auto& [account, own] : own_) {
    if (own.phase != Phase::serving || moving == limits::hand_overs_max) continue;
    const auto home = home_of(account, nodes_);
    if (!home || home == me_) continue;
    ++moving;
    hand_over(account, own);
  }
}

void Ownership::leave(std::function<void()> done) {
  leaving_ = true;
  left_ = std::move(done);
  for (auto& [account, own] : own_) {
    if (own.phase == Phase::serving) hand_over(account, own);
  }
  std::erase_if(own_, [](const auto& entry) { return entry.second.phase == Phase::taking; });
  end_if_empty();
}

void Ownership::end_if_empty() {
  owned_gauge_.set(static_cast<double>(own_.size()));
  if (!left_ || !own_.empty()) return;
  timer_->cancel();
  // Claims that were under way end first, so that what they got is left, too.
  world_.taking.post([this, done = std::exchange(left_, nullptr)] {
    world_.front.post([this, done] {
      world_.leases.leave();
      done();
    });
  });
}

bool Ownership::store_away() const {
  return world_.clock.now() - store_answered_ > limits::store_patience_ms;
}

bool Ownership::takes_none() const {
  return leaving_ || store_away() || world_.clock.now() < unfit_until_;
}

std::optional<ports::NodeId> Ownership::owner_of(core::AccountId account) const {
  const std::lock_guard lock(mutex_);
  const auto found = owners_.find(account);
  return found == owners_.end() ? std::nullopt : std::optional(found->second);
}

void Ownership::set_owner(core::AccountId account, std::optional<ports::NodeId> owner) {
  const std::lock_guard lock(mutex_);
  if (owner) {
    owners_[account] = *std::move(owner);
  } else {
    owners_.erase(account);
  }
}

}  // namespace usher::app
