#pragma once
// A wait as people are told it: a range, rounded to what they can use and so that it does not
// flicker.

#include <cstddef>
#include <optional>

#include "core/waits.hpp"

namespace usher::app {

// For whoever has this position in the queue now; none when it is not known or nobody has to wait.
std::optional<core::WaitRange> shown_wait(const core::Queue& queue, std::size_t position);

// Into the members that frames have for it.
template <class View>
void add_wait(View& view, const std::optional<core::WaitRange>& wait) {
  if (!wait) return;
  view.low_ms = wait->low_ms;
  view.high_ms = wait->high_ms;
}

}  // namespace usher::app
