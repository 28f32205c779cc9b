#pragma once
// One thread that runs tasks: an Asio context of its own, shared with no other thread. Everything
// that belongs to a loop (its floors, its sockets, its timers) is touched by that thread only.

#include <memory>
#include <thread>

#include "ports/clock.hpp"
#include "ports/loop.hpp"

namespace boost::asio {
class io_context;
}

namespace usher::net {

class AsioLoop final : public ports::Loop {
 public:
  // Tasks may be posted at once; they run after start() or run(). Timers follow `clock`, and notice
  // a jump of it within a second.
  explicit AsioLoop(const ports::Clock& clock);
  // Stops and joins. What is still queued is destroyed without being run.
  ~AsioLoop() override;
  AsioLoop(const AsioLoop&) = delete;
  AsioLoop& operator=(const AsioLoop&) = delete;

  void start();  // runs the loop on a thread of its own
  void run();    // runs it on the caller's thread, until stop()
  void stop();   // from any thread: returns at once, the task that runs now ends first
  void join();   // waits for the thread of start()

  void post(ports::Task task) override;
  std::unique_ptr<ports::Timer> make_timer() override;

  boost::asio::io_context& context() { return *context_; }

 private:
  const ports::Clock& clock_;
  std::unique_ptr<boost::asio::io_context> context_;
  std::thread thread_;
};

}  // namespace usher::net
