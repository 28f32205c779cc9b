#pragma once
// What differs between SQL engines: opening a connection, telling failures apart, taking the write
// lock, upkeep. The statements elsewhere are plain SQL that SQLite and PostgreSQL both take.

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
};

struct SqlFailure : std::runtime_error {
  SqlFailure(Trouble kind, const std::string& what) : std::runtime_error(what), trouble(kind) {}
  Trouble trouble;
};

// Throws soci::soci_error when there is no file to open, SqlFailure when it is not usable.
std::unique_ptr<soci::session> connect(const SqlOptions& options, std::size_t cache_kib);

// Of the call that has just failed on this session: ask before the next one.
Trouble trouble_of(soci::session& session);

// Begins a transaction that holds the write lock. Throws SqlFailure.
void begin_write(soci::session& session);
// Rolls back whatever is open; never throws.
void roll_back(soci::session& session) noexcept;

// Moves what the write-ahead log holds into the database, without waiting for anybody.
void checkpoint(soci::session& session);
// `grown` runs on the session's thread after each of its commits, with the log's length in pages.
// It must outlive the session.
void watch_log(soci::session& session, std::function<void(int)>& grown);
// Lengthens the write-ahead log to at least `bytes`, and the database by as much free space. Call
// it before others use the file: it commits and checkpoints.
void lengthen_log(soci::session& session, const SqlOptions& options, std::size_t bytes);
// Moves all of the log into the database and empties its file, so that what was deleted is in
// neither. False: somebody reads or writes, or it failed; try again later.
bool wipe_log(soci::session& session);
// From now on, closing the last connection leaves the log as it is.
void keep_log(soci::session& session);

std::string check_integrity(soci::session& session);

// The statements that lead from schema n to n + 1, for n = 0, 1, … Never changed once released.
const std::vector<std::vector<std::string>>& migrations();
// Whether the database holds anybody's tables.
bool has_tables(soci::session& session);

}  // namespace usher::adapters
