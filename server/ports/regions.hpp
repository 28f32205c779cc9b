#pragma once
// Where addresses lie, by a file of the owner's. Addresses are asked about and never kept.

#include <optional>
#include <string>

#include "core/region.hpp"

namespace usher::ports {

// From any thread.
class Regions {
 public:
  virtual ~Regions() = default;
  // Of "203.0.113.7" or "2001:db8::7", in bytes that nobody has looked at. None: nothing is known
  // of it. A name that is known in one language only stands in both.
  virtual std::optional<core::Region> find(const std::string& address) const = 0;
  // Takes up what has been replaced since; where that cannot be read, the former goes on. May wait
  // for the disk.
  virtual void refresh() = 0;
};

}  // namespace usher::ports
