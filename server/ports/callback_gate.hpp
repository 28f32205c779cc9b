#pragma once
// For adapters that answer on other threads' loops: callbacks posted through the gate do nothing
// once it is closed, and close() waits for those that are running. Never close it from inside a
// callback.

#include <memory>
#include <mutex>
#include <shared_mutex>
#include <utility>

#include "ports/loop.hpp"

namespace usher::ports {

class CallbackGate {
 public:
  CallbackGate() = default;
  ~CallbackGate() { close(); }
  CallbackGate(const CallbackGate&) = delete;
  CallbackGate& operator=(const CallbackGate&) = delete;

  void post(Loop& loop, Task task) const {
    loop.post([state = state_, task = std::move(task)] {
      const std::shared_lock lock(state->mutex);
      if (state->open) task();
    });
  }

  void close() {
    const std::unique_lock lock(state_->mutex);
    state_->open = false;
  }

 private:
  struct State {
    std::shared_mutex mutex;
    bool open = true;
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace usher::ports
