#include "core/past_visits.hpp"

#include "core/limits.hpp"

namespace usher::core {

void PastVisits::keep(const Entry& entry) {
  auto [visitor, past] = entry;
  const Past before = take(visitor);
  past.visits += before.visits;
  if (past.invited == Invited{}) past.invited = before.invited;
  all_[visitor] = past;
  by_time_.emplace(past.at, visitor);
  if (all_.size() <= limits::past_visitors_max) return;
  const auto oldest = by_time_.begin();
  all_.erase(oldest->second);
  by_time_.erase(oldest);
}

PastVisits::Past PastVisits::take(VisitorId visitor) {
  const auto found = all_.find(visitor);
  if (found == all_.end()) return {};
  Past past = found->second;
  by_time_.erase({past.at, visitor});
  all_.erase(found);
  return past;
}

}  // namespace usher::core
