#include "adapters/sql/postgres_claim.hpp"

#include <random>
#include <string_view>

#include "core/hex.hpp"

namespace usher::adapters {
namespace {

using postgres::Result;
using postgres::run;

std::string random_word() {
  std::random_device source;
  std::string bytes;
  for (int i = 0; i < 8; ++i) bytes += static_cast<char>(source());
  return core::to_hex(bytes);
}

bool is_of_several(const std::string& writer) { return writer.ends_with(" shared"); }

}  // namespace

PostgresClaim::PostgresClaim(PGconn* handle, bool shared)
    : handle_(handle), shared_(shared), process_(random_word()) {}

void PostgresClaim::end_former_connection() {
  if (backend_ != 0 && backend_ != PQbackendPID(handle_)) {
    run(handle_, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = " +
                     std::to_string(backend_) + " AND application_name = 'usher writer'");
  }
  backend_ = PQbackendPID(handle_);
  run(handle_, "SET application_name TO 'usher writer'");
}

std::string PostgresClaim::read_writer(const std::string& lock) {
  const Result row = run(handle_, "SELECT value FROM meta WHERE name = 'writer'" + lock);
  return PQntuples(row.get()) > 0 ? PQgetvalue(row.get(), 0, 0) : "0 nobody";
}

// The advisory lock keeps others away from a living process; nodes share it. The rows are what
// counts: a transaction of ours that the server has not ended yet holds them, so that we wait for
// its end here; and one that comes later finds another word and stores nothing.
void PostgresClaim::take() {
  end_former_connection();
  const Result locked =
      run(handle_, std::string("SELECT pg_try_advisory_lock") + (shared_ ? "_shared" : "") +
                       "('meta'::regclass::oid::bigint)");
  const bool free = std::string_view(PQgetvalue(locked.get(), 0, 0)) == "t";
  run(handle_, "BEGIN");
  // Where nodes write already, one more changes nothing there, and waits for none of them.
  const std::string known =
      read_writer(is_of_several(read_writer("")) && shared_ ? " FOR SHARE" : " FOR UPDATE");
  const bool is_shared = is_of_several(known);
  const bool ours = shared_ ? is_shared : known.ends_with(' ' + process_);
  if (free && (ours || word_.empty())) return write_word(known, is_shared);
  run(handle_, "ROLLBACK");
  if (free) throw SqlFailure(Trouble::fenced, "another process has written this store meanwhile");
  throw SqlFailure(ours && !shared_ ? Trouble::lost : Trouble::fenced,
                   is_shared && !shared_ ? "nodes of a cluster write this store"
                                         : "another process writes this store");
}

// An answer that is lost on the way does no harm: whatever we have written, we know as ours.
void PostgresClaim::write_word(const std::string& known, bool is_shared) {
  const std::string next = std::to_string(std::stoull(known) + 1) + ' ';
  std::string word;
  std::string sql;
  const auto set_writer = [&](const std::string& value) {
    sql += "UPDATE meta SET value = '" + value + "' WHERE name = 'writer'; ";
  };
  if (shared_) {
    word = process_ + '.' + std::to_string(++connections_);
    if (!is_shared) set_writer(next + "shared");
    sql += "UPDATE floor_claim SET holder = '" + word + "' WHERE holder LIKE '" + process_ + ".%'";
  } else {
    word = next + process_;
    set_writer(word);
    sql += "UPDATE floor_claim SET holder = 'nobody' WHERE holder <> 'nobody'";
  }
  run(handle_, sql + "; COMMIT");
  word_ = word;
}

}  // namespace usher::adapters
