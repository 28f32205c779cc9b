#pragma once
// A thread that runs tasks one after another. Each floor lives on one; so does the front
// (accepting, HTTP, sign-in). Whatever another thread has to tell a floor is posted to the floor's
// loop.

#include <functional>
#include <memory>

#include "core/ids.hpp"

namespace usher::ports {

using Task = std::function<void()>;

// Cancels its timer when destroyed.
class Timer {
 public:
  virtual ~Timer() = default;
  // Replaces an earlier time. `task` runs on the loop, at `at` or soon after.
  virtual void start(core::Time at, Task task) = 0;
  virtual void cancel() = 0;
};

class Loop {
 public:
  virtual ~Loop() = default;
  // From any thread. Tasks of one thread run in the order of their posting, after what is ready
  // now.
  virtual void post(Task task) = 0;
  // From the loop's own thread only.
  virtual std::unique_ptr<Timer> make_timer() = 0;
};

}  // namespace usher::ports
