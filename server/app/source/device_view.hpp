#pragma once
// A device as agents see it. The view points into it.

#include "core/device.hpp"
#include "protocol/frames.gen.hpp"

namespace usher::app {

protocol::DeviceKind kind_view(core::DeviceKind kind);
protocol::Device device_view(const core::Device& device);

}  // namespace usher::app
