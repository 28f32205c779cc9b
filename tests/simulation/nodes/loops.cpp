#include "simulation/nodes/loops.hpp"

#include <iterator>

#include "simulation/expect.hpp"

namespace usher::simulation {
namespace {

// Tasks that post each other for ever would stop the clock.
constexpr std::uint64_t tasks_at_once_max = 200'000;

}  // namespace

class SimLoop::SimTimer final : public ports::Timer {
 public:
  explicit SimTimer(SimLoop& loop) : loop_(loop) {}
  ~SimTimer() override { cancel(); }

  void start(core::Time at, ports::Task task) override {
    cancel();
    key_ = TimerKey{at, ++loop_.scheduler_.numbers_};
    loop_.timers_.emplace(*key_, std::move(task));
    loop_.note();
  }
  void cancel() override {
    if (key_) loop_.timers_.erase(*key_);
    key_.reset();
  }

 private:
  SimLoop& loop_;
  std::optional<TimerKey> key_;
};

SimLoop::SimLoop(Scheduler& scheduler) : scheduler_(scheduler), number_(++scheduler.numbers_) {
  scheduler_.loops_.emplace(number_, this);
}

SimLoop::~SimLoop() {
  scheduler_.loops_.erase(number_);
  scheduler_.ready_.erase(number_);
}

void SimLoop::post(ports::Task task) {
  tasks_.push_back(std::move(task));
  note();
}

std::unique_ptr<ports::Timer> SimLoop::make_timer() { return std::make_unique<SimTimer>(*this); }

void SimLoop::freeze(bool frozen) {
  frozen_ = frozen;
  note();
}

void SimLoop::clear() {
  // What a task holds may post as it goes.
  while (!tasks_.empty()) std::exchange(tasks_, {}).clear();
  timers_.clear();
  note();
}

bool SimLoop::is_ready() const {
  if (frozen_) return false;
  return !tasks_.empty() ||
         (!timers_.empty() && timers_.begin()->first.first <= scheduler_.clock.now());
}

void SimLoop::note() {
  if (is_ready()) {
    scheduler_.ready_.emplace(number_, this);
  } else {
    scheduler_.ready_.erase(number_);
  }
}

void SimLoop::run_one() {
  const bool due = !timers_.empty() && timers_.begin()->first.first <= scheduler_.clock.now();
  ports::Task task;
  if (due && (tasks_.empty() || scheduler_.random_.one_in(2))) {
    task = std::move(timers_.begin()->second);
    timers_.erase(timers_.begin());
  } else {
    task = std::move(tasks_.front());
    tasks_.pop_front();
  }
  task();
  note();
}

std::optional<core::Time> Scheduler::next_timer() const {
  std::optional<core::Time> next;
  for (const auto& [number, loop] : loops_) {
    if (loop->frozen_ || loop->timers_.empty()) continue;
    const core::Time at = loop->timers_.begin()->first.first;
    if (!next || at < *next) next = at;
  }
  return next;
}

void Scheduler::run_what_is_ready() {
  for (const auto& [number, loop] : loops_) loop->note();
  for (std::uint64_t count = 0; !ready_.empty(); ++count) {
    expect(count < tasks_at_once_max, "the_clock_goes_on", count, "tasks post each other for ever");
    const auto which = static_cast<std::ptrdiff_t>(random_.below(ready_.size()));
    SimLoop* const loop = std::next(ready_.begin(), which)->second;
    ++tasks_run_;
    if (loop->is_ready()) {
      loop->run_one();
    } else {
      loop->note();
    }
  }
}

void Scheduler::run_until(core::Time then) {
  run_what_is_ready();
  while (const auto next = next_timer()) {
    if (*next > then) break;
    clock.time = std::max(clock.time, *next);
    run_what_is_ready();
  }
  clock.time = std::max(clock.time, then);
}

}  // namespace usher::simulation
