#pragma once
// The bad days: a server that is killed while people talk or while conversations change hands,
// connections that break, a server that is told to stop.

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
// kill -9 in the middle of each step of an offer, a transfer and a take-over, `rounds` times right
// after its frame was sent and as often right after its outcome was seen. What was seen holds after
// the start, everybody sees the same, and nothing waits while an agent has room.
bool kill_at_steps(const Trial& trial, int rounds);
// `pairs` exchange `messages` in all while each connection breaks every half to five seconds.
bool cut_at_random(const Trial& trial, std::uint32_t pairs, std::uint64_t messages);
// SIGTERM with `sockets` visitors connected, in the middle of talk: exit 0 within fifteen seconds,
// everybody told to come back.
bool drain(const Trial& trial, std::uint32_t sockets);

}  // namespace usher::crash
