#include "core/past_visits.hpp"

#include "core/limits.hpp"

namespace usher::core {

void PastVisits::keep(Entry entry) {
  auto& [visitor, past] = entry;
  past.visits += take(visitor);
  all_[visitor] = past;
  by_time_.emplace(past.at, visitor);
  if (all_.size() <= limits::past_visitors_max) return;
  const auto oldest = by_time_.begin();
  all_.erase(oldest->second);
  by_time_.erase(oldest);
}

std::uint32_t PastVisits::take(VisitorId visitor) {
  const auto found = all_.find(visitor);
  if (found == all_.end()) return 0;
  const Past past = found->second;
  by_time_.erase({past.at, visitor});
  all_.erase(found);
  return past.visits;
}

}  // namespace usher::core
