#include <soci/sqlite3/soci-sqlite3.h>

#include "adapters/sql/dialect.hpp"
#include "adapters/sql/errors.hpp"
#include "adapters/sql/migrations.hpp"

namespace usher::adapters {
namespace {

constexpr int busy_wait_s = 5;

sqlite_api::sqlite3* handle_of(soci::session& session) {
  return static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
}

// No connection is used by two threads at once, so the engine need not lock each call. Too late,
// and without harm, when the process has used the engine already.
void forgo_locks() {
  static const int once = sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
  static_cast<void>(once);
}

void set_up(soci::session& session, const SqlOptions& options, std::size_t cache_kib) {
  // The page size takes effect in a new file only. With 8 KiB a stored message costs 3.6 us of CPU
  // where 4 KiB costs 5.0 us, as fewer frames of the log are written.
  session << "PRAGMA page_size = 8192";
  session << "PRAGMA foreign_keys = ON";
  // What is deleted is overwritten, as in Debian's builds anyway.
  session << "PRAGMA secure_delete = ON";
  session << "PRAGMA temp_store = MEMORY";
  session << "PRAGMA cache_size = -" + std::to_string(cache_kib);
  // FULL syncs the log at each commit; NORMAL would lose acknowledged messages in a power loss.
  session << (options.synchronous_full ? "PRAGMA synchronous = FULL"
                                       : "PRAGMA synchronous = NORMAL");
  // The journal looks after the log itself, on a thread of its own.
  session << "PRAGMA wal_autocheckpoint = 0";
}

Trouble trouble_now(sqlite_api::sqlite3* handle) {
  const int extended = sqlite_api::sqlite3_extended_errcode(handle);
  // The log's index could not grow: that is a lack of space, too.
  if (extended == SQLITE_IOERR_SHMSIZE) return Trouble::disk_full;
  switch (extended & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Trouble::busy;
    case SQLITE_FULL:
      return Trouble::disk_full;
    case SQLITE_CONSTRAINT:
      return Trouble::conflict;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return Trouble::damaged;
    default:
      return Trouble::broken;  // the codes are the engine's own and grow in number
  }
}

class SqliteDialect final : public Dialect {
 public:
  std::unique_ptr<soci::session> connect(const SqlOptions& options,
                                         std::size_t cache_kib) const override {
    const std::string file = (options.folder / options.file).string();
    if (file.find('"') != std::string::npos) {
      throw FolderError("the data folder's name cannot hold a quotation mark: " + file);
    }
    std::string where = "dbname=\"" + file + "\" timeout=" + std::to_string(busy_wait_s);
    forgo_locks();
    if (!options.vfs.empty()) where += " vfs=" + options.vfs;
    auto session = std::make_unique<soci::session>(soci::sqlite3, where);
    try {
      set_up(*session, options, cache_kib);
    } catch (const soci::soci_error& error) {
      throw SqlFailure(trouble_now(handle_of(*session)), error.what());
    }
    return session;
  }

  // A file that was open stays open.
  void reconnect(soci::session&, const SqlOptions&) const override {}
  bool is_connected(soci::session&) const override { return true; }

  Trouble trouble_of(soci::session& session, const soci::soci_error&) const override {
    return trouble_now(handle_of(session));
  }

  void begin_migration(soci::session& session, const SqlOptions&) const override {
    session << "PRAGMA journal_mode = WAL";
    begin_write(session);
  }

  void begin_write(soci::session& session) const override {
    try {
      session << "BEGIN IMMEDIATE";
    } catch (const soci::soci_error& error) {
      throw SqlFailure(trouble_now(handle_of(session)), error.what());
    }
  }

  void roll_back(soci::session& session) const noexcept override {
    // The engine may have rolled back by itself: then there is nothing to do, and no other error
    // matters, as the connection will not commit what it began.
    sqlite_api::sqlite3_exec(handle_of(session), "ROLLBACK", nullptr, nullptr, nullptr);
  }

  std::string check_integrity(soci::session& session) const override {
    std::string verdict;
    session << "PRAGMA integrity_check(1)", soci::into(verdict);
    return verdict == "ok" ? std::string() : verdict;
  }

  const std::vector<std::vector<std::string>>& migrations() const override {
    return sqlite_migrations();
  }

  bool has_tables(soci::session& session) const override {
    int count = 0;
    session << "SELECT count(*) FROM sqlite_master WHERE type = 'table'", soci::into(count);
    return count > 0;
  }
  bool wipe_log(soci::session& session) const override {
    return sqlite_api::sqlite3_wal_checkpoint_v2(handle_of(session), nullptr,
                                                 SQLITE_CHECKPOINT_TRUNCATE, nullptr,
                                                 nullptr) == SQLITE_OK;
  }
};

}  // namespace

const Dialect& sqlite_dialect() {
  static const SqliteDialect dialect;
  return dialect;
}

void checkpoint(soci::session& session) {
  sqlite_api::sqlite3_wal_checkpoint_v2(handle_of(session), nullptr, SQLITE_CHECKPOINT_PASSIVE,
                                        nullptr, nullptr);
}

void watch_log(soci::session& session, std::function<void(int)>& grown) {
  const auto hook = [](void* to, sqlite_api::sqlite3*, const char*, int pages) {
    (*static_cast<std::function<void(int)>*>(to))(pages);
    return SQLITE_OK;
  };
  sqlite_api::sqlite3_wal_hook(handle_of(session), hook, &grown);
}

void lengthen_log(soci::session& session, const SqlOptions& options, std::size_t bytes) {
  std::error_code missing;
  const auto size = std::filesystem::file_size(options.folder / (options.file + "-wal"), missing);
  if (!missing && size >= bytes) return;
  // Something large comes and leaves again: its pages stay, in the log for the next commits to
  // overwrite. Half the size will do, as Debian's SQLite overwrites what it deletes, in the log
  // too. A disk too full for it will be told of when there is something to store.
  try {
    session << "DROP TABLE IF EXISTS ballast";
    session << "CREATE TABLE ballast(bytes BLOB)";
    session << "INSERT INTO ballast VALUES(zeroblob(" + std::to_string(bytes / 2) + "))";
    session << "DROP TABLE ballast";
    checkpoint(session);
  } catch (const soci::soci_error&) {
    roll_back(session);
  }
}

void keep_log(soci::session& session) {
  sqlite_api::sqlite3_db_config(handle_of(session), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

}  // namespace usher::adapters
