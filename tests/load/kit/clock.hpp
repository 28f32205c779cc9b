#pragma once
// Monotonic time for measuring, in nanoseconds.

#include <chrono>
#include <cstdint>

namespace usher::load {

inline std::int64_t now_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

inline constexpr std::int64_t us = 1'000;
inline constexpr std::int64_t ms = 1'000 * us;
inline constexpr std::int64_t second = 1'000 * ms;

}  // namespace usher::load
