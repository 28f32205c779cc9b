#pragma once
// Whose the store is, said in the database: one process's alone, or that of several nodes, each of
// which writes the floors that it has claimed. The two keep each other out.

#include <string>

#include "adapters/sql/postgres.hpp"

namespace usher::adapters {

class PostgresClaim {
 public:
  // The writer's connection.
  PostgresClaim(PGconn* handle, bool shared);

  // For the connection as it is now. Waits for whatever the server still does for earlier ones;
  // what comes from them later is refused. Throws SqlFailure: fenced when it is another's.
  void take();

  // Of one process alone: what the store says of its writer. Of a node: what stands in the claims
  // of its floors. Another word for each connection.
  const std::string& word() const { return word_; }
  // How all words of a node begin.
  static std::string process_of(const std::string& word) { return word.substr(0, word.find('.')); }

 private:
  void end_former_connection();
  std::string read_writer(const std::string& lock);
  void write_word(const std::string& known, bool is_shared);

  PGconn* handle_;
  const bool shared_;
  const std::string process_;  // while it lives
  std::string word_;           // empty: none yet
  int connections_ = 0;
  int backend_ = 0;
};

}  // namespace usher::adapters
