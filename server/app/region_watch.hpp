#pragma once
// Has the file of regions looked at once a minute, so that a newer one counts without a restart.
//
// Thread: a loop that may wait for the disk; lives until that has stopped.

#include <memory>

#include "ports/clock.hpp"
#include "ports/loop.hpp"
#include "ports/regions.hpp"

namespace usher::app {

class RegionWatch {
 public:
  RegionWatch(ports::Regions& regions, const ports::Clock& clock, ports::Loop& loop)
      : regions_(regions), clock_(clock), loop_(loop) {}

  // From any thread, once.
  void start();

 private:
  void sleep();

  ports::Regions& regions_;
  const ports::Clock& clock_;
  ports::Loop& loop_;
  std::unique_ptr<ports::Timer> timer_;  // made on the loop
};

}  // namespace usher::app
