#include "adapters/sql/copied_table.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include "core/floor.hpp"

namespace usher::adapters {
namespace {

using postgres::handle_of;
using postgres::Result;
using postgres::run;
using Values = std::vector<std::optional<std::string>>;

constexpr int rows_at_once = 2'000;

void count(Tally& tally, const Values& values) {
  std::string line;
  for (const auto& value : values) line += value ? '=' + *value + '\x1f' : "\x1f";
  ++tally.rows;
  tally.checksum += core::text_hash(line);  // a sum, so that the order does not matter
}

std::string list_of(const CopiedTable& table, const std::string& before, const std::string& after) {
  std::string list;
  for (const std::string& column : table.columns) {
    if (!list.empty()) list += ", ";
    ((list += before) += column) += after;
  }
  return list;
}

void read_sqlite(soci::session& sqlite, const CopiedTable& table,
                 const std::function<void(const Values&)>& each) {
  std::vector<std::string> texts(table.columns.size());
  std::vector<soci::indicator> has(table.columns.size(), soci::i_ok);
  soci::statement rows(sqlite);
  for (std::size_t i = 0; i < texts.size(); ++i) rows.exchange(soci::into(texts[i], has[i]));
  rows.alloc();
  rows.prepare("SELECT " + list_of(table, "CAST(", " AS TEXT)") + " FROM " + table.name);
  rows.define_and_bind();
  rows.execute();
  while (rows.fetch()) {
    Values values;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      values.push_back(has[i] == soci::i_ok ? std::optional(without_nul(texts[i])) : std::nullopt);
    }
    each(values);
  }
}

// Parents before children.
void sort_by_references(PGconn* handle, std::vector<CopiedTable>& tables) {
  const Result pairs =
      run(handle,
          "SELECT conrelid::regclass, confrelid::regclass FROM pg_constraint"
          " WHERE contype = 'f' AND connamespace = current_schema()::regnamespace");
  std::vector<CopiedTable> sorted;
  std::set<std::string> done;
  const auto waits = [&](const CopiedTable& table) {
    for (int i = 0; i < PQntuples(pairs.get()); ++i) {
      const std::string parent = PQgetvalue(pairs.get(), i, 1);
      if (table.name == PQgetvalue(pairs.get(), i, 0) && parent != table.name &&
          !done.contains(parent)) {
        return true;
      }
    }
    return false;
  };
  while (!tables.empty()) {
    const auto next = std::ranges::find_if_not(tables, waits);
    if (next == tables.end()) throw SqlFailure(Trouble::broken, "tables refer to each other");
    done.insert(next->name);
    sorted.push_back(std::move(*next));
    tables.erase(next);
  }
  tables = std::move(sorted);
}

}  // namespace

std::string without_nul(std::string text) {
  for (std::size_t at = text.find('\0'); at != std::string::npos; at = text.find('\0', at)) {
    text.replace(at, 1, "\\0");
  }
  return text;
}

std::vector<CopiedTable> copied_tables(soci::session& postgres) {
  PGconn* const handle = handle_of(postgres);
  const Result rows =
      run(handle,
          "SELECT table_name, column_name, is_identity FROM"
          " information_schema.columns WHERE table_schema = current_schema()"
          " AND table_name NOT IN ('meta', 'event', 'floor_claim') ORDER BY 1, ordinal_position");
  std::vector<CopiedTable> tables;
  for (int i = 0; i < PQntuples(rows.get()); ++i) {
    const std::string name = PQgetvalue(rows.get(), i, 0), column = PQgetvalue(rows.get(), i, 1);
    if (tables.empty() || tables.back().name != name) tables.push_back({name, {}, {}});
    tables.back().columns.push_back(column);
    if (std::string_view(PQgetvalue(rows.get(), i, 2)) == "YES") {
      tables.back().counted_by_store = column;
    }
  }
  sort_by_references(handle, tables);
  return tables;
}

Tally copy_rows(soci::session& sqlite, soci::session& postgres, const CopiedTable& table) {
  PGconn* const handle = handle_of(postgres);
  const std::string statement = "copy_" + table.name;
  std::string places;
  for (std::size_t i = 1; i <= table.columns.size(); ++i) {
    places += (i == 1 ? "$" : ", $") + std::to_string(i);
  }
  const std::string sql =
      "INSERT INTO " + table.name + " (" + list_of(table, "", "") + ") VALUES (" + places + ")";
  run(handle, "DEALLOCATE ALL");
  postgres::check(
      handle,
      Result(PQprepare(handle, statement.c_str(), sql.c_str(), 0, nullptr), &PQclear).get());
  Tally tally;
  read_sqlite(sqlite, table, [&](const Values& values) {
    std::vector<const char*> texts;
    for (const auto& value : values) texts.push_back(value ? value->c_str() : nullptr);
    const Result stored(PQexecPrepared(handle, statement.c_str(), static_cast<int>(texts.size()),
                                       texts.data(), nullptr, nullptr, 0),
                        &PQclear);
    postgres::check(handle, stored.get());
    count(tally, values);
  });
  const std::string& counted = table.counted_by_store;
  if (!counted.empty() && tally.rows > 0) {
    run(handle, "SELECT setval(pg_get_serial_sequence('" + table.name + "', '" + counted +
                    "'), (SELECT max(" + counted + ") FROM " + table.name + "))");
  }
  return tally;
}

Tally tally_of_postgres(soci::session& postgres, const CopiedTable& table) {
  PGconn* const handle = handle_of(postgres);
  run(handle, "BEGIN; DECLARE rows NO SCROLL CURSOR FOR SELECT " + list_of(table, "", "::text") +
                  " FROM " + table.name);
  Tally tally;
  const std::string fetch = "FETCH " + std::to_string(rows_at_once) + " FROM rows";
  for (int found = rows_at_once; found == rows_at_once;) {
    const Result rows = run(handle, fetch);
    found = PQntuples(rows.get());
    for (int i = 0; i < found; ++i) {
      Values values;
      for (int k = 0; k < PQnfields(rows.get()); ++k) {
        values.push_back(PQgetisnull(rows.get(), i, k) == 0
                             ? std::optional<std::string>(PQgetvalue(rows.get(), i, k))
                             : std::nullopt);
      }
      count(tally, values);
    }
  }
  run(handle, "COMMIT");
  return tally;
}

Tally tally_of_sqlite(soci::session& sqlite, const CopiedTable& table) {
  Tally tally;
  read_sqlite(sqlite, table, [&](const Values& values) { count(tally, values); });
  return tally;
}

}  // namespace usher::adapters
