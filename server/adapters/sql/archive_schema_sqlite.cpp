#include "adapters/sql/archive_schema.hpp"

#include "core/limits.hpp"
#include "core/search_words.hpp"

namespace usher::adapters {

const std::vector<std::string>& archive_schema() {
  static const std::vector<std::string> all{
      "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
      "CREATE TABLE reached (account INTEGER PRIMARY KEY, position INTEGER NOT NULL,"
      " erasures INTEGER NOT NULL DEFAULT 0)",

      // `started` is the body of its event; the columns behind it are what others ask for.
      "CREATE TABLE visit (id INTEGER PRIMARY KEY, account INTEGER NOT NULL,"
      " visitor INTEGER NOT NULL, started_at INTEGER NOT NULL, started TEXT NOT NULL,"
      " source TEXT NOT NULL, campaign TEXT NOT NULL, entry TEXT NOT NULL DEFAULT '',"
      " ended_at INTEGER NOT NULL DEFAULT 0, invited INTEGER NOT NULL DEFAULT 0,"
      " chatted INTEGER NOT NULL DEFAULT 0,"
      " served INTEGER NOT NULL DEFAULT 0, rated INTEGER NOT NULL DEFAULT 0)",
      "CREATE INDEX visit_by_visitor ON visit (account, visitor, id)",
      "CREATE INDEX visit_by_time ON visit (account, started_at)",
      "CREATE TABLE page (visit INTEGER NOT NULL, number INTEGER NOT NULL,"
      " at_ms INTEGER NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL, view TEXT NOT NULL,"
      " visible_ms INTEGER NOT NULL DEFAULT 0, active_ms INTEGER NOT NULL DEFAULT 0,"
      " PRIMARY KEY (visit, number)) WITHOUT ROWID",

      // A visitor; those with one `head`, which is the first of them, are one person. `known` is
      // the body of an event that says all that it said; see archive_people.hpp. `edited` holds the
      // staff's words of it, for the search.
      "CREATE TABLE person (id INTEGER PRIMARY KEY, account INTEGER NOT NULL,"
      " head INTEGER NOT NULL, known TEXT NOT NULL DEFAULT '',"
      " external_id TEXT NOT NULL DEFAULT '', vouched INTEGER NOT NULL DEFAULT 0,"
      " edited TEXT NOT NULL DEFAULT '', first_at INTEGER NOT NULL, last_at INTEGER NOT NULL)",
      "CREATE INDEX person_by_head ON person (account, head, id)",
      // What a visitor is found by exactly; see mark_of().
      "CREATE TABLE person_mark (account INTEGER NOT NULL, word TEXT NOT NULL,"
      " visitor INTEGER NOT NULL, PRIMARY KEY (account, word, visitor)) WITHOUT ROWID",
      "CREATE INDEX person_mark_by_visitor ON person_mark (visitor)",
      "CREATE TABLE merged (visitor INTEGER PRIMARY KEY, into_visitor INTEGER NOT NULL,"
      " by_agent INTEGER NOT NULL, at_ms INTEGER NOT NULL)",
      // As it is now, and how it came to be.
      "CREATE TABLE person_value (visitor INTEGER NOT NULL, key TEXT NOT NULL,"
      " value TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (visitor, key)) WITHOUT ROWID",
      "CREATE TABLE person_edit (number INTEGER PRIMARY KEY, visitor INTEGER NOT NULL,"
      " by_agent INTEGER NOT NULL, at_ms INTEGER NOT NULL, key TEXT NOT NULL,"
      " before TEXT NOT NULL, after TEXT NOT NULL)",
      "CREATE INDEX person_edit_by_visitor ON person_edit (visitor, number)",
      "CREATE TABLE person_note (number INTEGER PRIMARY KEY, visitor INTEGER NOT NULL,"
      " by_agent INTEGER NOT NULL, at_ms INTEGER NOT NULL, body TEXT NOT NULL)",
      "CREATE INDEX person_note_by_visitor ON person_note (visitor, number)",
      "CREATE TABLE person_tag (visitor INTEGER NOT NULL, tag TEXT NOT NULL,"
      " PRIMARY KEY (visitor, tag)) WITHOUT ROWID",
      "CREATE TABLE invitation (visit INTEGER NOT NULL, number INTEGER NOT NULL,"
      " visitor INTEGER NOT NULL, at_ms INTEGER NOT NULL, by_agent INTEGER NOT NULL,"
      " body TEXT NOT NULL, answer INTEGER NOT NULL, PRIMARY KEY (visit, number)) WITHOUT ROWID",
      "CREATE INDEX invitation_by_visitor ON invitation (visitor, at_ms)",

      "CREATE TABLE conversation (id INTEGER PRIMARY KEY, account INTEGER NOT NULL,"
      " visitor INTEGER NOT NULL, site INTEGER NOT NULL, queue INTEGER NOT NULL,"
      " visit INTEGER NOT NULL, opened_at INTEGER NOT NULL, closed_at INTEGER NOT NULL DEFAULT 0,"
      " agent INTEGER NOT NULL DEFAULT 0, messages INTEGER NOT NULL DEFAULT 0,"
      " score INTEGER NOT NULL DEFAULT 0, is_left INTEGER NOT NULL DEFAULT 0)",
      "CREATE INDEX conversation_by_visitor ON conversation (account, visitor, id)",
      "CREATE TABLE part (conversation INTEGER NOT NULL, agent INTEGER NOT NULL,"
      " PRIMARY KEY (conversation, agent)) WITHOUT ROWID",

      "CREATE TABLE message (number INTEGER PRIMARY KEY, conversation INTEGER NOT NULL,"
      " seq INTEGER NOT NULL, at_ms INTEGER NOT NULL, author_kind INTEGER NOT NULL,"
      " author INTEGER NOT NULL, body TEXT NOT NULL)",
      // Without the text again (contentless) and without places in it: all words are wanted, in any
      // order. "_" joins a mark to its number, as no word holds it.
      "CREATE VIRTUAL TABLE message_word USING fts5 (words, content = '', detail = none,"
      " tokenize = \"ascii tokenchars '_'\")",
  };
  return all;
}

std::string index_words(const std::string& text, Number account, Number visitor) {
  core::SearchWords found = core::search_words(text, limits::message_terms_max);
  auto& terms = found.terms;
  terms.insert(terms.end(), found.characters.begin(), found.characters.end());
  terms.push_back(account_mark(account));
  terms.push_back(visitor_mark(visitor));
  std::string words;
  for (const std::string& term : terms) (words += term) += ' ';
  return words;
}

// What is deleted is only marked as such, until the parts that hold it are merged.
void clean_index(soci::session& session) {
  session << "INSERT INTO message_word (message_word) VALUES ('optimize')";
}

// Terms hold letters and digits only, so that quotes are safe.
std::string index_query(const std::vector<std::string>& terms, bool open_end,
                        const std::vector<std::string>& any) {
  std::string query;
  for (const std::string& term : any) {
    ((query += query.empty() ? "(\"" : " OR \"") += term) += '"';
  }
  if (!any.empty()) query += ')';
  for (const std::string& term : terms) {
    if (!query.empty()) query += " AND ";
    ((query += '"') += term) += '"';
  }
  if (open_end) query += '*';
  return query;
}

}  // namespace usher::adapters
