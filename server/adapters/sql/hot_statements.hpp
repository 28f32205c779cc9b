#pragma once
// The statements that run for each stored message, on the writer's connection. SOCI's bulk insert
// costs more than the engines themselves, so these use them directly.
//
// Texts are read during the call only. Failures: SqlFailure.

#include <soci/soci.h>

#include <memory>
#include <span>
#include <string_view>

#include "adapters/sql/store.hpp"
#include "adapters/sql/tail.hpp"

namespace usher::adapters {

class HotStatements {
 public:
  virtual ~HotStatements() = default;

  // Nobody else may write the store from now on; after that, anew for each new connection. Another
  // process that does: SqlFailure, fenced.
  virtual void claim() = 0;

  virtual void begin() = 0;  // waits for other processes' writes, for some seconds
  // From here to the commit, what the session itself reads and writes belongs to the transaction.
  virtual void join_session() = 0;
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
std::unique_ptr<HotStatements> postgres_hot_statements(soci::session& session);

}  // namespace usher::adapters
