#include "adapters/sql/hot_statements.hpp"

#include <soci/sqlite3/soci-sqlite3.h>

#include "adapters/sql/dialect.hpp"

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

  template <class Each>
  void rows(Each each) {
    int result = api::sqlite3_step(statement_);
    for (; result == SQLITE_ROW; result = api::sqlite3_step(statement_)) {
      each(api::sqlite3_column_int64(statement_, 0));
    }
    if (result != SQLITE_DONE) fail();
    api::sqlite3_reset(statement_);
  }

 private:
  [[noreturn]] void fail() {
    const SqlFailure failure(trouble_of(session_), api::sqlite3_errmsg(handle_));
    if (statement_ != nullptr) api::sqlite3_reset(statement_);
    throw failure;
  }

  soci::session& session_;
  api::sqlite3* handle_;
  api::sqlite3_stmt* statement_ = nullptr;
};

}  // namespace

struct HotStatements::Parts {
  explicit Parts(soci::session& session)
      : begin(session, "BEGIN IMMEDIATE"),
        commit(session, "COMMIT"),
        event(session, "INSERT INTO event (place, at_ms, kind, body) VALUES (?, ?, ?, ?)"),
        entry(session,
              "INSERT INTO entry (shelf, conversation, seq, place) VALUES (?, ?, ?, ?)"
              " ON CONFLICT DO NOTHING"),
        key(session,
            "INSERT INTO message_key (shelf, conversation, hash, place) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING"),
        find(session,
             "SELECT place FROM message_key WHERE shelf = ? AND conversation = ? AND hash = ?") {}

  Statement begin;
  Statement commit;
  Statement event;
  Statement entry;
  Statement key;
  Statement find;
};

HotStatements::HotStatements(soci::session& session) : parts_(std::make_unique<Parts>(session)) {}
HotStatements::~HotStatements() = default;

void HotStatements::begin() { parts_->begin.run(); }
void HotStatements::commit() { parts_->commit.run(); }

void HotStatements::insert_event(Number place, Number at_ms, std::string_view kind,
                                 std::string_view body) {
  parts_->event.bind(1, place).bind(2, at_ms).bind(3, kind).bind(4, body).run();
}

void HotStatements::index(ConversationKey key, const TailEntry& entry) {
  const Number conversation = key.conversation;
  parts_->entry.bind(1, key.shelf).bind(2, conversation).bind(3, entry.seq);
  parts_->entry.bind(4, entry.place).run();
  if (!entry.hash) return;
  parts_->key.bind(1, key.shelf).bind(2, conversation).bind(3, *entry.hash);
  parts_->key.bind(4, entry.place).run();
}

std::vector<Number> HotStatements::places_with(ConversationKey key, Number hash) {
  std::vector<Number> places;
  parts_->find.bind(1, key.shelf).bind(2, key.conversation).bind(3, hash);
  parts_->find.rows([&](Number place) { places.push_back(place); });
  return places;
}

}  // namespace usher::adapters
