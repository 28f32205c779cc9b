// Both engines hold the same store: a migration of one is a migration of the other.

#include <sqlite3.h>

#include <set>
#include <sstream>

#include "adapters/sql/migrations.hpp"
#include "adapters/sql/store.hpp"
#include "support/catch.hpp"
#include "support/postgres_server.hpp"

namespace usher::test {
namespace {

using Columns = std::set<std::string>;  // "table.column"

Columns columns_of_sqlite(const std::filesystem::path& file) {
  Columns found;
  sqlite3* handle = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &handle) == SQLITE_OK);
  const auto keep = [](void* to, int, char** values, char**) {
    static_cast<Columns*>(to)->insert(values[0]);
    return 0;
  };
  CHECK(sqlite3_exec(handle,
                     "SELECT m.name || '.' || c.name FROM sqlite_master m"
                     " JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
                     " AND m.name NOT LIKE 'sqlite_%'",
                     keep, &found, nullptr) == SQLITE_OK);
  sqlite3_close(handle);
  return found;
}

Columns columns_of_postgres(const std::string& schema) {
  std::istringstream names(PostgresServer::shared().ask(
      "SELECT string_agg(table_name || '.' || column_name, ' ') FROM information_schema.columns"
      " WHERE table_schema = '" +
      schema + "'"));
  Columns found;
  for (std::string name; names >> name;) found.insert(name);
  return found;
}

}  // namespace

TEST_CASE("both engines' migrations are as many and lead to the same tables", "[postgres]") {
  CHECK(adapters::sqlite_migrations().size() == adapters::postgres_migrations().size());
  const TempFolder folder;
  const adapters::SqlOptions server = PostgresServer::shared().fresh_store();
  CHECK(adapters::prepare_store({.folder = folder.path()}) == adapters::prepare_store(server));
  CHECK(columns_of_sqlite(folder.path() / "usher.db") == columns_of_postgres(server.schema));
}

}  // namespace usher::test
