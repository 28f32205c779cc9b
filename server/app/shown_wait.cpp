#include "app/shown_wait.hpp"

#include "core/floor.hpp"
#include "core/limits.hpp"

namespace usher::app {
namespace {

// To tens of seconds, half minutes, minutes.
std::int64_t rounded(std::int64_t ms, bool up) {
  const std::int64_t step = ms < limits::minute_ms        ? 10 * limits::second_ms
                            : ms < 10 * limits::minute_ms ? 30 * limits::second_ms
                                                          : limits::minute_ms;
  return (ms + (up ? step - 1 : 0)) / step * step;
}

}  // namespace

std::optional<core::WaitRange> shown_wait(const core::Queue& queue, std::size_t position) {
  const auto range = core::expected_wait(queue, position);
  if (!range) return std::nullopt;
  return core::WaitRange{rounded(range->low_ms, false), rounded(range->high_ms, true)};
}

}  // namespace usher::app
