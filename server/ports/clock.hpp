#pragma once
// The two things that a pure floor may not ask for itself.

#include <cstdint>
#include <span>

#include "core/ids.hpp"

namespace usher::ports {

// From any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual core::Time now() const = 0;  // wall clock; may jump
};

// Cryptographically strong. From any thread.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> bytes) = 0;
};

}  // namespace usher::ports
