#pragma once
// Days of an office on the floor alone: visitors come as they do over a day, agents take as long as
// people take, come, leave and have breaks. Asks whether the waits that visitors were first told
// came true.

#include <cstdint>

namespace usher::simulation {

struct DaysResult {
  std::uint64_t conversations = 0;
  std::uint64_t waited = 0;  // with an answer at the end, and a range that had been promised
  std::uint64_t inside = 0;  // the range
  double width = 0;          // the middle promise's end by its begin
  std::uint64_t left = 0;    // lost patience
  std::uint64_t untold = 0;  // waited, but nothing was known yet
};

DaysResult run_days(std::uint64_t seed, int days);

}  // namespace usher::simulation
