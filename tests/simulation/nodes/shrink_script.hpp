#pragma once
// Runs scripts, and finds a small part of one that still breaks the same law. The rest of a script
// runs under the same seed, but in another order of turns: not every part that could go does.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "simulation/nodes/planted.hpp"
#include "simulation/nodes/step.hpp"

namespace usher::simulation {

struct NodesSeed {
  std::uint64_t seed = 0;
  bool alone = false;
  Planted planted = Planted::none;
};

struct NodesFailure {
  std::string law;
  std::string text;
  std::vector<std::string> complaints;  // of the nodes' logs
};

// What a script led to.
struct NodesResult {
  std::optional<NodesFailure> failure;
  std::uint64_t turns = 0;
  std::uint64_t acknowledged = 0;
  std::uint64_t takings = 0;
  std::map<std::string, std::uint64_t> events;  // stored ones, by name
};

NodesResult run_script(const NodesSeed& seed, const Script& script);

Script shrink_script(Script script, const NodesSeed& seed, const std::string& law);

}  // namespace usher::simulation
