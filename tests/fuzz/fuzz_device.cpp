// The three headers of a request, one a line: user agent, platform, mobile. Law: whatever they are,
// the device's words are those of the tables, and a bot has none.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "app/source/device_rules.hpp"
#include "app/source/read_device.hpp"

namespace {

using namespace usher;

void require(bool holds) {
  if (!holds) std::abort();
}

std::string_view take_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string_view agent = take_line(text);
  const std::string_view platform = take_line(text);
  const core::Device device = app::read_device({agent, platform, take_line(text)});
  require(device.browser.empty() ||
          std::ranges::any_of(app::browser_rules(), [&](const app::BrowserRule& rule) {
            return rule.browser == device.browser;
          }));
  require(device.system.empty() ||
          std::ranges::any_of(app::system_rules(), [&](const app::SystemRule& rule) {
            return rule.system == device.system;
          }));
  require(device.version < 1'000'000);
  const bool bot = device.kind == core::DeviceKind::bot;
  require(!bot || (device.browser.empty() && device.system.empty()));
  return 0;
}
