#pragma once
// The journal as one node reaches it: it takes its time, can be away, full or broken, and may have
// stored what it did not answer. Whatever is stored, the ledger reads along.

#include <deque>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "adapters/memory/journal.hpp"
#include "simulation/nodes/ledger.hpp"
#include "simulation/nodes/planted.hpp"
#include "simulation/nodes/schedule.hpp"

namespace usher::simulation {

class NodeStore final : public ports::Journal, public ports::Claims {
 public:
  // Commits happen on `disk`, a loop of the node's process.
  NodeStore(adapters::MemoryJournal& journal, Ledger& ledger, Schedule& schedule, SeededLoop& disk,
            ports::NodeId node, Planted planted)
      : journal_(journal),
        ledger_(ledger),
        random_(schedule.random()),
        disk_(disk),
        node_(std::move(node)),
        planted_(planted) {}

  void away(bool is_away) { away_ = is_away; }
  void slow(std::int64_t commit_ms_max) { commit_ms_max_ = commit_ms_max; }
  void fail_next(std::optional<ports::Stored> with) { next_failure_ = with; }
  // After such an error a process writes no more until somebody starts it anew.
  bool is_broken() const { return broken_; }

  std::string epoch() const override { return journal_.epoch(); }
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

 private:
  struct Append {
    core::AccountId account;
    std::vector<core::Recorded> events;
    ports::Loop* loop = nullptr;
    std::function<void(ports::Stored)> done;
  };

  void commit(Append append);
  void refuse(Append append, ports::Stored why);
  void settle(core::AccountId account);

  adapters::MemoryJournal& journal_;
  Ledger& ledger_;
  test::Random& random_;
  SeededLoop& disk_;
  const ports::NodeId node_;
  const Planted planted_;
  bool away_ = false;
  bool broken_ = false;
  std::int64_t commit_ms_max_ = 3;
  std::optional<ports::Stored> next_failure_;
  std::deque<Append> waiting_;
  std::set<core::AccountId> failed_;  // until they are loaded
};

}  // namespace usher::simulation
