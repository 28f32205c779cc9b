#pragma once
// Figures from measurements.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "kit/clock.hpp"

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

// Of several slices, so that one slice on a machine that was busy otherwise does not count for all.
struct Delays {
  std::vector<double> p50_ms;  // by slice
  std::vector<double> p99_ms;
  std::vector<std::int64_t> all_ns;

  void add(const std::vector<std::int64_t>& slice_ns) {
    p50_ms.push_back(static_cast<double>(quantile(slice_ns, 0.50)) / ms);
    p99_ms.push_back(static_cast<double>(quantile(slice_ns, 0.99)) / ms);
    all_ns.insert(all_ns.end(), slice_ns.begin(), slice_ns.end());
  }
  double p999_ms() const { return static_cast<double>(quantile(all_ns, 0.999)) / ms; }
};

}  // namespace usher::load
