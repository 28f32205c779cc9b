#pragma once
// ports::Clock: the machine's wall clock.

#include "ports/clock.hpp"

namespace usher::adapters {

class SystemClock final : public ports::Clock {
 public:
  core::Time now() const override;
};

}  // namespace usher::adapters
