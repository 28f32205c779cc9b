#pragma once
// The rules of the house. All functions are pure: no clock, no randomness, no input or output.
//
//   decide   what a command leads to directly, as events in their order; or why it is refused. The
//            floor is not changed.
//   settle   what then follows by itself at `now`: what is due, offers that can be made. One small
//            step of it; empty when the floor is at rest, which costs O(1).
//   evolve   applies one event. It never fails on an event that decide() or settle() gave; one that
//            does not fit the floor (a damaged journal) throws a std::exception.
//   step     decide, evolve, then settle and evolve until at rest. What the shell and the
//            simulation use.
//   next_deadline
//            when the shell must apply command::Tick at the latest; none: never.
//
// A repeated message (same author, client id and text) is not an event: its receipt comes back.

#include <optional>
#include <variant>
#include <vector>

#include "core/command.hpp"
#include "core/event.hpp"
#include "core/floor.hpp"
#include "core/rejection.hpp"

namespace usher::core {

// `receipt` is set for Ask and Post: the message's place, new or repeated.
struct Decision {
  std::vector<Event> events;
  struct Accepted {
    ConversationId conversation;
    Seq seq = 0;
    Time at;
  };
  std::optional<Accepted> receipt;
};

using Outcome = std::variant<Decision, Rejection>;

// `now` never goes back for one floor; the shell sees to that.
// An Ask or Post whose client id may be older than the floor's receipts is refused with
// receipt_unknown, unless `journal_was_asked` says that the journal does not know it either.
Outcome decide(const Floor& floor, const Command& command, Time now,
               bool journal_was_asked = false);

std::vector<Event> settle(const Floor& floor, Time now);

// `at` is the time that decide() or settle() was given. Durable events raise floor.position by one.
void evolve(Floor& floor, const Event& event, Time at);

// On a rejection the floor is as it was.
Outcome step(Floor& floor, const Command& command, Time now, bool journal_was_asked = false);

std::optional<Time> next_deadline(const Floor& floor);

}  // namespace usher::core
