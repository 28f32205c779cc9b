#pragma once
// What differs between SQL engines: opening a connection, telling failures apart, taking the write
// lock, upkeep. The statements elsewhere are plain SQL that SQLite and PostgreSQL both take.
//
// A new migration goes at the end of migrations_sqlite.cpp and of migrations_postgres.cpp; the
// contract ring fails when they lead to different tables.

#include <soci/soci.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "adapters/sql/store.hpp"

namespace usher::adapters {

enum class Trouble : std::uint8_t {
  busy,       // another process held the write lock for too long
  disk_full,  // nothing was stored; may work again later
  conflict,   // a uniqueness or foreign key rule of the schema
  damaged,    // not a database, or a broken one
  broken,     // any other: an I/O error, an fsync among them
  lost,       // no server, or none that takes writes now: nobody knows what it did last
  fenced,     // another process writes this store
};

struct SqlFailure : std::runtime_error {
  SqlFailure(Trouble kind, const std::string& what) : std::runtime_error(what), trouble(kind) {}
  Trouble trouble;
};

// One for each engine. What the functions below do, they do by the session's engine.
class Dialect {
 public:
  virtual ~Dialect() = default;

  virtual std::unique_ptr<soci::session> connect(const SqlOptions& options,
                                                 std::size_t cache_kib) const = 0;
  virtual void reconnect(soci::session& session, const SqlOptions& options) const = 0;
  virtual bool is_connected(soci::session& session) const = 0;
  virtual Trouble trouble_of(soci::session& session, const soci::soci_error& error) const = 0;
  virtual void begin_migration(soci::session& session, const SqlOptions& options) const = 0;
  virtual void begin_write(soci::session& session) const = 0;
  virtual void roll_back(soci::session& session) const noexcept = 0;
  virtual std::string check_integrity(soci::session& session) const = 0;
  virtual const std::vector<std::vector<std::string>>& migrations() const = 0;
  virtual bool has_tables(soci::session& session) const = 0;
  virtual bool wipe_log(soci::session& session) const = 0;
};
const Dialect& sqlite_dialect();
const Dialect& postgres_dialect();
const Dialect& dialect_of(const SqlOptions& options);
const Dialect& dialect_of(soci::session& session);

// Throws soci::soci_error when there is nothing to open, SqlFailure when it is not usable.
std::unique_ptr<soci::session> connect(const SqlOptions& options, std::size_t cache_kib);

// What the failure of the session's last call means.
Trouble trouble_of(soci::session& session, const soci::soci_error& error);

// Begins a transaction that may write. Throws SqlFailure.
void begin_write(soci::session& session);
// Rolls back whatever is open; never throws.
void roll_back(soci::session& session) noexcept;

// What was deleted leaves the write-ahead log, too: SQLite's is moved into the database and its
// file emptied. PostgreSQL's is the server's own. False: somebody reads or writes, or it failed;
// try again later.
bool wipe_log(soci::session& session);

// --- Of SQLite's write-ahead log. ---

// Moves what the log holds into the database, without waiting for anybody.
void checkpoint(soci::session& session);
// `grown` runs on the session's thread after each of its commits, with the log's length in pages.
// It must outlive the session.
void watch_log(soci::session& session, std::function<void(int)>& grown);
// Lengthens the log to at least `bytes`, and the database by as much free space. Call it before
// others use the file: it commits and checkpoints.
void lengthen_log(soci::session& session, const SqlOptions& options, std::size_t bytes);
// From now on, closing the last connection leaves the log as it is.
void keep_log(soci::session& session);

}  // namespace usher::adapters
