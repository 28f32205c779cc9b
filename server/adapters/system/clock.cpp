#include "adapters/system/clock.hpp"

#include <chrono>

namespace usher::adapters {

core::Time SystemClock::now() const {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

}  // namespace usher::adapters
