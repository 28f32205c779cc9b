#pragma once
// The fence around an account's events: of several nodes over one store, whoever claimed the
// account last is the only one whose appends, snapshots and erasures of it are stored. It is part
// of the journal, in the same store and the same transactions; a single node needs none of it.
//
// Guarantees of every adapter (tests/contract/claims.cpp holds them to it):
//   - When claim() has returned `claimed`, whatever an earlier owner still had under way has ended,
//     stored or not, and load() reads all of it; what comes later from that owner is `fenced`.
//     `fenced` says nothing of an append that was under way when the store was lost: the next owner
//     knows whether it was stored.
//   - Terms of an account never fall, whatever happens to leases.
//   - A journal that serves with claims stores nothing for accounts that it has not claimed, and
//     reads nothing of their conversations; load() and replay() read any account's events.
// Threads: every method may be called from any thread but a floor's: each may wait for the store.

#include <optional>
#include <vector>

#include "core/ids.hpp"
#include "ports/term.hpp"

namespace usher::ports {

// outrun: another claim has this term or a higher one, and nothing changed. failed: the store could
// not be asked. `term` is the one that stands now.
struct Claimed {
  enum class Outcome : std::uint8_t { claimed, outrun, failed };
  Outcome outcome = Outcome::failed;
  Term term = 0;
};

class Claims {
 public:
  virtual ~Claims() = default;

  // The account is this node's from now on; its failure, if it had one, is forgotten. What waits is
  // settled first. The same term again is claimed again, should the answer have been lost.
  virtual Claimed claim(core::AccountId account, Term term) = 0;
  // It is not this node's any more: appends are `fenced`. What waits is settled first.
  virtual void disclaim(core::AccountId account) = 0;
  // Of the accounts that this node has claimed and not disclaimed, those that another one has
  // claimed since. None: the store could not be asked.
  virtual std::optional<std::vector<core::AccountId>> outrun() = 0;
};

}  // namespace usher::ports
