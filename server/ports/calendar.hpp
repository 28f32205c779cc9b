#pragma once
// What opening hours mean in instants: knows the world's time zones and their changes of the clock.

#include <optional>
#include <string>

#include "core/day.hpp"
#include "core/hours.hpp"
#include "core/ids.hpp"

namespace usher::ports {

// From any thread; reads a file at most when a zone is asked for the first time.
//
// Hours are open at an instant when its local time lies in a span of its local date. So a span
// that a change of the clock skips is not there on that day, one that comes twice is open twice,
// and one that ends at 24:00 goes on in one that begins at 0:00 the next day.
class Calendar {
 public:
  // How hours stand at an instant. `until`: when that next changes; none: not within
  // limits::hours_ahead_ms.
  struct Standing {
    bool open = true;
    std::optional<core::Time> until;

    friend bool operator==(const Standing&, const Standing&) = default;
  };

  virtual ~Calendar() = default;
  virtual bool knows(const std::string& zone) const = 0;
  // None: the zone is not known.
  virtual std::optional<core::Day> day(const std::string& zone, core::Time now) const = 0;
  virtual std::optional<Standing> standing(const core::Hours& hours, core::Time now) const = 0;
};

}  // namespace usher::ports
