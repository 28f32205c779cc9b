#pragma once
// One line of a simulation's script. Scripts are concrete (ids, texts and times stand in them), so
// that any part of one can be left out and the rest run again.

#include <optional>
#include <string>
#include <vector>

#include "core/command.hpp"

namespace usher::simulation {

enum class Fault : std::uint8_t {
  none,
  commit_fails,  // what the command leads to is not stored: the floor is thrown away
  late_wake,     // the shell sleeps over deadlines and looks only when the time has passed
  snapshot,      // after the command
  restart,       // the process dies after the command; everybody is disconnected
};

struct Action {
  std::int64_t wait_ms = 0;  // before the command
  core::Command command = core::command::Tick{};
  Fault fault = Fault::none;
};

using Script = std::vector<Action>;

std::string describe(const Action& action);

}  // namespace usher::simulation
