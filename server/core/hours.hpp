#pragma once
// When a queue is staffed, as its owner wrote it down: local times of a time zone. Turning them
// into instants takes the time zone database, which the shell has (ports/calendar.hpp); the floor
// is told of each opening and closing.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace usher::core {

// Minutes since local midnight: [begin, end), 0 <= begin < end <= 1440.
struct Span {
  std::int32_t begin = 0;
  std::int32_t end = 0;

  friend bool operator==(const Span&, const Span&) = default;
};
using Spans = std::vector<Span>;  // rising, apart from each other

// A date with hours of its own, whatever day of the week it is; none: closed all day.
struct Holiday {
  std::int32_t date = 0;  // 20261225
  Spans open;

  friend bool operator==(const Holiday&, const Holiday&) = default;
};

struct Hours {
  bool always = true;          // the rest does not matter then
  std::string zone;            // "Asia/Shanghai"
  std::array<Spans, 7> week;   // Monday first
  std::vector<Holiday> dates;  // rising

  friend bool operator==(const Hours&, const Hours&) = default;
};

}  // namespace usher::core
