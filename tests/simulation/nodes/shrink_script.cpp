#include "simulation/nodes/shrink_script.hpp"

#include <algorithm>

#include "simulation/nodes/cluster.hpp"

namespace usher::simulation {
namespace {

constexpr int runs_max = 400;

Script without(const Script& script, std::size_t begin, std::size_t end) {
  Script rest(script.begin(), script.begin() + static_cast<std::ptrdiff_t>(begin));
  rest.insert(rest.end(), script.begin() + static_cast<std::ptrdiff_t>(end), script.end());
  return rest;
}

}  // namespace

NodesResult run_script(const NodesSeed& seed, const Script& script) {
  NodesResult result;
  Cluster cluster(seed.seed, seed.alone, seed.planted);
  try {
    for (const Step& step : script) cluster.run(step);
    cluster.heal();
    cluster.end();
  } catch (const Broken& broken) {
    result.failure = {broken.law, broken.what(), cluster.complaints()};
  } catch (const std::exception& error) {
    result.failure = {"no_exception", error.what(), cluster.complaints()};
  }
  result.turns = cluster.furniture().schedule.turns();
  result.acknowledged = cluster.furniture().ledger.acknowledged();
  result.takings = cluster.furniture().ledger.takings();
  result.events = cluster.furniture().ledger.events();
  return result;
}

Script shrink_script(Script script, const NodesSeed& seed, const std::string& law) {
  int runs = 0;
  const auto breaks = [&](const Script& candidate) {
    ++runs;
    const auto failure = run_script(seed, candidate).failure;
    return failure && failure->law == law;
  };
  std::size_t chunk = std::max<std::size_t>(script.size() / 2, 1);
  while (runs < runs_max) {
    bool shrunk = false;
    for (std::size_t begin = 0; begin < script.size() && runs < runs_max;) {
      Script candidate = without(script, begin, std::min(begin + chunk, script.size()));
      if (breaks(candidate)) {
        script = std::move(candidate);
        shrunk = true;
      } else {
        begin += chunk;
      }
    }
    if (chunk == 1 && !shrunk) break;
    if (!shrunk) chunk = std::max<std::size_t>(chunk / 2, 1);
  }
  return script;
}

}  // namespace usher::simulation
