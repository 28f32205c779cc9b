#include "adapters/sql/hot_statements.hpp"

#include <array>
#include <optional>
#include <random>

#include "adapters/sql/entry_run.hpp"
#include "adapters/sql/postgres.hpp"
#include "adapters/sql/postgres_array.hpp"
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

// A batch gathers here and goes out at the commit as one pipeline: one way there and back, however
// much it holds and however far the server is. Rows go as arrays, a statement for each table.
class PostgresStatements final : public HotStatements {
 public:
  explicit PostgresStatements(soci::session& session)
      : handle_(postgres::handle_of(session)), holder_(random_word()) {}

  void claim() override;
  void begin() override {
    gathered_ = {};
    joined_ = false;
  }
  void join_session() override;
  void commit() override;

  void insert_events(std::span<const EventRow> rows) override {
    for (const EventRow& row : rows) {
      gathered_.place.add(row.place);
      gathered_.at_ms.add(row.at_ms);
      gathered_.kind.add(row.kind);
      gathered_.body.add(row.body);
    }
  }
  void index(const Tail::Slice& slice) override;
  void mark_indexed(Number shelf, core::Position position) override {
    gathered_.marked_shelf.add(shelf);
    gathered_.marked_position.add(static_cast<Number>(position));
  }

 private:
  using Numbers = PostgresArray;
  using Texts = PostgresArray;
  struct Gathered {
    Numbers place{PostgresArray::number}, at_ms{PostgresArray::number};
    Texts kind{PostgresArray::text}, body{PostgresArray::text};
    Numbers forgotten_shelf{PostgresArray::number}, forgotten_conversation{PostgresArray::number},
        forgotten_seq{PostgresArray::number};
    Numbers run_shelf{PostgresArray::number}, run_conversation{PostgresArray::number},
        run_seq{PostgresArray::number};
    Texts run_entries{PostgresArray::text};
    Numbers marked_shelf{PostgresArray::number}, marked_position{PostgresArray::number};
  };

  void prepare();
  template <std::size_t Count>
  void send(const char* statement, const std::array<const PostgresArray*, Count>& values);
  void send_claim();
  void send_gathered();
  void finish_pipeline();

  PGconn* handle_;
  const std::string holder_;  // this process, while it lives
  std::string claim_;         // what the store says of its writer: a number that rises, and who
  int backend_ = 0;
  bool joined_ = false;
  Gathered gathered_;
};

void PostgresStatements::prepare() {
  constexpr std::array<std::array<const char*, 2>, 5> all{{
      {"usher_claim", "SELECT check_writer($1)"},
      {"usher_events",
       "INSERT INTO event (place, at_ms, kind, body)"
       " SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[])"},
      {"usher_forget",
       "DELETE FROM entry_run e"
       " USING unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS f (shelf, conversation, seq)"
       " WHERE e.shelf = f.shelf AND e.conversation = f.conversation AND e.first_seq >= f.seq"},
      {"usher_runs",
       "INSERT INTO entry_run (shelf, conversation, first_seq, entries)"
       " SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[])"},
      {"usher_mark",
       "UPDATE shelf SET indexed = m.position"
       " FROM unnest($1::bigint[], $2::bigint[]) AS m (number, position)"
       " WHERE shelf.number = m.number"},
  }};
  for (const auto& [name, sql] : all) {
    const Result made(PQprepare(handle_, name, sql, 0, nullptr), &PQclear);
    postgres::check(handle_, made.get());
  }
}

// The lock keeps a second process away from a living one. The row is what counts: a transaction of
// ours that the server has not ended yet holds it, so that we wait for its end here; and one that
// comes later than another's claim finds a different one and stores nothing.
void PostgresStatements::claim() {
  if (backend_ != 0 && backend_ != PQbackendPID(handle_)) {
    run(handle_, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = " +
                     std::to_string(backend_) + " AND application_name = 'usher writer'");
  }
  backend_ = PQbackendPID(handle_);
  run(handle_, "SET application_name TO 'usher writer'");
  const Result locked = run(handle_, "SELECT pg_try_advisory_lock('meta'::regclass::oid::bigint)");
  const bool free = std::string_view(PQgetvalue(locked.get(), 0, 0)) == "t";
  run(handle_, "BEGIN");
  const Result row = run(handle_, "SELECT value FROM meta WHERE name = 'writer' FOR UPDATE");
  const std::string known = PQntuples(row.get()) > 0 ? PQgetvalue(row.get(), 0, 0) : "0 nobody";
  const std::size_t space = known.find(' ');
  const bool ours = known.substr(space + 1) == holder_;
  if (!free) {
    run(handle_, "ROLLBACK");
    throw SqlFailure(ours ? Trouble::lost : Trouble::fenced, "another process writes this store");
  }
  if (!claim_.empty() && !ours) {
    run(handle_, "ROLLBACK");
    throw SqlFailure(Trouble::fenced, "another process has written this store meanwhile");
  }
  claim_ = std::to_string(std::stoull(known) + 1) + ' ' + holder_;
  run(handle_, "UPDATE meta SET value = '" + claim_ + "' WHERE name = 'writer'; COMMIT");
  prepare();
}

void PostgresStatements::join_session() {
  if (!joined_) run(handle_, "BEGIN");
  if (PQenterPipelineMode(handle_) != 1) throw SqlFailure(Trouble::lost, PQerrorMessage(handle_));
  if (!joined_) send_claim();
  joined_ = true;
  send_gathered();
  finish_pipeline();
}

void PostgresStatements::index(const Tail::Slice& slice) {
  const auto [shelf, conversation] = slice.key;
  std::span<const TailEntry> rest(slice.entries);
  gathered_.forgotten_shelf.add(shelf);
  gathered_.forgotten_conversation.add(conversation);
  gathered_.forgotten_seq.add(rest.front().seq);
  while (!rest.empty()) {
    const std::span<const TailEntry> run = first_run(rest);
    gathered_.run_shelf.add(shelf);
    gathered_.run_conversation.add(conversation);
    gathered_.run_seq.add(run.front().seq);
    gathered_.run_entries.add(encode_run(run));
    rest = rest.subspan(run.size());
  }
}

template <std::size_t Count>
void PostgresStatements::send(const char* statement,
                              const std::array<const PostgresArray*, Count>& values) {
  std::array<const char*, Count> bytes{};
  std::array<int, Count> lengths{};
  std::array<int, Count> binary{};
  for (std::size_t i = 0; i < Count; ++i) {
    bytes[i] = values[i]->bytes().data();
    lengths[i] = static_cast<int>(values[i]->bytes().size());
    binary[i] = 1;
  }
  if (PQsendQueryPrepared(handle_, statement, static_cast<int>(Count), bytes.data(), lengths.data(),
                          binary.data(), 0) != 1) {
    throw SqlFailure(Trouble::lost, PQerrorMessage(handle_));
  }
}

void PostgresStatements::send_claim() {
  const char* const claim = claim_.c_str();
  if (PQsendQueryPrepared(handle_, "usher_claim", 1, &claim, nullptr, nullptr, 0) != 1) {
    throw SqlFailure(Trouble::lost, PQerrorMessage(handle_));
  }
}

void PostgresStatements::send_gathered() {
  const Gathered& g = gathered_;
  if (!g.place.empty()) {
    send<4>("usher_events", {&g.place, &g.at_ms, &g.kind, &g.body});
  }
  if (!g.forgotten_shelf.empty()) {
    send<3>("usher_forget", {&g.forgotten_shelf, &g.forgotten_conversation, &g.forgotten_seq});
    send<4>("usher_runs", {&g.run_shelf, &g.run_conversation, &g.run_seq, &g.run_entries});
  }
  if (!g.marked_shelf.empty()) send<2>("usher_mark", {&g.marked_shelf, &g.marked_position});
  gathered_ = {};
}

void PostgresStatements::commit() {
  if (PQenterPipelineMode(handle_) != 1) throw SqlFailure(Trouble::lost, PQerrorMessage(handle_));
  const auto say = [this](const char* sql) {
    if (PQsendQueryParams(handle_, sql, 0, nullptr, nullptr, nullptr, nullptr, 0) != 1) {
      throw SqlFailure(Trouble::lost, PQerrorMessage(handle_));
    }
  };
  if (!joined_) {
    say("BEGIN");
    send_claim();
  }
  send_gathered();
  say("COMMIT");
  finish_pipeline();
}

// Reads all that comes back, then tells of the first failure. A connection that ends leaves libpq
// without the mark that all has come: nothing twice in a row means that nothing more will.
void PostgresStatements::finish_pipeline() {
  std::optional<SqlFailure> failure;
  bool complete = false;
  bool sent = PQpipelineSync(handle_) == 1;
  for (int pauses = 0; sent && !complete && pauses < 2;) {
    const Result result(PQgetResult(handle_), &PQclear);
    pauses = result ? 0 : pauses + 1;  // one between two statements
    const ExecStatusType status = PQresultStatus(result.get());
    complete = status == PGRES_PIPELINE_SYNC;
    if (!result || complete || status == PGRES_PIPELINE_ABORTED) continue;
    try {
      postgres::check(handle_, result.get());
    } catch (const SqlFailure& met) {
      if (!failure) failure.emplace(met);
      sent = met.trouble != Trouble::lost;
    }
  }
  PQexitPipelineMode(handle_);
  if (failure) throw SqlFailure(*failure);
  if (!complete) throw SqlFailure(Trouble::lost, PQerrorMessage(handle_));
}

}  // namespace

std::unique_ptr<HotStatements> postgres_hot_statements(soci::session& session) {
  return std::make_unique<PostgresStatements>(session);
}

}  // namespace usher::adapters
