#pragma once
// The browsers and systems that a device can name: data, read by read_device.cpp only. A rule fits
// a user agent that has its mark; the first one that fits counts.

#include <span>
#include <string_view>

#include "core/device.hpp"

namespace usher::app {

struct BrowserRule {
  std::string_view mark;
  std::string_view browser;
  std::string_view version_mark = mark;  // what stands before the version
};

struct SystemRule {
  std::string_view mark;
  std::string_view system;
  core::DeviceKind kind;  // where nothing else tells it
};

std::span<const BrowserRule> browser_rules();
std::span<const SystemRule> system_rules();
// Marks of what is no person, in lower case.
std::span<const std::string_view> bot_marks();

}  // namespace usher::app
