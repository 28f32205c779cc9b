#pragma once
// ports::Journal and ports::Claims over SQL. See the ports for what they promise.
//
// One thread writes: it takes whatever all accounts have waiting, stores it in one transaction and
// posts the outcomes, one task per loop and commit. A few threads read. A further one moves pages
// from the write-ahead log into the database, so that commits seldom do.
//
// An append that breaks a uniqueness rule of the store (a client id twice, a position twice) is
// refused with `out_of_order`, alone: its floor had a false idea and must be rebuilt.
//
// When a server takes the place of the file (PostgreSQL), it may go away. Whether the last commit
// took place is asked of it when it is back, for a moment; after that the appends are answered
// `away`, and load() gives false until the server is there and has ended what it was doing.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/sql/store.hpp"
#include "ports/claims.hpp"
#include "ports/journal.hpp"
#include "ports/log.hpp"
#include "ports/metrics.hpp"

namespace usher::adapters {

class SqlJournal final : public ports::Journal, public ports::Claims {
 public:
  // Calls prepare_store(); throws what it throws. `log` and `metrics` outlive the journal.
  SqlJournal(const SqlOptions& options, ports::Log& log, ports::Metrics& metrics);
  // Stores what is waiting, then stops; callbacks not yet run never will.
  ~SqlJournal() override;

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

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace usher::adapters
