#pragma once
// What a visitor browses with, as the head of its request tells.

#include <string_view>

#include "core/device.hpp"

namespace usher::app {

// The headers as they were sent, empty when they were not. Any bytes will do; the first
// limits::user_agent_bytes_max are read.
struct AgentHeaders {
  std::string_view user_agent;
  std::string_view platform = {};  // Sec-CH-UA-Platform
  std::string_view mobile = {};    // Sec-CH-UA-Mobile
};
core::Device read_device(const AgentHeaders& headers);

}  // namespace usher::app
