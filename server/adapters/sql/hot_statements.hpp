#pragma once
// The statements that run for each stored message, on the writer's connection. SOCI's bulk insert
// costs more than SQLite itself (see hot_statements_sqlite.cpp), so these use the engine directly.
//
// Texts are read during the call only. Failures: SqlFailure.

#include <soci/soci.h>

#include <memory>
#include <string_view>
#include <vector>

#include "adapters/sql/tail.hpp"

namespace usher::adapters {

class HotStatements {
 public:
  explicit HotStatements(soci::session& session);
  ~HotStatements();

  void begin();  // waits for other processes' writes, for some seconds
  void commit();

  void insert_event(Number place, Number at_ms, std::string_view kind, std::string_view body);
  // Into both indexes; nothing happens for what is there already.
  void index(ConversationKey key, const TailEntry& entry);
  // Of messages in the index; usually none.
  std::vector<Number> places_with(ConversationKey key, Number hash);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace usher::adapters
