#include "adapters/sql/hot_statements.hpp"

#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <string>

#include "adapters/sql/dialect.hpp"
#include "adapters/sql/entry_run.hpp"

namespace usher::adapters {
namespace {

namespace api = sqlite_api;

// One prepared statement, kept for the connection's life.
class Statement {
 public:
  Statement(soci::session& session, std::string_view sql)
      : session_(session),
        handle_(static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_) {
    const int result = api::sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                               SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
    if (result != SQLITE_OK) fail();
  }
  ~Statement() { api::sqlite3_finalize(statement_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  Statement& bind(int place, Number value) {
    api::sqlite3_bind_int64(statement_, place, value);
    return *this;
  }
  // Not copied: it must live until run() returns.
  Statement& bind(int place, std::string_view text) {
    api::sqlite3_bind_text(statement_, place, text.data(), static_cast<int>(text.size()),
                           SQLITE_STATIC);
    return *this;
  }

  void run() {
    if (api::sqlite3_step(statement_) != SQLITE_DONE) fail();
    api::sqlite3_reset(statement_);
  }

 private:
  [[noreturn]] void fail() {
    const std::string what = api::sqlite3_errmsg(handle_);
    const SqlFailure failure(trouble_of(session_, soci::soci_error(what)), what);
    if (statement_ != nullptr) api::sqlite3_reset(statement_);
    throw failure;
  }

  soci::session& session_;
  api::sqlite3* handle_;
  api::sqlite3_stmt* statement_ = nullptr;
};

// Rows in one statement: SQLite then keeps its place at the table's end, and a row costs a third.
constexpr std::size_t many = 32;
constexpr std::size_t some = 8;

std::string insert_of(std::size_t rows) {
  std::string sql = "INSERT INTO event (place, at_ms, kind, body) VALUES (?, ?, ?, ?)";
  for (std::size_t i = 1; i < rows; ++i) sql += ", (?, ?, ?, ?)";
  return sql;
}

class SqliteStatements final : public HotStatements {
 public:
  explicit SqliteStatements(soci::session& session)
      : begin_(session, "BEGIN IMMEDIATE"),
        commit_(session, "COMMIT"),
        many_events_(session, insert_of(many)),
        some_events_(session, insert_of(some)),
        event_(session, insert_of(1)),
        forget_(session,
                "DELETE FROM entry_run WHERE shelf = ? AND conversation = ? AND first_seq >= ?"),
        run_(session,
             "INSERT INTO entry_run (shelf, conversation, first_seq, entries)"
             " VALUES (?, ?, ?, ?)"),
        mark_(session, "UPDATE shelf SET indexed = ? WHERE number = ?") {}

  void claim() override {}  // whoever serves the folder holds its lock
  const std::string& holder() const override { return nobody_; }
  void begin() override { begin_.run(); }
  void join_session() override {}
  void will_write(Number) override {}
  void commit() override { commit_.run(); }

  void insert_events(std::span<const EventRow> rows) override {
    const auto insert = [&rows](Statement& statement, std::size_t count) {
      int at = 0;
      for (const EventRow& row : rows.first(count)) {
        statement.bind(at + 1, row.place).bind(at + 2, row.at_ms);
        statement.bind(at + 3, row.kind).bind(at + 4, row.body);
        at += 4;
      }
      statement.run();
      rows = rows.subspan(count);
    };
    while (rows.size() >= many) insert(many_events_, many);
    while (rows.size() >= some) insert(some_events_, some);
    while (!rows.empty()) insert(event_, 1);
  }

  void index(const Tail::Slice& slice) override {
    const auto [shelf, conversation] = slice.key;
    std::span<const TailEntry> rest(slice.entries);
    forget_.bind(1, shelf).bind(2, conversation).bind(3, rest.front().seq).run();
    while (!rest.empty()) {
      const std::span<const TailEntry> run = first_run(rest);
      const std::string text = encode_run(run);
      run_.bind(1, shelf).bind(2, conversation).bind(3, run.front().seq).bind(4, text).run();
      rest = rest.subspan(run.size());
    }
  }

  void mark_indexed(Number shelf, core::Position position) override {
    mark_.bind(1, static_cast<Number>(position)).bind(2, shelf).run();
  }

 private:
  const std::string nobody_;
  Statement begin_;
  Statement commit_;
  Statement many_events_;
  Statement some_events_;
  Statement event_;
  Statement forget_;
  Statement run_;
  Statement mark_;
};

}  // namespace

std::unique_ptr<HotStatements> sqlite_hot_statements(soci::session& session) {
  return std::make_unique<SqliteStatements>(session);
}

}  // namespace usher::adapters
