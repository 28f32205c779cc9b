#pragma once
// A PostgreSQL server of this test run's own: a new cluster in a temporary folder, reached by a
// socket in it, that goes with the process, however that ends. As root it runs as "postgres".
//
// Needs Debian's package postgresql; without it the first use throws.

#include <cstdio>
#include <memory>
#include <string>

#include "adapters/sql/store.hpp"
#include "support/temp_folder.hpp"

namespace usher::test {

class PostgresServer {
 public:
  // Started by the first call. It does not wait for the disk, as tests need no power loss.
  static PostgresServer& shared();
  // Likewise, but it waits, as one whose speed is measured has to.
  static PostgresServer& durable();

  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // A store that nobody has used; a schema of the one database.
  adapters::SqlOptions fresh_store();
  std::string address() const;
  std::string socket() const;  // the file
  int process() const;         // the id of the one whose children serve

  // As when its machine fails, and comes back.
  void stop();
  void start();

  // Runs statements as the superuser; the last one's first value, empty when there is none.
  std::string ask(const std::string& sql);

 private:
  explicit PostgresServer(bool is_durable);
  std::string control() const;  // the beginning of a command line of pg_ctl

  const bool is_durable_;
  TempFolder folder_;
  std::string programs_;
  std::string user_;  // the beginning of a command line that must not run as root
  int stores_ = 0;
  // Waits for this process to end, then stops the server.
  std::FILE* keeper_ = nullptr;
};

}  // namespace usher::test
