#pragma once
// The store: the database file of a data folder, FOLDER/usher.db with its -wal and -shm beside it,
// or a schema of a PostgreSQL database.
//
// The journal, the directory and the outbox share it, over connections of their own. It is sound
// after kill -9 and power loss at any instant (write-ahead log, synchronous=FULL or
// synchronous_commit=on).

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>

namespace usher::adapters {

struct SqlOptions {
  std::filesystem::path folder;
  std::string file = "usher.db";
  std::size_t readers = 2;                // threads for reads, each with a connection
  std::size_t writer_cache_kib = 16'384;  // pages kept by the writing connection
  std::size_t reader_cache_kib = 2'048;   // by each other connection
  // The write-ahead log is made this long when the journal opens. A sync that only overwrites is
  // much cheaper than one that also lengthens the file (0.3 against 4 ms, measured). 0: it grows.
  std::size_t log_kib = 0;

  // Where the PostgreSQL server is, "postgresql://…"; empty: the store is the file. Without its
  // password in whatever is logged or told: see shown().
  std::string postgres;
  std::string schema = "usher";  // of that database
  // Several nodes write it, each the accounts that it has claimed; PostgreSQL only.
  bool shared = false;
  // For another process that writes the store to end.
  std::chrono::milliseconds claim_wait{5'000};

  // For tests: an SQLite VFS by name (empty: the system's).
  std::string vfs;
  // Without it (synchronous=NORMAL) the last commits are lost in a power loss: for tests, and for
  // what can be made anew.
  bool synchronous_full = true;
};

// What people are told of where the store is.
std::string shown(const SqlOptions& options);

// Throws AddressError when the address or the schema's name cannot be meant. Asks nobody.
void check_address(const SqlOptions& options);

// Creates the folder and the database when they are missing and brings the schema up to this
// version; returns its number. Safe while another process does the same. Throws errors.hpp's types.
int prepare_store(const SqlOptions& options);

// Reads the whole file. Empty when it is sound, else the engine's first complaint.
std::string check_store(const SqlOptions& options);

}  // namespace usher::adapters
