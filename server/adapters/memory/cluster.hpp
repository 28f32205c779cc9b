#pragma once
// Leases, bus and presence for nodes of one process: the contracts of their ports without a server,
// for tests and the simulation. A test can make the store of leases forget, or part a node from it,
// and decides what becomes of each message.
//
// Nothing here has a thread: callbacks are posted to the loop given with the call, and a message
// arrives inside send(), or when release() is called. So what runs on one thread is deterministic.

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "ports/bus.hpp"
#include "ports/callback_gate.hpp"
#include "ports/clock.hpp"
#include "ports/lease.hpp"
#include "ports/presence.hpp"

namespace usher::adapters {

// What the nodes share; outlives them.
class MemoryCluster {
 public:
  explicit MemoryCluster(const ports::Clock& clock) : clock_(clock) {}

  // --- For tests. ---

  void forget();                               // the store of leases is empty
  void away(const ports::NodeId& node, bool);  // it does not reach that store any more, or again
  // What becomes of each message; passes when not set.
  enum class Fate : std::uint8_t { passes, dropped, doubled, held };
  using Judge = std::function<Fate(const ports::NodeId& from, const ports::NodeId& to)>;
  void judge(Judge judge);
  // Delivers one held message, the n-th of them; false: there are not so many.
  bool release(std::size_t n);
  std::size_t held() const;

 private:
  friend class MemoryLeases;
  friend class MemoryBus;
  friend class MemoryPresence;

  struct Lease {
    core::Time until;
    bool leaving = false;
  };
  struct Owner {
    ports::NodeId node;
    ports::Term term = 0;
  };
  struct Held {
    ports::NodeId to;
    std::string message;
  };
  // Of one node: it is called by one thread at a time, and not after it stopped.
  struct Listener {
    std::mutex mutex;
    ports::Bus::Arrived arrived;
  };

  bool lives(const ports::NodeId& node) const;
  ports::Cluster view() const;
  void deliver(const ports::NodeId& to, const std::string& message);

  const ports::Clock& clock_;
  mutable std::mutex mutex_;
  std::uint64_t memories_ = 1;
  std::map<ports::NodeId, Lease> leases_;
  std::map<core::AccountId, Owner> owners_;
  std::map<core::AccountId, std::map<ports::Present, int>> present_;
  std::set<ports::NodeId> away_;
  std::map<ports::NodeId, std::shared_ptr<Listener>> listeners_;
  std::deque<Held> held_;
  Judge judge_;
};

class MemoryLeases final : public ports::Leases {
 public:
  MemoryLeases(MemoryCluster& cluster, ports::NodeId me) : cluster_(cluster), me_(std::move(me)) {}

  ports::NodeId me() const override { return me_; }
  void beat(bool leaving, ports::Loop& loop,
            std::function<void(std::optional<ports::Cluster>)> done) override;
  void take(core::AccountId account, ports::Term after, ports::Loop& loop,
            std::function<void(ports::Taken)> done) override;
  void give_up(core::AccountId account, ports::Term term) override;
  void leave() override;

 private:
  MemoryCluster& cluster_;
  const ports::NodeId me_;
  ports::CallbackGate gate_;
};

class MemoryBus final : public ports::Bus {
 public:
  MemoryBus(MemoryCluster& cluster, ports::NodeId me) : cluster_(cluster), me_(std::move(me)) {}
  ~MemoryBus() override { stop(); }

  void listen(Arrived arrived) override;
  void stop() override;
  void send(const ports::NodeId& to, std::string message) override;

 private:
  MemoryCluster& cluster_;
  const ports::NodeId me_;
  std::shared_ptr<MemoryCluster::Listener> listener_;
};

class MemoryPresence final : public ports::Presence {
 public:
  MemoryPresence(MemoryCluster& cluster, ports::NodeId me)
      : cluster_(cluster), me_(std::move(me)) {}

  void come(core::AccountId account, core::Author person) override;
  void leave(core::AccountId account, core::Author person) override;
  void who(core::AccountId account, ports::Loop& loop,
           std::function<void(std::optional<std::vector<ports::Present>>)> done) override;

 private:
  MemoryCluster& cluster_;
  const ports::NodeId me_;
  ports::CallbackGate gate_;
};

}  // namespace usher::adapters
