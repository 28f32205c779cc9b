#pragma once
// Figures from measurements.

#include <algorithm>
#include <cstddef>
#include <vector>

namespace usher::load {

// `part` in 0 … 1: 0.5 is the median. Zero when there is nothing.
template <class Number>
Number quantile(std::vector<Number> values, double part) {
  if (values.empty()) return {};
  const auto last = static_cast<double>(values.size() - 1);
  const auto place = static_cast<std::ptrdiff_t>(part * last + 0.5);
  std::nth_element(values.begin(), values.begin() + place, values.end());
  return values[static_cast<std::size_t>(place)];
}

template <class Number>
Number median(std::vector<Number> values) {
  return quantile(std::move(values), 0.5);
}

}  // namespace usher::load
