#pragma once
// How long a page was in view, and how long of that its visitor was active on it, as the visitor's
// browser counts. Cumulative since the page was opened.
//
// Guarantees of raised(): neither figure goes back, none passes the page's age (which it is handed
// with what clocks and the network may add), and nobody is active on what is not in view.

#include <algorithm>
#include <cstdint>

namespace usher::core {

struct Dwell {
  std::int64_t visible_ms = 0;
  std::int64_t active_ms = 0;

  friend constexpr bool operator==(const Dwell&, const Dwell&) = default;
};

constexpr Dwell raised(const Dwell& known, const Dwell& told, std::int64_t age_ms) {
  const std::int64_t visible = std::max(known.visible_ms, std::min(told.visible_ms, age_ms));
  return {visible, std::max(known.active_ms, std::min(told.active_ms, visible))};
}

}  // namespace usher::core
