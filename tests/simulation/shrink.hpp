#pragma once
// Finds a small part of a script that still breaks the same law (after Zeller and Hildebrandt,
// "Simplifying and Isolating Failure-Inducing Input", 2002), within a bounded number of runs.

#include <optional>
#include <string>

#include "simulation/action.hpp"
#include "simulation/bug.hpp"

namespace usher::simulation {

struct Failure {
  std::string law;
  std::string text;
};

std::optional<Failure> replay(const Script& script, Bug bug);

Script shrink(Script script, Bug bug, const std::string& law);

}  // namespace usher::simulation
