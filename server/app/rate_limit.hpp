#pragma once
// Token bucket (https://en.wikipedia.org/wiki/Token_bucket): `rate` a second sustained, `burst` at
// once. Counted in thousandths of a token, so that a slow rate loses nothing to rounding.

#include <algorithm>
#include <cstdint>

#include "core/ids.hpp"

namespace usher::app {

class TokenBucket {
 public:
  // A rate of zero never refuses.
  TokenBucket(std::uint32_t rate_per_second, std::uint32_t burst)
      : rate_(rate_per_second), full_(std::int64_t{burst} * 1000), level_(full_) {}

  // Takes one token. When there is none: false, and `wait_ms()` says when there will be.
  bool take(core::Time now) {
    if (rate_ == 0) return true;
    const std::int64_t passed_ms = std::clamp<std::int64_t>(now - last_, 0, 60'000);
    level_ = std::min(full_, level_ + passed_ms * rate_);
    last_ = now;
    if (level_ < 1000) return false;
    level_ -= 1000;
    return true;
  }

  std::int64_t wait_ms() const { return rate_ == 0 ? 0 : (1000 - level_ + rate_ - 1) / rate_; }

 private:
  std::int64_t rate_;
  std::int64_t full_;
  std::int64_t level_;
  core::Time last_;
};

}  // namespace usher::app
