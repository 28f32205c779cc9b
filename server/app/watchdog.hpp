#pragma once
// Checks each second that no law of core/invariants.hpp is broken on a floor, in slices of half a
// millisecond, and repairs what can safely be repaired. Whatever it finds is logged, counted by its
// law, and told to supervisors and admins until ten minutes after it was repaired.
//
// A conversation that waits although it could be offered is looked at again; anything else, and
// what a second look did not help, has what is derived derived anew, at most once a minute.
//
// Each minute a synthetic visitor comes to each queue, on a floor of its own (core/prospect.hpp):
// it must be taken, and be served while somebody is ready. What becomes of it is counted, too.
//
// Thread: the loop's.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/invariants.hpp"
#include "ports/clock.hpp"
#include "ports/log.hpp"
#include "ports/loop.hpp"
#include "ports/metrics.hpp"
#include "protocol/frames.gen.hpp"

namespace usher::app {

class Watchdog {
 public:
  // What it needs of the floor's host.
  struct Floor {
    std::function<const core::Floor*()> at_rest;  // null: there is none now
    std::function<void()> look_again;             // at every line
    std::function<bool()> rederive;               // false: the floor contradicts itself
    std::function<void()> tell;                   // the troubles changed
  };
  struct World {
    core::AccountId account;
    const ports::Clock& clock;
    ports::Log& log;
    ports::Metrics& metrics;
    ports::Loop& loop;
  };
  Watchdog(World world, Floor floor);

  void start();
  bool troubled() const { return !troubles_.empty(); }
  // Valid until the next turn of the loop.
  protocol::Troubles view() const;

 private:
  struct Trouble {
    core::Time since;
    core::Time seen_at;
    bool seen = false;  // in this round
    bool repaired = false;
    bool looked_again = false;
    bool rederived = false;
  };

  void sleep();
  void slice();
  bool note(const std::vector<core::Violation>& violations, core::Time now);
  bool repair(core::Time now);
  void end_round();
  void visit(core::QueueId after);
  // What was not seen since the last time is repaired. `synthetic`: by those visitors, or by laws.
  void settle(bool synthetic);

  World world_;
  Floor floor_;
  std::unique_ptr<ports::Timer> timer_;
  core::Watch watch_;
  std::size_t slices_ = 0;                   // of this second
  std::map<std::string, Trouble> troubles_;  // by law
  std::optional<core::Time> rederived_at_;
  std::optional<core::Time> visited_at_;
  ports::Gauge& broken_;
};

}  // namespace usher::app
