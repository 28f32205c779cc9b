#pragma once
// The statements that run for each stored message, on the writer's connection. SOCI's bulk insert
// costs more than the engines themselves, so these use them directly.
//
// Texts are read during the call only. Failures: SqlFailure.

#include <soci/soci.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/sql/dialect.hpp"
#include "adapters/sql/store.hpp"
#include "adapters/sql/tail.hpp"

namespace usher::adapters {

// Other nodes have claimed these shelves meanwhile. Nothing of the transaction was stored.
struct FloorsLost : SqlFailure {
  FloorsLost(std::vector<Number> lost, const std::string& what)
      : SqlFailure(Trouble::fenced, what), shelves(std::move(lost)) {}
  std::vector<Number> shelves;
};

class HotStatements {
 public:
  virtual ~HotStatements() = default;

  // Nobody else may write the store from now on, or only other nodes, where it is shared; after
  // that, anew for each new connection. Another process that does: SqlFailure, fenced.
  virtual void claim() = 0;
  // What stands in the claims of this connection's floors.
  virtual const std::string& holder() const = 0;

  virtual void begin() = 0;  // waits for other processes' writes, for some seconds
  // From here to the commit, what the session itself reads and writes belongs to the transaction.
  virtual void join_session() = 0;
  // Between begin() and join_session(): the session itself is going to write to this shelf. Where
  // the store is shared, each shelf that a transaction writes to must be claimed by this connection
  // still: else FloorsLost.
  virtual void will_write(Number shelf) = 0;
  virtual void commit() = 0;

  struct EventRow {
    Number place = 0;
    Number at_ms = 0;
    std::string_view kind;
    std::string_view body;
  };
  virtual void insert_events(std::span<const EventRow> rows) = 0;
  // Into the index. What it held from the slice's first entry on is replaced: after a crash a slice
  // comes again, with more entries.
  virtual void index(const Tail::Slice& slice) = 0;
  // Up to there the index is complete.
  virtual void mark_indexed(Number shelf, core::Position position) = 0;
};

// Claimed. Throws FolderInUse when another process keeps the store.
std::unique_ptr<HotStatements> claimed_statements(const SqlOptions& options,
                                                  soci::session& session);
std::unique_ptr<HotStatements> sqlite_hot_statements(soci::session& session);
std::unique_ptr<HotStatements> postgres_hot_statements(soci::session& session, bool shared);

}  // namespace usher::adapters
