#pragma once
// Runs one piece of work whenever it is stirred: at once after a quiet interval, else once an
// interval, however often it is stirred.
//
// Thread: the loop's.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "ports/clock.hpp"
#include "ports/loop.hpp"

namespace usher::app {

class Throttle {
 public:
  using Work = std::function<void()>;
  Throttle(const ports::Clock& clock, ports::Loop& loop, std::int64_t interval_ms, Work work);

  void stir();
  // Without waiting for the interval.
  void run();

 private:
  const ports::Clock& clock_;
  std::int64_t interval_ms_;
  Work work_;
  std::unique_ptr<ports::Timer> timer_;
  bool waiting_ = false;
  std::optional<core::Time> ran_at_;
};

}  // namespace usher::app
