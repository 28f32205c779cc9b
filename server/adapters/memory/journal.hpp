#pragma once
// ports::Journal and ports::Claims in memory: the same contracts without a disk, for tests and the
// simulation. Tests can make it fail and make it wait.
//
// Several nodes of one process share a MemoryStore, each with a journal of its own.

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ports/callback_gate.hpp"
#include "ports/claims.hpp"
#include "ports/journal.hpp"

namespace usher::adapters {

// What is stored. It outlives the nodes that write it.
class MemoryStore {
 public:
  explicit MemoryStore(std::string epoch = "memory") : epoch_(std::move(epoch)) {}

  // For tests: who owned an account once may go on writing it.
  void remove_fence();

 private:
  friend class MemoryJournal;
  struct Shelf {
    std::vector<core::Recorded> rows;  // the row at index i has position i + 1
    std::optional<ports::Journal::Snapshot> snapshot;
    ports::Term term = 0;
    int holder = 0;  // who claimed it last
  };

  const std::string epoch_;
  std::mutex mutex_;  // of the journals too
  std::map<core::AccountId, Shelf> shelves_;
  int holders_ = 0;  // that there have been
  bool has_fence_ = true;
};

class MemoryJournal final : public ports::Journal, public ports::Claims {
 public:
  // The only one that writes, without claims.
  explicit MemoryJournal(std::string epoch = "memory");
  // One of several: it stores nothing for accounts that it has not claimed.
  explicit MemoryJournal(std::shared_ptr<MemoryStore> store);

  std::string epoch() const override;
  void append(core::AccountId account, std::vector<core::Recorded> events, ports::Loop& loop,
              std::function<void(ports::Stored)> done) override;
  void entries_after(core::AccountId account, core::ConversationId conversation, core::Seq after,
                     std::size_t limit, ports::Loop& loop,
                     std::function<void(std::optional<ports::Entries>)> done) override;
  void entries_before(core::AccountId account, core::ConversationId conversation, core::Seq before,
                      std::size_t limit, ports::Loop& loop,
                      std::function<void(std::optional<ports::Entries>)> done) override;
  void find_message(core::AccountId account, core::ConversationId conversation, core::Author author,
                    std::string client_id, ports::Loop& loop,
                    std::function<void(Found)> done) override;
  bool load(core::AccountId account, const std::function<void(const Snapshot&)>& snapshot,
            const std::function<void(core::Recorded&&)>& each) override;
  bool replay(core::AccountId account, core::Position after,
              const std::function<void(core::Recorded&&)>& each) override;
  void save_snapshot(core::AccountId account, Snapshot snapshot) override;
  void erase(core::AccountId account, std::vector<core::Position> positions,
             std::vector<core::ConversationId> conversations, ports::Loop& loop,
             std::function<void(bool)> done) override;

  ports::Claimed claim(core::AccountId account, ports::Term term) override;
  void disclaim(core::AccountId account) override;
  std::optional<std::vector<core::AccountId>> outrun() override;

  // --- For tests. ---

  // The next append that is stored fails with this instead.
  void fail_next_append(ports::Stored with);
  // While held, appends wait; release() stores them all, as one commit.
  void hold();
  void release();
  std::size_t appends_waiting() const;
  // Reads and outrun() give an empty optional, load() gives false and claim() fails while this is
  // set.
  void fail_reads(bool failing);

 private:
  struct Append {
    core::AccountId account;
    std::vector<core::Recorded> events;
    ports::Loop& loop;
    std::function<void(ports::Stored)> done;
  };

  using Shelf = MemoryStore::Shelf;

  bool is_fenced(core::AccountId account, const Shelf& shelf) const;
  ports::Stored store(Append& append);
  void answer(Append& append);
  void settle(core::AccountId account);
  std::optional<std::vector<core::Recorded>> entries_of(core::AccountId account,
                                                        core::ConversationId conversation) const;

  const std::shared_ptr<MemoryStore> store_;
  int holder_ = 0;                     // 0: there are no claims
  std::set<core::AccountId> claimed_;  // until they are disclaimed
  std::set<core::AccountId> failed_;
  std::deque<Append> held_;
  bool holding_ = false;
  bool reads_fail_ = false;
  std::optional<ports::Stored> next_failure_;
  ports::CallbackGate gate_;
};

}  // namespace usher::adapters
