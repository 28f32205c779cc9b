#include "app/source/device_view.hpp"

namespace usher::app {

protocol::DeviceKind kind_view(core::DeviceKind kind) {
  switch (kind) {
    case core::DeviceKind::unknown:
      return protocol::DeviceKind::unknown;
    case core::DeviceKind::desktop:
      return protocol::DeviceKind::desktop;
    case core::DeviceKind::phone:
      return protocol::DeviceKind::phone;
    case core::DeviceKind::tablet:
      return protocol::DeviceKind::tablet;
    case core::DeviceKind::bot:
      return protocol::DeviceKind::bot;
  }
  return protocol::DeviceKind::unknown;
}

protocol::Device device_view(const core::Device& device) {
  return {kind_view(device.kind), device.system, device.browser, device.version};
}

}  // namespace usher::app
