#pragma once
// ports::Journal in memory: the same contract without a disk, for tests and the simulation. Tests
// can make it fail and make it wait.

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "ports/callback_gate.hpp"
#include "ports/journal.hpp"

namespace usher::adapters {

class MemoryJournal final : public ports::Journal {
 public:
  explicit MemoryJournal(std::string epoch = "memory");

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

  // --- For tests. ---

  // The next append that is stored fails with this instead.
  void fail_next_append(ports::Stored with);
  // While held, appends wait; release() stores them all, as one commit.
  void hold();
  void release();
  std::size_t appends_waiting() const;
  // Reads give an empty optional and load() gives false while this is set.
  void fail_reads(bool failing);

 private:
  struct Shelf {
    std::vector<core::Recorded> rows;  // the row at index i has position i + 1
    std::optional<Snapshot> snapshot;
    bool failed = false;
  };
  struct Append {
    core::AccountId account;
    std::vector<core::Recorded> events;
    ports::Loop& loop;
    std::function<void(ports::Stored)> done;
  };

  ports::Stored store(Append& append);
  void answer(Append& append);
  std::optional<std::vector<core::Recorded>> entries_of(core::AccountId account,
                                                        core::ConversationId conversation) const;

  const std::string epoch_;
  mutable std::mutex mutex_;
  std::map<core::AccountId, Shelf> shelves_;
  std::deque<Append> held_;
  bool holding_ = false;
  bool reads_fail_ = false;
  std::optional<ports::Stored> next_failure_;
  ports::CallbackGate gate_;
};

}  // namespace usher::adapters
