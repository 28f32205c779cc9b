#include <poll.h>
#include <soci/postgresql/soci-postgresql.h>

#include "adapters/sql/dialect.hpp"
#include "adapters/sql/errors.hpp"
#include "adapters/sql/migrations.hpp"
#include "adapters/sql/postgres.hpp"
#include "adapters/sql/postgres_address.hpp"

namespace usher::adapters {
namespace postgres {

PGconn* handle_of(soci::session& session) {
  return static_cast<soci::postgresql_session_backend*>(session.get_backend())->conn_;
}

Trouble trouble_of(PGconn* handle, std::string_view state) {
  // What the server did not say itself is that nothing comes from it any more.
  const bool said = state.find_first_not_of(' ') != std::string_view::npos;
  if (!said || PQstatus(handle) != CONNECTION_OK) return Trouble::lost;
  const std::string_view kind = state.substr(0, 2);
  if (state == "US001") return Trouble::fenced;     // see migrations_postgres.cpp
  if (state == "53100") return Trouble::disk_full;  // disk_full
  if (state == "55P03") return Trouble::busy;       // lock_not_available
  // A connection's end, a shutdown, a standby; too little of something; a rollback for others'
  // sake; an intervention, a time-out among them.
  for (const char* passing : {"08", "53", "40", "57"}) {
    if (kind == passing) return Trouble::lost;
  }
  if (state == "25006") return Trouble::lost;  // read_only_sql_transaction
  // Constraints; data that the types do not take.
  if (kind == "23" || kind == "22") return Trouble::conflict;
  if (state == "XX001" || state == "XX002") return Trouble::damaged;
  return Trouble::broken;
}

Result run(PGconn* handle, const std::string& sql) {
  Result result(PQexec(handle, sql.c_str()), &PQclear);
  check(handle, result.get());
  return result;
}

void check(PGconn* handle, const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return;
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* what = result != nullptr ? PQresultErrorMessage(result) : PQerrorMessage(handle);
  throw SqlFailure(trouble_of(handle, state != nullptr ? state : ""), what);
}

}  // namespace postgres

namespace {

constexpr int version_min = 130'000;

using postgres::handle_of;
using postgres::run;

// What is written waits for the disk of the server, and of its synchronous standbys. A lock or a
// statement that takes too long is given up and tried again; a process of ours that hangs in a
// transaction, or whose machine is gone, must not hold the others up.
std::string settings_of(const SqlOptions& options) {
  return "SET search_path TO " + options.schema + "; SET synchronous_commit TO " +
         (options.synchronous_full ? "on" : "off") +
         "; SET default_transaction_isolation TO 'read committed'; SET lock_timeout TO '5s'; SET "
         "statement_timeout TO '15s'"
         "; SET idle_in_transaction_session_timeout TO '15s'; SET tcp_keepalives_idle TO 5"
         "; SET tcp_keepalives_interval TO 5; SET tcp_keepalives_count TO 2; SET "
         "client_min_messages TO warning";
}

void say_nothing(void*, const PGresult*) {}

void set_up(soci::session& session, const SqlOptions& options) {
  PGconn* const handle = handle_of(session);
  PQsetNoticeReceiver(handle, say_nothing, nullptr);
  run(handle, settings_of(options));
}

class PostgresDialect final : public Dialect {
 public:
  std::unique_ptr<soci::session> connect(const SqlOptions& options, std::size_t) const override {
    check_address(options);
    auto session =
        std::make_unique<soci::session>(soci::postgresql, connection_string(options.postgres));
    set_up(*session, options);
    return session;
  }

  void reconnect(soci::session& session, const SqlOptions& options) const override {
    PGconn* const handle = handle_of(session);
    PQreset(handle);
    if (PQstatus(handle) != CONNECTION_OK) throw SqlFailure(Trouble::lost, PQerrorMessage(handle));
    set_up(session, options);
  }

  // A server that went away has closed its end, behind a last word perhaps.
  bool is_connected(soci::session& session) const override {
    PGconn* const handle = handle_of(session);
    pollfd ready{PQsocket(handle), POLLIN, 0};
    while (PQstatus(handle) == CONNECTION_OK && ::poll(&ready, 1, 0) > 0) {
      if (PQconsumeInput(handle) != 1) return false;
    }
    return PQstatus(handle) == CONNECTION_OK;
  }

  Trouble trouble_of(soci::session& session, const soci::soci_error& error) const override {
    const auto* known = dynamic_cast<const soci::postgresql_soci_error*>(&error);
    return postgres::trouble_of(handle_of(session), known ? known->sqlstate() : std::string());
  }

  void begin_migration(soci::session& session, const SqlOptions& options) const override {
    PGconn* const handle = handle_of(session);
    const std::string& schema = options.schema;  // checked: it needs no quotation marks
    run(handle, "BEGIN; SET LOCAL statement_timeout TO 0; SELECT pg_advisory_xact_lock(hashtext('" +
                    schema + "'))");
    const auto found = run(handle, "SELECT 1 FROM pg_namespace WHERE nspname = '" + schema + "'");
    if (PQntuples(found.get()) == 0) run(handle, "CREATE SCHEMA " + schema);
  }

  void begin_write(soci::session& session) const override { run(handle_of(session), "BEGIN"); }

  void roll_back(soci::session& session) const noexcept override {
    // Without a connection there is nothing to roll back, and no other failure matters.
    PQclear(PQexec(handle_of(session), "ROLLBACK"));
  }

  // The server checks its own pages.
  // Its own checksums are the server's business.
  std::string check_integrity(soci::session& session) const override {
    int version = 0, is_standby = 0;
    session << "SELECT current_setting('server_version_num')::int, pg_is_in_recovery()::int",
        soci::into(version), soci::into(is_standby);
    if (version < version_min) return "PostgreSQL 13 or newer is needed";
    return is_standby == 0 ? "" : "it is a standby, which takes no writes";
  }

  const std::vector<std::vector<std::string>>& migrations() const override {
    return postgres_migrations();
  }

  bool has_tables(soci::session& session) const override {
    int count = 0;
    session << "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()",
        soci::into(count);
    return count > 0;
  }
  bool wipe_log(soci::session&) const override { return true; }
};

}  // namespace

const Dialect& postgres_dialect() {
  static const PostgresDialect dialect;
  return dialect;
}

}  // namespace usher::adapters
