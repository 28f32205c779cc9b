#pragma once
// Who is connected where. A node tells what changed, at most each limits::presence_every_ms, and
// nothing while nothing changes: what it told lasts as long as its lease (ports/lease.hpp), so that
// a crowd that stays costs nothing.
//
// Guarantees of every adapter (tests/contract/presences.cpp holds them to it):
//   - Soon after the last come() or leave(), who() tells what came of all of them. Somebody who
//   came
//     several times (tabs, devices) is there until it left as often.
//   - People of a node whose lease ran out are not told of. After the store has forgotten, or was
//     away, nodes tell everything anew by themselves.
//   - Callbacks run on the loop given with the call, exactly once, never inside it, at most
//     limits::lease_answer_ms later; none: the store did not answer.
// Threads: every method may be called from any thread; none waits for anything.

#include <functional>
#include <optional>
#include <vector>

#include "core/command.hpp"
#include "core/ids.hpp"
#include "ports/lease.hpp"

namespace usher::ports {

struct Present {
  NodeId node;
  core::Author person;  // a visitor or an agent

  friend auto operator<=>(const Present&, const Present&) = default;
};

class Presence {
 public:
  virtual ~Presence() = default;

  virtual void come(core::AccountId account, core::Author person) = 0;
  virtual void leave(core::AccountId account, core::Author person) = 0;

  // In rising order, each person once a node.
  virtual void who(core::AccountId account, Loop& loop,
                   std::function<void(std::optional<std::vector<Present>>)> done) = 0;
};

}  // namespace usher::ports
