#include "simulation/shrink.hpp"

#include <algorithm>

#include "simulation/expect.hpp"
#include "simulation/house.hpp"

namespace usher::simulation {
namespace {

constexpr int runs_max = 3'000;

Script without(const Script& script, std::size_t begin, std::size_t end) {
  Script rest;
  rest.reserve(script.size());
  for (std::size_t i = 0; i < script.size(); ++i) {
    if (i < begin || i >= end) rest.push_back(script[i]);
  }
  return rest;
}

}  // namespace

std::optional<Failure> replay(const Script& script, Bug bug) {
  House house(bug);
  try {
    for (const Action& action : script) house.run(action);
    house.finish();
  } catch (const Broken& broken) {
    return Failure{broken.law, broken.what()};
  } catch (const std::exception& error) {
    return Failure{"no_exception", error.what()};
  }
  return std::nullopt;
}

Script shrink(Script script, Bug bug, const std::string& law) {
  int runs = 0;
  const auto breaks = [&](const Script& candidate) {
    ++runs;
    const auto failure = replay(candidate, bug);
    return failure && failure->law == law;
  };
  for (std::size_t chunk = std::max<std::size_t>(script.size() / 2, 1); runs < runs_max;) {
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
    if (!shrunk || chunk > script.size()) chunk = std::max<std::size_t>(chunk / 2, 1);
  }
  return script;
}

}  // namespace usher::simulation
