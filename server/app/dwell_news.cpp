#include "app/dwell_news.hpp"

#include <utility>

#include "core/limits.hpp"

namespace usher::app {

DwellNews::DwellNews(const ports::Clock& clock, ports::Loop& loop, Tell tell)
    : tell_(std::move(tell)),
      throttle_(clock, loop, limits::dwell_news_ms, [this] { tell_all(); }) {}

void DwellNews::note(std::span<const core::Event> events) {
  for (const core::Event& event : events) {
    const auto* ticked = std::get_if<core::event::DwellTicked>(&event);
    if (!ticked) continue;
    stale_.insert(ticked->visitor);
    throttle_.stir();
  }
}

void DwellNews::tell_all() {
  for (const core::VisitorId visitor : std::exchange(stale_, {})) tell_(visitor);
}

}  // namespace usher::app
