#pragma once
// The statements that run for each stored message, on the writer's connection. SOCI's bulk insert
// costs more than SQLite itself (see hot_statements_sqlite.cpp), so these use the engine directly.
//
// Texts are read during the call only. Failures: SqlFailure.

#include <soci/soci.h>

#include <memory>
#include <span>
#include <string_view>

#include "adapters/sql/tail.hpp"

namespace usher::adapters {

class HotStatements {
 public:
  explicit HotStatements(soci::session& session);
  ~HotStatements();

  void begin();  // waits for other processes' writes, for some seconds
  void commit();

  struct EventRow {
    Number place = 0;
    Number at_ms = 0;
    std::string_view kind;
    std::string_view body;
  };
  void insert_events(std::span<const EventRow> rows);
  // Into the index. What it held from the slice's first entry on is replaced: after a crash a slice
  // comes again, with more entries.
  void index(const Tail::Slice& slice);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace usher::adapters
