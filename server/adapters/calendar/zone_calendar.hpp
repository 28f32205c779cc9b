#pragma once
// ports::Calendar over Howard Hinnant's date library and the system's time zone files (tzdata).
// Zones are as those files had them when the process started.

#include "ports/calendar.hpp"

namespace usher::adapters {

class ZoneCalendar final : public ports::Calendar {
 public:
  // Reads the list of zones. Without tzdata no zone is known.
  ZoneCalendar();

  bool knows(const std::string& zone) const override;
  std::optional<Standing> standing(const core::Hours& hours, core::Time now) const override;
};

}  // namespace usher::adapters
