#pragma once
// ports::Calendar over Howard Hinnant's date library and the system's time zone files (tzdata).
// Zones are as those files had them when the process started.

#include "ports/calendar.hpp"

namespace usher::adapters {

class ZoneCalendar final : public ports::Calendar {
 public:
  // Reads the list of zones. Without tzdata no zone is known.
  ZoneCalendar();

  // The zone of this machine; "UTC" when it does not say.
  static std::string here();

  bool knows(const std::string& zone) const override;
  std::optional<core::Day> day(const std::string& zone, core::Time now) const override;
  std::optional<Standing> standing(const core::Hours& hours, core::Time now) const override;
};

}  // namespace usher::adapters
