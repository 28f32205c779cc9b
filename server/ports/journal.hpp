#pragma once
// The journal: one append-only, ordered table of events per account, and the only truth.
//
// Guarantees of every adapter (tests/contract/journal_suite.hpp holds them to it):
//   - An append is durable before its callback says `stored`: it survives kill -9 and power loss.
//   - Appends of one account are stored in the order of their calls, each whole or not at all.
//   - Appends of all accounts that wait at the same time share one commit.
//   - After an append fails, every later append of that account fails with `out_of_order` until
//     load() is called: nothing can be stored behind a hole.
//   - Reads see every append whose callback has run. They use connections of their own and never
//     wait for a commit.
//   - Callbacks run on the loop given with the call, exactly once, never inside the call. After the
//     journal's destruction they do not run.
// Not guaranteed: any order between reads, or between a read and an append under way.
// Threads: every method may be called from any thread.

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/event.hpp"
#include "core/ids.hpp"
#include "ports/loop.hpp"

namespace usher::ports {

enum class Stored : std::uint8_t {
  stored,
  out_of_order,  // positions do not follow what is stored, or an earlier append failed
  disk_full,     // nothing was stored; may work again later
  failed,        // an I/O error, an fsync among them: this node must not write any more
  away,          // the store cannot be reached; load() tells what it has when it is back
  fenced,        // the account is not, or no more, this node's: see claims.hpp
};

struct Entries {
  std::vector<core::Recorded> entries;  // in the order of seq
  bool more = false;                    // further ones exist in the direction that was read
};

class Journal {
 public:
  virtual ~Journal() = default;

  // The journal's incarnation: a random word, made with it, changed by a restore from backup.
  virtual std::string epoch() const = 0;

  // `events`: durable, at least one, positions following each other and what is stored.
  virtual void append(core::AccountId account, std::vector<core::Recorded> events, Loop& loop,
                      std::function<void(Stored)> done) = 0;

  // --- Reads. An empty optional is an operating failure. ---

  // Entries of a conversation with seq > after, lowest first, at most `limit`.
  virtual void entries_after(core::AccountId account, core::ConversationId conversation,
                             core::Seq after, std::size_t limit, Loop& loop,
                             std::function<void(std::optional<Entries>)> done) = 0;
  // Entries with seq < before, the nearest `limit` of them, still lowest first.
  virtual void entries_before(core::AccountId account, core::ConversationId conversation,
                              core::Seq before, std::size_t limit, Loop& loop,
                              std::function<void(std::optional<Entries>)> done) = 0;
  // The message that an author posted under a client id in a conversation; null inside: there is
  // none.
  using Found = std::optional<std::optional<core::Recorded>>;
  virtual void find_message(core::AccountId account, core::ConversationId conversation,
                            core::Author author, std::string client_id, Loop& loop,
                            std::function<void(Found)> done) = 0;

  // --- Rebuilding. These block; call them before the account is served, or on a thread for it. ---

  struct Snapshot {
    core::Position position = 0;
    std::string text;
  };
  // The newest snapshot, if any, and all events after it (after 0 without one), in order, through
  // `each`. Clears the failure of an earlier append. False on an I/O error or a damaged row, and
  // while the store is away.
  virtual bool load(core::AccountId account, const std::function<void(const Snapshot&)>& snapshot,
                    const std::function<void(core::Recorded&&)>& each) = 0;
  // Replays all events, or those after a position, whatever snapshots there are.
  virtual bool replay(core::AccountId account, core::Position after,
                      const std::function<void(core::Recorded&&)>& each) = 0;
  // Replaces older snapshots of the account. Never delays an append by more than one commit.
  virtual void save_snapshot(core::AccountId account, Snapshot snapshot) = 0;

  // --- Erasing. ---

  // Puts event::Erased in the place of the events at these positions (rising), and forgets that
  // there were these conversations; then the store's files hold nothing of them either. False on a
  // failure, and when a position is not stored or lies behind the newest snapshot, which is to tell
  // nothing of them: some may be erased by then, and it may be tried again.
  virtual void erase(core::AccountId account, std::vector<core::Position> positions,
                     std::vector<core::ConversationId> conversations, Loop& loop,
                     std::function<void(bool)> done) = 0;
};

}  // namespace usher::ports
