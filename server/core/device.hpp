#pragma once
// What a visitor browses with, as its browser describes itself. `system` and `browser` are words of
// the shell's tables of rules, never text of the visitor's; an empty one is not known.

#include <cstdint>
#include <string>

namespace usher::core {

enum class DeviceKind : std::uint8_t {
  unknown,
  desktop,
  phone,
  tablet,
  bot,  // no person: it makes no visits
};

struct Device {
  DeviceKind kind = DeviceKind::unknown;
  std::string system;
  std::string browser;
  std::uint32_t version = 0;  // the browser's major one; 0: not known

  friend bool operator==(const Device&, const Device&) = default;
};

}  // namespace usher::core
