#pragma once
// How long a connection may keep the server waiting. The server counts whole seconds; tests shorten
// these, operators do not.

#include <cstdint>

#include "core/limits.hpp"

namespace usher::net {

struct Waits {
  std::int64_t silence_ms = limits::silence_ms;      // nothing came from a client
  std::int64_t write_ms = limits::write_ms;          // a byte waits in a send queue
  std::int64_t close_ms = limits::close_ms;          // a close waits for the other end's
  std::int64_t poll_hold_ms = limits::poll_hold_ms;  // an empty long poll is held
};

constexpr std::uint32_t whole_seconds(std::int64_t ms) {
  return static_cast<std::uint32_t>(ms / limits::second_ms);
}

}  // namespace usher::net
