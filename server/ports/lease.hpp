#pragma once
// Which nodes live, and which of them owns which floor.
//
// A node keeps one lease alive, its own, however many floors it owns: a floor belongs to the node
// that took it for as long as that node's lease lasts. A lease says who should write; that nobody
// else does is the journal's work (Journal::claim), for clocks stop, networks part, and the store
// of leases may forget.
//
// Guarantees of every adapter (tests/contract/leases.cpp holds them to it):
//   - A floor is granted to one living node at a time, for as long as the store of leases
//   remembers.
//   - The terms of a floor rise with each grant, and are above `after`. A node that takes again
//   what
//     it owns gets a higher one.
//   - What a node owned is free when its lease has run out, or when it gave it up.
//   - Callbacks run on the loop given with the call, exactly once, never inside it, at most
//     limits::lease_answer_ms later. After the adapter's destruction they do not run.
// Threads: every method may be called from any thread; none waits for anything.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "ports/loop.hpp"
#include "ports/term.hpp"

namespace usher::ports {

// One process, by its name and its start: "a.5f3e9c01". Never used again by another one. Letters,
// digits, '-', '_' and '.'.
using NodeId = std::string;

struct Node {
  NodeId id;
  bool leaving = false;  // it takes no more floors and gives away those that it has

  friend bool operator==(const Node&, const Node&) = default;
};

struct Holding {
  core::AccountId account;
  NodeId node;
  Term term = 0;

  friend bool operator==(const Holding&, const Holding&) = default;
};

// As it was at one moment.
struct Cluster {
  // Incarnation of the store of leases: another one has forgotten everything before it.
  std::string memory;
  std::vector<Node> nodes;      // whose lease lasts, by id
  std::vector<Holding> floors;  // of these nodes only, by account
};

// granted: `term` is ours. held: by another node, which lives. away: the store of leases did not
// answer; perhaps it is granted all the same, which the next beat tells.
struct Taken {
  enum class Outcome : std::uint8_t { granted, held, away };
  Outcome outcome = Outcome::away;
  Term term = 0;
};

class Leases {
 public:
  virtual ~Leases() = default;

  virtual NodeId me() const = 0;

  // Renews this node's lease, from limits::node_lease_ms after now, and looks around. None: the
  // store of leases did not answer.
  virtual void beat(bool leaving, Loop& loop, std::function<void(std::optional<Cluster>)> done) = 0;
  // This node wants the floor. `after`: the highest term that it knows of.
  virtual void take(core::AccountId account, Term after, Loop& loop,
                    std::function<void(Taken)> done) = 0;
  // The floor is free, if this node has it in this term.
  virtual void give_up(core::AccountId account, Term term) = 0;
  // This node's lease ends now, and all its floors are free.
  virtual void leave() = 0;
};

}  // namespace usher::ports
