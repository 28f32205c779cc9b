#pragma once
// The three bad days: a server that is killed, connections that break, a server that is told to
// stop.

#include <cstdint>

#include "kit/usher_server.hpp"

namespace usher::crash {

struct Trial {
  load::Tools tools;
  std::uint64_t seed = 0;
};

// Each prints one line and returns whether everything held.

// kill -9 at `kills` random instants under load, each followed by a start that must serve within
// two seconds.
bool kill_at_random(const Trial& trial, int kills);
// `pairs` exchange `messages` in all while each connection breaks every half to five seconds.
bool cut_at_random(const Trial& trial, std::uint32_t pairs, std::uint64_t messages);
// SIGTERM with `sockets` visitors connected, in the middle of talk: exit 0 within fifteen seconds,
// everybody told to come back.
bool drain(const Trial& trial, std::uint32_t sockets);

}  // namespace usher::crash
