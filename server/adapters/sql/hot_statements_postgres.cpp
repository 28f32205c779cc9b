#include "adapters/sql/hot_statements.hpp"

#include <array>
#include <exception>
#include <set>
#include <sstream>

#include "adapters/sql/entry_run.hpp"
#include "adapters/sql/postgres.hpp"
#include "adapters/sql/postgres_array.hpp"
#include "adapters/sql/postgres_claim.hpp"

namespace usher::adapters {
namespace {

using postgres::Result;
using postgres::run;

constexpr const char* floors_lost = "US002";  // see migrations_postgres.cpp

// Throws FloorsLost when it is that.
void check_floors(const PGresult* result) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  if (state == nullptr || std::string_view(state) != floors_lost) return;
  const char* detail = PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL);
  std::istringstream words(detail != nullptr ? detail : "");
  std::vector<Number> shelves;
  for (Number shelf = 0; words >> shelf;) shelves.push_back(shelf);
  throw FloorsLost(std::move(shelves), PQresultErrorMessage(result));
}

// A batch gathers here and goes out at the commit as one pipeline: one way there and back, however
// much it holds and however far the server is. Rows go as arrays, a statement for each table.
class PostgresStatements final : public HotStatements {
 public:
  PostgresStatements(soci::session& session, bool shared)
      : handle_(postgres::handle_of(session)), shared_(shared), claim_(handle_, shared) {}

  void claim() override {
    claim_.take();
    prepare();
  }
  const std::string& holder() const override { return claim_.word(); }
  void begin() override {
    gathered_ = {};
    joined_ = false;
    checked_.clear();
  }
  void will_write(Number shelf) override {
    if (!shared_ || !checked_.insert(shelf).second) return;
    gathered_.touched_shelf.add(shelf);
  }
  void join_session() override;
  void commit() override;

  void insert_events(std::span<const EventRow> rows) override {
    for (const EventRow& row : rows) {
      will_write(shelf_of(row.place));
      gathered_.place.add(row.place);
      gathered_.at_ms.add(row.at_ms);
      gathered_.kind.add(row.kind);
      gathered_.body.add(row.body);
    }
  }
  void index(const Tail::Slice& slice) override;
  void mark_indexed(Number shelf, core::Position position) override {
    will_write(shelf);
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
    Numbers touched_shelf{PostgresArray::number};
    Numbers marked_shelf{PostgresArray::number}, marked_position{PostgresArray::number};
  };

  void prepare();
  template <std::size_t Count>
  void send(const char* statement, const std::array<const PostgresArray*, Count>& values,
            const std::string* text = nullptr);
  void send_claim();
  void send_gathered();
  void finish_pipeline();

  PGconn* handle_;
  const bool shared_;
  PostgresClaim claim_;
  bool joined_ = false;
  std::set<Number> checked_;  // shelves, in this transaction
  Gathered gathered_;
};

void PostgresStatements::prepare() {
  constexpr std::array<std::array<const char*, 2>, 6> all{{
      {"usher_claim", "SELECT check_writer($1)"},
      {"usher_floors", "SELECT check_floors($1::bigint[], $2::text)"},
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
  will_write(shelf);
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

// `text`: one more value.
template <std::size_t Count>
void PostgresStatements::send(const char* statement,
                              const std::array<const PostgresArray*, Count>& values,
                              const std::string* text) {
  std::array<const char*, Count + 1> bytes{};
  std::array<int, Count + 1> lengths{};
  std::array<int, Count + 1> binary{};
  for (std::size_t i = 0; i < Count; ++i) {
    bytes[i] = values[i]->bytes().data();
    lengths[i] = static_cast<int>(values[i]->bytes().size());
    binary[i] = 1;
  }
  if (text != nullptr) bytes[Count] = text->c_str();
  const int count = static_cast<int>(text != nullptr ? Count + 1 : Count);
  if (PQsendQueryPrepared(handle_, statement, count, bytes.data(), lengths.data(), binary.data(),
                          0) != 1) {
    throw SqlFailure(Trouble::lost, PQerrorMessage(handle_));
  }
}

// Of a shared store each shelf is asked for, with what is written to it.
void PostgresStatements::send_claim() {
  if (shared_) return;
  const char* const claim = claim_.word().c_str();
  if (PQsendQueryPrepared(handle_, "usher_claim", 1, &claim, nullptr, nullptr, 0) != 1) {
    throw SqlFailure(Trouble::lost, PQerrorMessage(handle_));
  }
}

void PostgresStatements::send_gathered() {
  const Gathered& g = gathered_;
  if (!g.touched_shelf.empty()) send<1>("usher_floors", {&g.touched_shelf}, &claim_.word());
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
  std::exception_ptr failure;
  bool complete = false;
  bool sent = PQpipelineSync(handle_) == 1;
  for (int pauses = 0; sent && !complete && pauses < 2;) {
    const Result result(PQgetResult(handle_), &PQclear);
    pauses = result ? 0 : pauses + 1;  // one between two statements
    const ExecStatusType status = PQresultStatus(result.get());
    complete = status == PGRES_PIPELINE_SYNC;
    if (!result || complete || status == PGRES_PIPELINE_ABORTED) continue;
    try {
      check_floors(result.get());
      postgres::check(handle_, result.get());
    } catch (const SqlFailure& met) {
      if (!failure) failure = std::current_exception();
      sent = met.trouble != Trouble::lost;
    }
  }
  PQexitPipelineMode(handle_);
  if (failure) std::rethrow_exception(failure);
  if (!complete) throw SqlFailure(Trouble::lost, PQerrorMessage(handle_));
}

}  // namespace

std::unique_ptr<HotStatements> postgres_hot_statements(soci::session& session, bool shared) {
  return std::make_unique<PostgresStatements>(session, shared);
}

}  // namespace usher::adapters
