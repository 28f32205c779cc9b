#pragma once
// A ports::Loop that runs by hand, on the test's own thread, with timers that fire when the test
// moves its time. Other threads may post to it.

#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>

#include "ports/loop.hpp"

namespace usher::test {

class ManualLoop final : public ports::Loop {
 public:
  void post(ports::Task task) override {
    {
      const std::lock_guard lock(mutex_);
      tasks_.push_back(std::move(task));
    }
    posted_.notify_all();
  }

  std::unique_ptr<ports::Timer> make_timer() override { return std::make_unique<HandTimer>(*this); }

  // Runs what is posted, and what that posts, until there is nothing left. The number of tasks run.
  std::size_t run() {
    std::size_t count = 0;
    while (std::optional<ports::Task> task = take()) {
      (*task)();
      ++count;
    }
    return count;
  }

  // Runs until `holds()`, waiting for other threads to post. Throws when they keep it waiting.
  template <class Condition>
  void run_until(Condition holds, std::chrono::seconds patience = std::chrono::seconds(60)) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!holds()) {
      if (run_one()) continue;
      std::unique_lock lock(mutex_);
      if (!posted_.wait_until(lock, deadline, [this] { return !tasks_.empty(); })) {
        throw std::runtime_error("nobody posted what the test waits for");
      }
    }
  }

  // Fires every timer due up to `now`, earliest first, and runs what follows from each.
  void advance(core::Time now) {
    run();
    while (!timers_.empty() && timers_.begin()->first.first <= now) {
      const ports::Task task = std::move(timers_.begin()->second);
      timers_.erase(timers_.begin());
      task();
      run();
    }
  }

  std::optional<core::Time> next_timer() const {
    return timers_.empty() ? std::nullopt : std::optional(timers_.begin()->first.first);
  }

 private:
  using TimerKey = std::pair<core::Time, std::size_t>;

  class HandTimer final : public ports::Timer {
   public:
    explicit HandTimer(ManualLoop& loop) : loop_(loop) {}
    ~HandTimer() override { forget(); }
    void start(core::Time at, ports::Task task) override {
      forget();
      key_ = TimerKey{at, ++loop_.timers_started_};
      loop_.timers_.emplace(*key_, std::move(task));
    }
    void cancel() override { forget(); }

   private:
    void forget() {
      if (key_) loop_.timers_.erase(*key_);
      key_.reset();
    }

    ManualLoop& loop_;
    std::optional<TimerKey> key_;
  };

  std::optional<ports::Task> take() {
    const std::lock_guard lock(mutex_);
    if (tasks_.empty()) return std::nullopt;
    ports::Task task = std::move(tasks_.front());
    tasks_.pop_front();
    return task;
  }

  bool run_one() {
    const std::optional<ports::Task> task = take();
    if (task) (*task)();
    return task.has_value();
  }

  std::mutex mutex_;
  std::condition_variable posted_;
  std::deque<ports::Task> tasks_;
  std::map<TimerKey, ports::Task> timers_;
  std::size_t timers_started_ = 0;
};

}  // namespace usher::test
