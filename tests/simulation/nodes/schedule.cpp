#include "simulation/nodes/schedule.hpp"

#include <algorithm>

namespace usher::simulation {

bool Schedule::run_one() {
  std::size_t ready = 0;
  for (const SeededLoop* loop : loops_) ready += loop->is_ready() ? 1 : 0;
  if (ready == 0) return false;
  std::size_t chosen = random_.below(ready);
  for (SeededLoop* loop : loops_) {
    if (!loop->is_ready() || chosen-- > 0) continue;
    ++turns_;
    loop->run_one();
    return true;
  }
  return false;
}

bool Schedule::advance(core::Time end) {
  core::Time next = end;
  bool found = false;
  for (const SeededLoop* loop : loops_) {
    if (!loop->process_.runs || loop->timers_.empty()) continue;
    const core::Time first = loop->timers_.begin()->first.first;
    if (first > next) continue;
    next = first;
    found = true;
  }
  now_ = std::max(now_, next);
  return found;
}

class SeededLoop::SeededTimer final : public ports::Timer {
 public:
  explicit SeededTimer(SeededLoop& loop) : loop_(loop) {}
  ~SeededTimer() override { forget(); }
  void start(core::Time at, ports::Task task) override {
    forget();
    key_ = TimerKey{at + -loop_.process_.skew_ms, ++loop_.timers_started_};
    loop_.timers_.emplace(*key_, std::move(task));
  }
  void cancel() override { forget(); }

 private:
  void forget() {
    if (key_) loop_.timers_.erase(*key_);
    key_.reset();
  }

  SeededLoop& loop_;
  std::optional<TimerKey> key_;
};

SeededLoop::SeededLoop(Schedule& schedule, const Process& process)
    : schedule_(schedule), process_(process) {
  schedule.loops_.push_back(this);
}

SeededLoop::~SeededLoop() {
  clear();
  std::erase(schedule_.loops_, this);
}

std::unique_ptr<ports::Timer> SeededLoop::make_timer() {
  return std::make_unique<SeededTimer>(*this);
}

void SeededLoop::post_in(std::int64_t ms, ports::Task task) {
  timers_.emplace(TimerKey{schedule_.now() + ms, ++timers_started_}, std::move(task));
}

// Tasks that end here may post others.
void SeededLoop::clear() {
  while (!tasks_.empty() || !timers_.empty()) {
    std::deque<ports::Task>().swap(tasks_);
    std::map<TimerKey, ports::Task>().swap(timers_);
  }
}

bool SeededLoop::is_ready() const {
  if (!process_.runs) return false;
  return !tasks_.empty() || (!timers_.empty() && timers_.begin()->first.first <= schedule_.now());
}

void SeededLoop::run_one() {
  const bool due = !timers_.empty() && timers_.begin()->first.first <= schedule_.now();
  ports::Task task;
  if (due && (tasks_.empty() || schedule_.random().one_in(2))) {
    task = std::move(timers_.begin()->second);
    timers_.erase(timers_.begin());
  } else {
    task = std::move(tasks_.front());
    tasks_.pop_front();
  }
  task();
}

}  // namespace usher::simulation
