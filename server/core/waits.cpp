#include "core/waits.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "core/derived.hpp"

namespace usher::core {
namespace {

constexpr double width_min = 0.5;
constexpr double width_max = 4;
constexpr double width_step = 0.05;

}  // namespace

namespace waits {

void measure(Queue& queue, Time now) {
  Pace& pace = queue.pace;
  if (!queue.waiting.empty() && now > pace.measured_at) {
    pace.place_ms +=
        static_cast<double>(now - pace.measured_at) * static_cast<double>(queue.places);
  }
  pace.measured_at = now;
}

void answered(Queue& queue, const Conversation& c, Time now) {
  Pace& pace = queue.pace;
  const std::int64_t waited_ms = now - c.queued_at;
  if (waited_ms <= 0) return;  // nobody waited: this says nothing of the pace
  constexpr double fading = 1 - 1 / memory_answers;
  pace.answers = pace.answers * fading + 1;
  pace.place_ms *= fading;
  if (!c.promised) return;
  const bool inside = c.promised->low_ms <= waited_ms && waited_ms <= c.promised->high_ms;
  ++pace.judged;
  if (inside) ++pace.kept;
  pace.width += width_step * (inside ? share_inside - 1 : share_inside);
  pace.width = std::clamp(pace.width, width_min, width_max);
}

}  // namespace waits

std::size_t position_of(const Queue& queue, const Conversation& conversation) {
  const auto place = queue.waiting.find(conversation.wait);
  const auto behind = std::distance(place, queue.waiting.end());
  return queue.waiting.size() - static_cast<std::size_t>(behind) + 1;
}

std::size_t next_position(const Queue& queue, bool newcomer) {
  if (newcomer) return queue.waiting.size() + 1;
  const auto first = std::ranges::find_if(queue.waiting, &WaitKey::newcomer);
  return static_cast<std::size_t>(std::distance(queue.waiting.begin(), first)) + 1;
}

std::optional<WaitRange> expected_wait(const Queue& queue, std::size_t position) {
  const Pace& pace = queue.pace;
  if (queue.places == 0 || pace.answers < waits::answers_min || pace.place_ms <= 0) {
    return std::nullopt;
  }
  if (position <= derived::ready_count(queue)) return std::nullopt;
  const auto p = static_cast<double>(position);
  const double answers_per_ms = pace.answers / pace.place_ms * static_cast<double>(queue.places);
  const double median_ms = p * std::pow(1 - 1 / (9 * p), 3) / answers_per_ms;
  const double spread = pace.width * std::sqrt(1 / p + 1 / pace.answers);
  return WaitRange{std::llround(median_ms * std::exp(-spread)),
                   std::llround(median_ms * std::exp(spread))};
}

}  // namespace usher::core
