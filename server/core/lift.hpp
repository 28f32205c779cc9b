#pragma once
// How much more often something happens in one group than in another, and how sure that is.

#include <cstdint>

namespace usher::core {

struct Share {
  std::uint64_t all = 0;
  std::uint64_t of_them = 0;
};

// Differences of shares, from -1 to 1. Without anybody in either group nothing is known: 0, and the
// widest interval.
struct Lift {
  double difference = 0;
  double low = -1;
  double high = 1;
};

// `treated` minus `control`, with a 95 % interval: Newcombe's hybrid score interval without
// continuity correction (R. G. Newcombe, "Interval estimation for the difference between
// independent proportions", Statistics in Medicine 17, 1998, method 10), which is made of Wilson's
// interval for each share and holds for small groups and for shares near 0.
Lift lift_of(const Share& treated, const Share& control);

}  // namespace usher::core
