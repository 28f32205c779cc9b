#include "adapters/sql/store.hpp"

#include <system_error>

#include "adapters/sql/dialect.hpp"
#include "adapters/sql/errors.hpp"
#include "adapters/sql/folder.hpp"
#include "adapters/sql/postgres_address.hpp"

namespace usher::adapters {
namespace {

constexpr std::size_t small_cache_kib = 512;

// 0 for a new file.
int schema_of(soci::session& session, const std::string& file) {
  if (!dialect_of(session).has_tables(session)) return 0;
  int schema = -1;
  try {
    std::string text;
    session << "SELECT value FROM meta WHERE name = 'schema'", soci::into(text);
    if (session.got_data()) schema = std::stoi(text);
  } catch (const std::exception&) {
    schema = -1;
  }
  if (schema < 0) {
    throw NotADatabase(file + " is a database, but not one of usher's; choose another one");
  }
  return schema;
}

void write_schema(soci::session& session, int schema) {
  const std::string text = std::to_string(schema);
  session << "DELETE FROM meta WHERE name = 'schema'";
  session << "INSERT INTO meta (name, value) VALUES ('schema', :value)", soci::use(text);
}

// The schema's number after it.
int migrate(soci::session& session, const SqlOptions& options, const std::string& file) {
  const auto& migrations = dialect_of(options).migrations();
  const int newest = static_cast<int>(migrations.size());
  const auto check = [&](int schema) {
    if (schema <= newest) return;
    throw SchemaTooNew(file + " was written by a newer usher (schema " + std::to_string(schema) +
                       ", this one knows " + std::to_string(newest) +
                       "); install that version again, or restore a backup");
  };
  const int before = schema_of(session, file);
  check(before);
  if (before == newest) return newest;
  dialect_of(options).begin_migration(session, options);
  try {
    const int schema = schema_of(session, file);  // another process may have been faster
    check(schema);
    for (int step = schema; step < newest; ++step) {
      for (const std::string& statement : migrations[static_cast<std::size_t>(step)]) {
        session << statement;
      }
    }
    if (schema < newest) write_schema(session, newest);
    session << "COMMIT";
  } catch (...) {
    roll_back(session);
    throw;
  }
  return newest;
}

// What people are told is one line.
std::string line_of(const std::exception& error) {
  std::string line = error.what();
  for (char& byte : line) byte = byte == '\n' ? ' ' : byte;
  return line.substr(0, line.find_last_not_of(' ') + 1);
}

[[noreturn]] void refuse(const std::string& file, Trouble trouble, const std::string& detail) {
  switch (trouble) {
    case Trouble::damaged:
      throw NotADatabase(file + " is not a database, or is damaged (" + detail +
                         "); restore a backup or choose another data folder");
    case Trouble::disk_full:
      throw StoreError("no space left to open " + file);
    case Trouble::busy:
      throw StoreError(file + " is locked by another program");
    case Trouble::conflict:
    case Trouble::broken:
    case Trouble::lost:
    case Trouble::fenced:
      break;
  }
  throw StoreError("cannot open " + file + ": " + detail);
}

std::unique_ptr<soci::session> open(const SqlOptions& options, const std::string& file) {
  try {
    return connect(options, small_cache_kib);
  } catch (const soci::soci_error& error) {
    if (!options.postgres.empty()) throw NoServer("cannot use " + file + ": " + line_of(error));
    throw FolderError("cannot open " + file + ": " + error.what());
  } catch (const SqlFailure& failure) {
    refuse(file, failure.trouble, failure.what());
  }
}

}  // namespace

std::string shown(const SqlOptions& options) {
  return options.postgres.empty() ? (options.folder / options.file).string()
                                  : shown_address(options.postgres) + " schema " + options.schema;
}

void check_address(const SqlOptions& options) {
  if (options.postgres.empty()) {
    if (options.shared) throw AddressError("several nodes share a store in PostgreSQL only");
    return;
  }
  static_cast<void>(connection_string(options.postgres));
  if (is_schema_name(options.schema)) return;
  throw AddressError("the schema's name holds small letters, digits and '_': " + options.schema);
}

int prepare_store(const SqlOptions& options) {
  check_address(options);
  if (options.postgres.empty()) make_folder(options.folder);
  const std::string file = shown(options);
  const std::unique_ptr<soci::session> session = open(options, file);
  try {
    return migrate(*session, options, file);
  } catch (const SqlFailure& failure) {
    refuse(file, failure.trouble, failure.what());
  } catch (const soci::soci_error& error) {
    refuse(file, trouble_of(*session, error), error.what());
  }
}

std::string check_store(const SqlOptions& options) {
  prepare_store(options);
  try {
    const auto session = connect(options, small_cache_kib);
    return dialect_of(options).check_integrity(*session);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

}  // namespace usher::adapters
