#include "adapters/sql/archive_erasing.hpp"

#include "adapters/sql/archive_schema.hpp"
#include "adapters/sql/people_writer.hpp"

namespace usher::adapters {
namespace {

using soci::into;
using soci::use;

// Lists of the rows that go, by id.
void begin_lists(soci::session& session) {
  for (const char* name : {"gone_person", "gone_visit", "gone_conversation"}) {
    const std::string table(name);
    session << "CREATE TEMP TABLE IF NOT EXISTS " + table + " (id INTEGER PRIMARY KEY)";
    session << "DELETE FROM " + table;
  }
}

// First those named, then those of the visitors.
void list(soci::session& session, Number account, const core::Erasure& what) {
  begin_lists(session);
  const auto choose = [](const std::string& kind) {
    return "INSERT OR IGNORE INTO gone_" + kind + " SELECT id FROM " + kind +
           " WHERE account = :account AND ";
  };
  const auto add = [&](const std::string& kind, const auto& ids) {
    const std::string by_id = choose(kind) + "id = :id";
    for (const auto each : ids) {
      const Number id = number(each);
      session << by_id, use(account), use(id);
    }
  };
  add("person", what.visitors);
  add("visit", what.visits);
  add("conversation", what.conversations);
  for (const char* kind : {"visit", "conversation"}) {
    const std::string by_visitor = choose(kind) + "visitor = :visitor";
    for (const core::VisitorId each : what.visitors) {
      const Number visitor = number(each);
      session << by_visitor, use(account), use(visitor);
    }
  }
}

void unindex_messages(soci::session& session, Number account) {
  Number row = 0, visitor = 0;
  std::string body, words;
  soci::statement remove = (session.prepare << unindex_message, use(row), use(words));
  soci::statement found = (session.prepare << "SELECT m.number, m.body, c.visitor FROM message m"
                                              " JOIN gone_conversation g ON g.id = m.conversation"
                                              " JOIN conversation c ON c.id = m.conversation",
                           into(row), into(body), into(visitor));
  found.execute();
  while (found.fetch()) {
    words = index_words(body, account, visitor);
    remove.execute(true);
  }
}

void erase_listed(soci::session& session, core::AccountId account) {
  unindex_messages(session, number(account));
  session << "DELETE FROM message WHERE conversation IN (SELECT id FROM gone_conversation)";
  session << "DELETE FROM part WHERE conversation IN (SELECT id FROM gone_conversation)";
  session << "DELETE FROM conversation WHERE id IN (SELECT id FROM gone_conversation)";
  session << "DELETE FROM page WHERE visit IN (SELECT id FROM gone_visit)";
  session << "DELETE FROM visit WHERE id IN (SELECT id FROM gone_visit)";
  session << "DELETE FROM invitation WHERE visit IN (SELECT id FROM gone_visit)";
  PeopleWriter(session).erase_gone(account);
  for (const char* kind : {"person", "visit", "conversation"}) {
    session << std::string("DELETE FROM gone_") + kind;
  }
}

}  // namespace

void erase_rows(soci::session& session, core::AccountId account, const core::Erasure& what) {
  list(session, number(account), what);
  erase_listed(session, account);
}

void drop_rows(soci::session& session, core::AccountId account) {
  const Number owner = number(account);
  begin_lists(session);
  for (const std::string kind : {"person", "visit", "conversation"}) {
    std::string fill("INSERT INTO gone_");
    fill.append(kind).append(" SELECT id FROM ").append(kind).append(" WHERE account = :account");
    session << fill, use(owner);
  }
  erase_listed(session, account);
  session << "DELETE FROM reached WHERE account = :account", use(owner);
}

std::uint64_t read_erasures(soci::session& session, core::AccountId account) {
  Number found = 0;
  const Number owner = number(account);
  session << "SELECT erasures FROM reached WHERE account = :account", use(owner), into(found);
  return static_cast<std::uint64_t>(found);
}

void write_erasures(soci::session& session, core::AccountId account, std::uint64_t up_to) {
  const Number owner = number(account), erasures = static_cast<Number>(up_to);
  session << "INSERT INTO reached (account, position, erasures) VALUES (:account, 0, :erasures)"
             " ON CONFLICT (account) DO UPDATE SET erasures = excluded.erasures",
      use(owner), use(erasures);
}

ports::Stale find_stale(soci::session& session, core::AccountId account, ports::DataClass which,
                        core::Time before, std::size_t limit) {
  std::string from =
      "conversation t WHERE t.account = :account AND t.closed_at > 0"
      " AND t.closed_at < :before AND t.is_left = ";
  switch (which) {
    case ports::DataClass::conversations:
      from += "0";
      break;
    case ports::DataClass::left_messages:
      from += "1";
      break;
    case ports::DataClass::visits:
      from = "visit t WHERE t.account = :account AND t.ended_at > 0 AND t.ended_at < :before";
      break;
    case ports::DataClass::people:
      from =
          "person t WHERE t.account = :account AND t.last_at < :before AND NOT EXISTS"
          " (SELECT 1 FROM conversation c WHERE c.account = t.account AND c.visitor = t.id)"
          " AND NOT EXISTS (SELECT 1 FROM visit v WHERE v.account = t.account AND"
          " v.visitor = t.id AND v.ended_at = 0)";
      break;
  }
  const Number owner = number(account), most = static_cast<Number>(limit);
  Number count = 0, id = 0;
  session << "SELECT count(*) FROM " + from, use(owner, "account"), use(before.ms, "before"),
      into(count);
  ports::Stale stale;
  stale.count = static_cast<std::uint64_t>(count);
  soci::statement rows =
      (session.prepare << "SELECT t.id FROM " + from + " ORDER BY t.id LIMIT :most",
       use(owner, "account"), use(before.ms, "before"), use(most, "most"), into(id));
  rows.execute();
  while (rows.fetch()) {
    const auto value = static_cast<std::uint64_t>(id);
    switch (which) {
      case ports::DataClass::conversations:
      case ports::DataClass::left_messages:
        stale.what.conversations.push_back({value});
        break;
      case ports::DataClass::visits:
        stale.what.visits.push_back({value});
        break;
      case ports::DataClass::people:
        stale.what.visitors.push_back({value});
        break;
    }
  }
  return stale;
}

}  // namespace usher::adapters
