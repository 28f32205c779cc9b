#include "adapters/sql/store.hpp"

#include <system_error>

#include "adapters/sql/dialect.hpp"
#include "adapters/sql/errors.hpp"
#include "adapters/sql/folder.hpp"

namespace usher::adapters {
namespace {

constexpr std::size_t small_cache_kib = 512;

// 0 for a new file.
int schema_of(soci::session& session, const std::string& file) {
  if (!has_tables(session)) return 0;
  int schema = -1;
  try {
    std::string text;
    session << "SELECT value FROM meta WHERE name = 'schema'", soci::into(text);
    if (session.got_data()) schema = std::stoi(text);
  } catch (const std::exception&) {
    schema = -1;
  }
  if (schema < 0) {
    throw NotADatabase(file + " is a database, but not one of usher's; choose another data folder");
  }
  return schema;
}

void write_schema(soci::session& session, int schema) {
  const std::string text = std::to_string(schema);
  session << "DELETE FROM meta WHERE name = 'schema'";
  session << "INSERT INTO meta (name, value) VALUES ('schema', :value)", soci::use(text);
}

// The schema's number after it.
int migrate(soci::session& session, const std::string& file) {
  const int newest = static_cast<int>(migrations().size());
  const auto check = [&](int schema) {
    if (schema <= newest) return;
    throw SchemaTooNew(file + " was written by a newer usher (schema " + std::to_string(schema) +
                       ", this one knows " + std::to_string(newest) +
                       "); install that version again, or restore a backup");
  };
  const int before = schema_of(session, file);
  check(before);
  if (before == newest) return newest;
  session << "PRAGMA journal_mode = WAL";
  begin_write(session);
  try {
    const int schema = schema_of(session, file);  // another process may have been faster
    check(schema);
    for (int step = schema; step < newest; ++step) {
      for (const std::string& statement : migrations()[static_cast<std::size_t>(step)]) {
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
      break;
  }
  throw StoreError("cannot open " + file + ": " + detail);
}

}  // namespace

int prepare_store(const SqlOptions& options) {
  make_folder(options.folder);
  const std::string file = (options.folder / "usher.db").string();
  std::unique_ptr<soci::session> session;
  try {
    session = connect(options, small_cache_kib);
  } catch (const soci::soci_error& error) {
    throw FolderError("cannot open " + file + ": " + error.what());
  } catch (const SqlFailure& failure) {
    refuse(file, failure.trouble, failure.what());
  }
  try {
    return migrate(*session, file);
  } catch (const SqlFailure& failure) {
    refuse(file, failure.trouble, failure.what());
  } catch (const soci::soci_error& error) {
    refuse(file, trouble_of(*session), error.what());
  }
}

std::string check_store(const SqlOptions& options) {
  prepare_store(options);
  try {
    return check_integrity(*connect(options, small_cache_kib));
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

}  // namespace usher::adapters
