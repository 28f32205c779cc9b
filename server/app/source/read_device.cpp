#include "app/source/read_device.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "app/source/device_rules.hpp"
#include "core/limits.hpp"

namespace usher::app {
namespace {

using core::DeviceKind;

bool has(std::string_view text, std::string_view mark) {
  return text.find(mark) != std::string_view::npos;
}

bool is_bot(std::string_view agent) {
  std::string text(agent);
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return std::ranges::any_of(bot_marks(), [&](std::string_view mark) { return has(text, mark); });
}

// The whole number after the mark; 0: there is none.
std::uint32_t version_after(std::string_view agent, std::string_view mark) {
  constexpr std::size_t digits_max = 6;
  const auto at = mark.empty() ? std::string_view::npos : agent.find(mark);
  if (at == std::string_view::npos) return 0;
  agent = agent.substr(at + mark.size(), digits_max);
  std::uint32_t version = 0;
  std::from_chars(agent.data(), agent.data() + agent.size(), version);
  return version;
}

void read_browser(core::Device& device, std::string_view agent) {
  for (const BrowserRule& rule : browser_rules()) {
    if (!has(agent, rule.mark)) continue;
    device.browser = rule.browser;
    device.version = version_after(agent, rule.version_mark);
    return;
  }
}

void read_system(core::Device& device, std::string_view agent) {
  for (const SystemRule& rule : system_rules()) {
    if (!has(agent, rule.mark)) continue;
    device.system = rule.system;
    device.kind = rule.kind;
    break;
  }
  if (device.kind == DeviceKind::desktop) return;
  if (has(agent, "Tablet")) {
    device.kind = DeviceKind::tablet;
  } else if (has(agent, "(PC;")) {
    device.kind = DeviceKind::desktop;
  } else if (has(agent, "Mobile") && device.system != "ipados") {
    device.kind = DeviceKind::phone;
  }
}

// Browsers that freeze their user agent tell more in these.
void read_hints(core::Device& device, const AgentHeaders& headers) {
  using Platform = std::pair<std::string_view, std::string_view>;
  constexpr std::array<Platform, 6> platforms = {{{"\"Windows\"", "windows"},
                                                  {"\"macOS\"", "macos"},
                                                  {"\"Android\"", "android"},
                                                  {"\"Chrome OS\"", "chromeos"},
                                                  {"\"iOS\"", "ios"},
                                                  {"\"Linux\"", "linux"}}};
  const auto platform = std::ranges::find(platforms, headers.platform, &Platform::first);
  const bool harmony = device.system == "harmonyos";  // says that it is Android
  if (platform != platforms.end() && !harmony) device.system = platform->second;
  if (headers.mobile == "?1") device.kind = DeviceKind::phone;
}

}  // namespace

core::Device read_device(const AgentHeaders& headers) {
  core::Device device;
  const std::string_view agent = headers.user_agent.substr(0, limits::user_agent_bytes_max);
  if (is_bot(agent)) {
    device.kind = DeviceKind::bot;
    return device;
  }
  read_browser(device, agent);
  read_system(device, agent);
  read_hints(device, headers);
  return device;
}

}  // namespace usher::app
