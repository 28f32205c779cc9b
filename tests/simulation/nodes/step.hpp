#pragma once
// What happens in a world of nodes, one thing after another. A script of steps and a seed say all
// of it.

#include <cstdint>
#include <string>
#include <vector>

#include "support/random.hpp"

namespace usher::simulation {

// A fault befalls a node, or all of them, for some time, and goes by itself.
enum class Deed : std::uint8_t {
  wait,
  ask,
  look_at_a_page,
  answer,
  close,
  transfer,
  mark,
  go_away,
  come_online,
  lose_line,     // a client's; its node hears of it after `ms`
  kill,          // another one takes the place of the node after `ms`
  drain,         // the same, after a graceful end
  freeze,        // and goes on as if nothing had happened
  leases_away,   // the store of leases does not hear the node
  leases_lossy,  // half of its answers get lost
  leases_slow,
  leases_forget,  // all of it
  bus_cut,        // the node hears nobody and nobody hears it
  bus_bad,        // drops, doubles, holds back some messages of all
  store_away,
  store_slow,
  store_full,    // the next append
  store_broken,  // the same
};
inline constexpr std::size_t deeds_count = static_cast<std::size_t>(Deed::store_broken) + 1;

struct Step {
  Deed deed = Deed::wait;
  std::uint64_t who = 0;   // the n-th visitor, agent or node
  std::int64_t ms = 0;     // the fault lasts so long
  std::int64_t after = 0;  // it happens so long after the step before
};
using Script = std::vector<Step>;

std::string describe(const Step& step);

// Mostly people; now and then a fault.
Script script_of(std::uint64_t seed, std::size_t steps, bool alone);

}  // namespace usher::simulation
