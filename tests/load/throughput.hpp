#pragma once
// What slices of the closed loop came to.

#include <cstdint>
#include <vector>

#include "kit/process.hpp"
#include "kit/samples.hpp"
#include "pairs.hpp"

namespace usher::load {

class Throughput {
 public:
  // One more slice, on the server that is this process. Gives the messages that were sent.
  std::uint64_t add(Pairs& pairs, const Child& process, std::int64_t length_ns) {
    const std::int64_t before = process.cpu_ns();
    const Slice slice = pairs.closed_loop(length_ns);
    const auto cpu_ns = static_cast<double>(process.cpu_ns() - before);
    per_second_.push_back(slice.per_second());
    cpu_us_.push_back(cpu_ns / static_cast<double>(slice.messages()) / us);
    return slice.messages();
  }

  double per_second() const { return median(per_second_); }
  double cpu_us() const { return median(cpu_us_); }  // of processor a message

 private:
  std::vector<double> per_second_;
  std::vector<double> cpu_us_;
};

}  // namespace usher::load
