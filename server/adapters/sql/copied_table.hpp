#pragma once
// One table of a store, as it is copied from one engine to the other: every value as text.
// Failures: SqlFailure, soci::soci_error.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/sql/postgres.hpp"

namespace usher::adapters {

struct CopiedTable {
  std::string name;
  std::vector<std::string> columns;
  std::string counted_by_store;  // a column that the store gives numbers to, or empty
};

// Those of PostgreSQL's side, referenced ones first.
std::vector<CopiedTable> copied_tables(soci::session& postgres);

// Of all rows, whatever their order.
struct Tally {
  std::uint64_t rows = 0;
  std::uint64_t checksum = 0;
  friend bool operator==(const Tally&, const Tally&) = default;
};

// Inserts all rows of a table of SQLite.
Tally copy_rows(soci::session& sqlite, soci::session& postgres, const CopiedTable& table);
// Reads all rows.
Tally tally_of_postgres(soci::session& postgres, const CopiedTable& table);
Tally tally_of_sqlite(soci::session& sqlite, const CopiedTable& table);

// NUL, which PostgreSQL's texts cannot hold, as newer versions of the codec write it.
std::string without_nul(std::string text);

}  // namespace usher::adapters
