#pragma once
// What the owner of the server may set about the app. Zero switches a rate limit off.

#include <cstdint>

namespace usher::app {

struct Options {
  std::uint32_t messages_per_second =
      10;  // of one connection, sustained; four times that in a burst
  std::uint32_t frames_per_second =
      50;  // of one connection, all frames but messages; the same burst
  std::uint32_t sign_ins_per_minute = 10;  // failed ones, of one address and of one login
};

}  // namespace usher::app
