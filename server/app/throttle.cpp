#include "app/throttle.hpp"

#include <utility>

namespace usher::app {

Throttle::Throttle(const ports::Clock& clock, ports::Loop& loop, std::int64_t interval_ms,
                   Work work)
    : clock_(clock), interval_ms_(interval_ms), work_(std::move(work)), timer_(loop.make_timer()) {}

void Throttle::stir() {
  const core::Time now = clock_.now();
  const bool clock_went_back = ran_at_ && now < *ran_at_;
  if (waiting_ && !clock_went_back) return;
  const core::Time due = ran_at_ ? *ran_at_ + interval_ms_ : now;
  if (due <= now || clock_went_back) return run();
  waiting_ = true;
  timer_->start(due, [this] { run(); });
}

void Throttle::run() {
  waiting_ = false;
  timer_->cancel();
  ran_at_ = clock_.now();
  work_();
}

}  // namespace usher::app
