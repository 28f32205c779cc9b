#pragma once
// Mints ids for one floor: milliseconds since 2024 and a 12-bit count, so that they rise with time
// and stay below 2^53 until 2093. Unique while the floor has one owner and its minter began after
// the last event of the journal, whatever the clock did meanwhile.

#include <algorithm>
#include <cstdint>

#include "core/ids.hpp"

namespace usher::app {

class IdMinter {
 public:
  // `salt`: of several minters that know nothing of each other each takes another one, and they
  // seldom meet.
  explicit IdMinter(std::uint64_t salt) : salt_(salt & 0xfff) {}
  IdMinter() = default;

  // `last_event`: the time of the newest event of the floor.
  void start_after(core::Time last_event) { last_ = std::max(last_, stamp(last_event) | 0xfff); }

  template <class Id>
  Id mint(core::Time now) {
    last_ = std::max(last_ + 1, stamp(now) | salt_);
    return Id{last_};
  }

 private:
  static std::uint64_t stamp(core::Time time) {
    constexpr std::int64_t year_2024_ms = 1'704'067'200'000;
    return static_cast<std::uint64_t>(std::max<std::int64_t>(time.ms - year_2024_ms, 0)) << 12;
  }

  std::uint64_t salt_ = 0;
  std::uint64_t last_ = 0;
};

}  // namespace usher::app
