#pragma once
// A clock that stands still until the test moves it.

#include "ports/clock.hpp"

namespace usher::test {

class HandClock final : public ports::Clock {
 public:
  core::Time now() const override { return time; }
  core::Time time{1'800'000'000'000};
};

}  // namespace usher::test
