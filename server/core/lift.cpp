#include "core/lift.hpp"

#include <algorithm>
#include <cmath>

namespace usher::core {
namespace {

constexpr double z = 1.959963984540054;  // the normal distribution's 97.5th percentile

struct Interval {
  double middle = 0;
  double low = 0;
  double high = 1;
};

// E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of
// the American Statistical Association 22, 1927.
Interval wilson(const Share& share) {
  const auto n = static_cast<double>(share.all);
  const double p = static_cast<double>(share.of_them) / n;
  const double centre = p + z * z / (2 * n);
  const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  const double whole = 1 + z * z / n;
  return {p, std::max(0.0, (centre - half) / whole), std::min(1.0, (centre + half) / whole)};
}

}  // namespace

Lift lift_of(const Share& treated, const Share& control) {
  if (treated.all == 0 || control.all == 0) return {};
  const Interval a = wilson(treated);
  const Interval b = wilson(control);
  const double difference = a.middle - b.middle;
  return {difference, difference - std::hypot(a.middle - a.low, b.high - b.middle),
          difference + std::hypot(a.high - a.middle, b.middle - b.low)};
}

}  // namespace usher::core
