#pragma once
// Which floors this node owns: it keeps its lease, takes floors that are free and at home here,
// hands over those that are at home elsewhere, and drops at once what another node has taken.
//
// The lease says who should own a floor, the claim who may write it. So whatever goes wrong between
// nodes, at worst a floor has nobody for some seconds:
//   - The store of leases is away: what is owned goes on, and the claims tell whether it was
//   outrun.
//   - It has forgotten: owners take again what they own, the others wait for that.
//   - The store of the journal is away from this node: it gives up its floors, that another may
//   try.
//
// Thread: the front's loop, but for owner_of() and fenced(), which may be called from any; what
// waits for the store is done on the taking loop. Lives until both have stopped.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "ports/claims.hpp"
#include "ports/clock.hpp"
#include "ports/lease.hpp"
#include "ports/log.hpp"
#include "ports/loop.hpp"
#include "ports/metrics.hpp"

namespace usher::app {

class Ownership {
 public:
  struct World {
    ports::Leases& leases;
    ports::Claims& claims;
    const ports::Clock& clock;
    ports::Log& log;
    ports::Metrics& metrics;
    ports::Loop& front;
    ports::Loop& taking;  // may wait for the store
  };
  // What becomes of floors. All but load() are called on the front's loop.
  struct Floors {
    std::function<std::vector<core::AccountId>()> all;
    // Makes the floor from the journal, after the claim. On the taking loop. False: it cannot be.
    std::function<bool(core::AccountId)> load;
    std::function<void(core::AccountId)> serve;  // it is loaded
    // Stores a snapshot, tells everyone to come back, and ends here; then `done`, on any thread.
    std::function<void(core::AccountId, std::function<void()> done)> hand_over;
    std::function<void(core::AccountId)> drop;                         // ends here, at once
    std::function<void(core::AccountId, const ports::NodeId&)> moved;  // to another owner
    std::function<void(const ports::NodeId&)> gone;                    // this node's lease ran out
  };
  Ownership(World world, Floors floors);

  void start();
  // Hands over all floors and ends the lease; then `done`.
  void leave(std::function<void()> done);

  // The journal refused what this node wanted to store.
  void fenced(core::AccountId account);

  const ports::NodeId& me() const { return me_; }
  // As far as this node knows; none: nobody owns it now.
  std::optional<ports::NodeId> owner_of(core::AccountId account) const;
  const std::vector<ports::Node>& nodes() const { return nodes_; }  // that live, by id
  bool has_begun() const { return last_heard_ > 0; }  // the store of leases has answered
  bool leases_away() const { return leases_away_; }
  bool store_away() const;

 private:
  enum class Phase : std::uint8_t { taking, serving, handing };
  struct Own {
    std::uint64_t ticket = 0;  // of this ownership: what comes late names an older one
    ports::Term term = 0;
    Phase phase = Phase::taking;
    std::uint64_t since_beat = 0;  // the beats after this one know of it
    int tries = 0;
  };
  using Holdings = std::map<core::AccountId, ports::Holding>;

  void beat();
  void heard(const std::optional<ports::Cluster>& seen, std::uint64_t number);
  void note_memory(const std::string& memory);
  void note_nodes(const std::vector<ports::Node>& nodes);
  void note_owners(const Holdings& held);
  void keep(const Holdings& held, std::uint64_t number);
  void take_free(const Holdings& held);
  void balance();

  void take(core::AccountId account, ports::Term after);
  void taken(core::AccountId account, std::uint64_t ticket, ports::Taken taken);
  void claim(core::AccountId account, Own& own);
  void claimed(core::AccountId account, std::uint64_t ticket, ports::Claimed claimed, bool loaded);
  void renew(core::AccountId account, const Own& own);
  void hand_over(core::AccountId account, Own& own);
  void handed_over(core::AccountId account, std::uint64_t ticket);
  void lose(core::AccountId account, std::string_view why);
  void let_go(core::AccountId account);
  void disclaim(
      core::AccountId account, std::function<void()> then = [] {});
  void be_unfit();
  void ask_claims();
  void give_up_all();
  bool takes_none() const;
  Own* find(core::AccountId account, std::uint64_t ticket);
  void set_owner(core::AccountId account, std::optional<ports::NodeId> owner);
  void end_if_empty();

  World world_;
  Floors floors_;
  const ports::NodeId me_;
  std::unique_ptr<ports::Timer> timer_;
  std::uint64_t beats_ = 0;
  std::uint64_t last_heard_ = 0;
  std::uint64_t tickets_ = 0;
  std::string memory_;
  core::Time forgot_at_;
  std::vector<ports::Node> nodes_;
  std::uint64_t nodes_since_beat_ = 0;
  std::map<core::AccountId, Own> own_;
  bool leases_away_ = false;
  bool asking_ = false;        // the claims
  core::Time store_answered_;  // when it did last
  core::Time unfit_until_;     // a floor could not be loaded
  std::int64_t unfit_ms_ = 0;  // so long that time; longer each time
  bool leaving_ = false;
  std::function<void()> left_;
  mutable std::mutex mutex_;
  std::map<core::AccountId, ports::NodeId> owners_;  // guarded by mutex_
  ports::Gauge& owned_gauge_;
  ports::Gauge& nodes_gauge_;
  ports::Gauge& away_gauge_;
  ports::Counter& taken_total_;
  ports::Counter& handed_total_;
  ports::Counter& lost_total_;
};

}  // namespace usher::app
