#pragma once
// Loops of many processes on one thread and one clock. Whichever of them has something to do may be
// the next: a seed decides. Each loop's own tasks keep their order.

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "ports/loop.hpp"
#include "support/hand_clock.hpp"
#include "support/random.hpp"

namespace usher::simulation {

class Scheduler;

class SimLoop final : public ports::Loop {
 public:
  explicit SimLoop(Scheduler& scheduler);
  ~SimLoop() override;
  SimLoop(const SimLoop&) = delete;
  SimLoop& operator=(const SimLoop&) = delete;

  void post(ports::Task task) override;
  std::unique_ptr<ports::Timer> make_timer() override;

  // Nothing of it runs while it is frozen; what is posted waits.
  void freeze(bool frozen);
  // Forgets what waits: its process is dead.
  void clear();

 private:
  friend class Scheduler;
  class SimTimer;
  using TimerKey = std::pair<core::Time, std::uint64_t>;

  bool is_ready() const;
  void run_one();
  void note();

  Scheduler& scheduler_;
  const std::uint64_t number_;  // loops are told apart by their age, not by where they lie
  bool frozen_ = false;
  std::deque<ports::Task> tasks_;
  std::map<TimerKey, ports::Task> timers_;
};

class Scheduler {
 public:
  explicit Scheduler(std::uint64_t seed) : random_(seed) {}

  test::HandClock clock;

  // Lets all loops do what they have to do until then, and the clock go there.
  void run_until(core::Time then);
  void pass(std::int64_t ms) { run_until(clock.now() + ms); }
  std::uint64_t tasks_run() const { return tasks_run_; }

 private:
  friend class SimLoop;
  void run_what_is_ready();
  std::optional<core::Time> next_timer() const;

  test::Random random_;
  std::uint64_t numbers_ = 0;
  std::uint64_t tasks_run_ = 0;
  std::map<std::uint64_t, SimLoop*> loops_;
  std::map<std::uint64_t, SimLoop*> ready_;
};

}  // namespace usher::simulation
