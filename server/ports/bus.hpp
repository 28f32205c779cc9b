#pragma once
// Messages between nodes, for what may be lost: whoever needs more numbers them and notices
// (app/cluster/link.hpp).
//
// Guarantees of every adapter (tests/contract/buses.cpp holds them to it):
//   - At most once, whole, and those of one thread to one node in the order of their sending; some
//     may be missing: while the other side is away, and when more than limits::bus_queue_bytes_max
//     wait. A message to a node that is not there is lost without a word.
//   - Nothing is stored, and nothing is repeated.
// Threads: send() from any thread; it never waits. `arrived` runs on a thread of the adapter's, one
// call at a time; what it is given is valid during the call. It must be quick: post what takes
// time.

#include <functional>
#include <string>
#include <string_view>

#include "ports/lease.hpp"

namespace usher::ports {

class Bus {
 public:
  virtual ~Bus() = default;

  // Once, before the first message. Not called any more once stop() has returned.
  using Arrived = std::function<void(std::string_view message)>;
  virtual void listen(Arrived arrived) = 0;
  virtual void stop() = 0;

  // Bytes, at most limits::bus_message_bytes_max; longer ones are lost, with a line in the log. To
  // itself is allowed.
  virtual void send(const NodeId& to, std::string message) = 0;
};

}  // namespace usher::ports
