#pragma once
// The time and the threads of several processes, on one thread: whatever is due runs in an order
// that a seed decides. Each loop keeps its own order, and nothing else is promised, as between
// threads.

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "ports/clock.hpp"
#include "ports/loop.hpp"
#include "support/random.hpp"

namespace usher::simulation {

// Its loops stand still together.
struct Process {
  bool runs = true;
  std::int64_t skew_ms = 0;  // its clock is ahead by so much
};

class SeededLoop;

class Schedule final : public ports::Clock {
 public:
  explicit Schedule(std::uint64_t seed) : random_(seed) {}

  core::Time now() const override { return now_; }
  test::Random& random() { return random_; }
  std::uint64_t turns() const { return turns_; }

  // Time goes by; `after` runs after each task.
  template <class After>
  void pass(std::int64_t ms, After after) {
    const core::Time end = now_ + ms;
    do {
      while (run_one()) after();
    } while (advance(end));
  }

 private:
  friend class SeededLoop;

  bool run_one();
  bool advance(core::Time end);  // to the next timer; false: none comes before the end

  test::Random random_;
  core::Time now_{1'800'000'000'000};
  std::vector<SeededLoop*> loops_;
  std::uint64_t turns_ = 0;
};

class SeededLoop final : public ports::Loop {
 public:
  SeededLoop(Schedule& schedule, const Process& process);
  ~SeededLoop() override;
  SeededLoop(const SeededLoop&) = delete;
  SeededLoop& operator=(const SeededLoop&) = delete;

  void post(ports::Task task) override { tasks_.push_back(std::move(task)); }
  std::unique_ptr<ports::Timer> make_timer() override;
  // Those for one time in the order of their posting.
  void post_in(std::int64_t ms, ports::Task task);
  // What waits here is never done.
  void clear();

 private:
  friend class Schedule;
  class SeededTimer;
  using TimerKey = std::pair<core::Time, std::uint64_t>;

  bool is_ready() const;
  void run_one();

  Schedule& schedule_;
  const Process& process_;
  std::deque<ports::Task> tasks_;
  std::map<TimerKey, ports::Task> timers_;  // by the schedule's time
  std::uint64_t timers_started_ = 0;
};

// What a process believes the time to be.
class ProcessClock final : public ports::Clock {
 public:
  ProcessClock(const Schedule& schedule, const Process& process)
      : schedule_(schedule), process_(process) {}
  core::Time now() const override { return schedule_.now() + process_.skew_ms; }

 private:
  const Schedule& schedule_;
  const Process& process_;
};

}  // namespace usher::simulation
