#pragma once
// The steps by which a conversation comes to an agent and passes to another, each so that a server
// can be killed in its middle.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "office.hpp"

namespace usher::crash {

// A step that is ready to be taken.
struct Deed {
  Person* visitor = nullptr;  // whose conversation it is about
  std::function<void()> act;  // sends one frame
  // The frame's sender, or whom it concerns, saw what became of it.
  std::function<bool()> answered;
  // What must be true for ever once that was seen, until somebody does something else.
  std::function<bool()> holds;
};

struct Step {
  std::string_view name;
  Deed (*prepare)(Office& office);
};

// All of them: offers, transfers, and what supervisors do.
const std::vector<Step>& all_steps();

}  // namespace usher::crash
