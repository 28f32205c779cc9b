#include "adapters/sql/archive_search.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <sstream>

#include "adapters/sql/archive_people.hpp"
#include "adapters/sql/archive_schema.hpp"
#include "core/limits.hpp"
#include "core/search_words.hpp"

namespace usher::adapters {
namespace {

using soci::into;
using soci::use;

constexpr std::size_t sifted_max = 1'000;  // messages that are looked at themselves
constexpr Number any = std::numeric_limits<Number>::max();

// The messages that the index finds, newest first.
class Hits {
 public:
  Hits(soci::session& session, const ports::MessageQuery& query, const std::string& question,
       Number before, std::size_t limit)
      : from_(query.period ? query.period->from.ms : 0),
        until_(query.period ? query.period->until.ms : any),
        agent_(query.agent ? static_cast<Number>(query.agent->value) : 0),
        limit_(static_cast<Number>(limit)),
        rows_((session.prepare
                   << "SELECT m.number, m.conversation, c.visitor, m.seq, m.at_ms, m.author_kind,"
                      " m.author, m.body FROM message_word w JOIN message m"
                      " ON m.number = w.rowid"
                      " JOIN conversation c ON c.id = m.conversation"
                      " WHERE w.message_word MATCH :question AND w.rowid < :before"
                      " AND m.at_ms >= :from_ms AND m.at_ms < :until_ms"
                      " AND (:anybody = 0 OR EXISTS (SELECT 1 FROM part p"
                      " WHERE p.conversation = m.conversation AND p.agent = :agent))"
                      " ORDER BY w.rowid DESC LIMIT :most",
               use(question), use(before), use(from_), use(until_), use(agent_), use(agent_),
               use(limit_), into(number_), into(conversation_), into(visitor_), into(seq_),
               into(at_ms_), into(author_kind_), into(author_), into(text_))) {
    rows_.execute();
  }

  bool next() { return rows_.fetch(); }
  Number number() const { return number_; }
  const std::string& text() const { return text_; }
  ports::FoundMessage message() const {
    return {static_cast<std::uint64_t>(number_),
            {static_cast<std::uint64_t>(conversation_)},
            {static_cast<std::uint64_t>(visitor_)},
            static_cast<core::Seq>(seq_),
            {at_ms_},
            {static_cast<core::AuthorKind>(author_kind_), static_cast<std::uint64_t>(author_)},
            text_,
            ""};
  }

 private:
  Number from_, until_, agent_, limit_;
  Number number_ = 0, conversation_ = 0, visitor_ = 0, seq_ = 0, at_ms_ = 0, author_ = 0;
  int author_kind_ = 0;
  std::string text_;
  soci::statement rows_;  // bound to the members above
};

// Of a list of ids in SQL.
std::vector<std::string> visitor_marks(const std::string& group) {
  std::vector<std::string> marks;
  std::istringstream ids(group);
  for (std::string id; std::getline(ids, id, ',');) marks.push_back(visitor_mark(std::stoll(id)));
  return marks;
}

void name_visitors(soci::session& session, core::AccountId account,
                   std::vector<ports::FoundMessage>& messages) {
  std::map<core::VisitorId, std::string> names;
  for (ports::FoundMessage& message : messages) {
    const auto [known, is_new] = names.try_emplace(message.visitor);
    if (is_new) {
      const auto person = read_known(session, account, group_of(session, account, message.visitor));
      if (person) known->second = ports::shown(*person, core::name_key);
    }
    message.visitor_name = known->second;
  }
}

bool has_word(const std::string& text, const std::string& beginning) {
  const auto words = core::search_words(text, limits::message_terms_max).terms;
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return word.starts_with(beginning); });
}

}  // namespace

std::vector<ports::FoundMessage> find_messages(soci::session& session, core::AccountId account,
                                               const ports::MessageQuery& query) {
  const core::SearchWords words = core::search_words(query.text, limits::search_terms_max);
  std::vector<ports::FoundMessage> found;
  if (words.terms.empty()) return found;
  std::vector<std::string> terms{account_mark(static_cast<Number>(account.value))};
  std::vector<std::string> visitors;
  if (query.visitor) visitors = visitor_marks(group_of(session, account, *query.visitor));
  terms.insert(terms.end(), words.terms.begin(), words.terms.end());
  const std::string question = index_query(terms, words.open_end, visitors);
  Number before = query.before > 0 ? static_cast<Number>(query.before) : any;
  if (words.open_end) {
    const std::string beginning = terms.back();
    terms.pop_back();
    const std::string others = index_query(terms, false, visitors);
    Hits hits(session, query, others, before, sifted_max);
    std::size_t sifted = 0;
    while (found.size() < query.limit && hits.next()) {
      ++sifted;
      before = hits.number();
      if (has_word(hits.text(), beginning)) found.push_back(hits.message());
    }
    if (sifted < sifted_max) {
      name_visitors(session, account, found);
      return found;
    }
  }
  Hits hits(session, query, question, before, query.limit - found.size());
  while (hits.next()) found.push_back(hits.message());
  name_visitors(session, account, found);
  return found;
}

}  // namespace usher::adapters
