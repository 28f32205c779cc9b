#include "adapters/sql/archive_people.hpp"

#include <limits>

#include "core/codec.hpp"
#include "core/limits.hpp"
#include "ports/person_groups.hpp"

namespace usher::adapters {
namespace {

using soci::into;
using soci::use;

constexpr Number newest = std::numeric_limits<Number>::max();

// Of LIKE, with "!" before what stands for itself.
std::string pattern_of(const std::string& text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '!') pattern += '!';
    pattern += c;
  }
  return pattern + '%';
}

core::Vouched vouched_in(int stored) {
  return {(stored & 1) != 0, (stored & 2) != 0, (stored & 4) != 0};
}

std::string list_of(const std::vector<core::VisitorId>& ids) {
  std::string list;
  for (const core::VisitorId id : ids) {
    if (!list.empty()) list += ',';
    list += std::to_string(id.value);
  }
  return list;
}

std::uint64_t count_of(soci::session& session, const std::string& table, core::AccountId account,
                       const std::string& group) {
  Number count = 0;
  const Number owner = number(account);
  session << "SELECT count(*) FROM " + table + " WHERE account = :account AND visitor IN (" +
                 group + ")",
      use(owner), into(count);
  return static_cast<std::uint64_t>(count);
}

// The visitors' rows, each as a person by itself.
std::vector<ports::Person> parts_of(soci::session& session, core::AccountId account,
                                    const std::string& group) {
  const Number owner = number(account);
  Number id = 0, first_at = 0, last_at = 0, merged_into = 0, by = 0, at = 0;
  int vouched = 0;
  std::string known, external_id;
  std::vector<ports::Person> parts;
  soci::statement rows =
      (session.prepare << "SELECT p.id, p.known, p.external_id, p.vouched, p.first_at, p.last_at,"
                          " coalesce(m.into_visitor, 0), coalesce(m.by_agent, 0),"
                          " coalesce(m.at_ms, 0) FROM person p"
                          " LEFT JOIN merged m ON m.visitor = p.id WHERE p.account = :account"
                          " AND p.id IN (" +
                              group + ") ORDER BY p.id",
       use(owner), into(id), into(known), into(external_id), into(vouched), into(first_at),
       into(last_at), into(merged_into), into(by), into(at));
  rows.execute();
  while (rows.fetch()) {
    ports::Person& part = parts.emplace_back();
    part.id = id_of<core::VisitorId>(id);
    part.said = identified_in(known);
    part.first_at = {first_at};
    part.last_at = {last_at};
    part.external_id = external_id;
    part.vouched = vouched_in(vouched);
    part.visitors.push_back({part.id, external_id, id_of<core::VisitorId>(merged_into),
                             id_of<core::AgentId>(by), core::Time{at}});
  }
  return parts;
}

void add_staffs_words(soci::session& session, const std::string& group, ports::Person& person) {
  std::string key, value;
  soci::statement values =
      (session.prepare << "SELECT key, value FROM person_value WHERE visitor IN (" + group +
                              ") ORDER BY number",
       into(key), into(value));
  values.execute();
  while (values.fetch()) person.edited[key] = value;
  std::erase_if(person.edited, [](const auto& each) { return each.second.empty(); });
  soci::statement tags = (session.prepare << "SELECT DISTINCT tag FROM person_tag"
                                             " WHERE visitor IN (" +
                                                 group + ") ORDER BY tag",
                          into(value));
  tags.execute();
  while (tags.fetch()) person.tags.push_back(value);
}

std::vector<ports::Person> persons(soci::session& session, core::AccountId account,
                                   const std::vector<core::VisitorId>& heads) {
  std::vector<ports::Person> found;
  for (const core::VisitorId head : heads) {
    if (auto person = read_person(session, account, head)) found.push_back(*std::move(person));
  }
  return found;
}

}  // namespace

core::event::VisitorIdentified identified_in(const std::string& known) {
  if (known.empty()) return {};
  const auto event = core::decode_event("visitor_identified", known);
  const auto* said = event ? std::get_if<core::event::VisitorIdentified>(&*event) : nullptr;
  if (said == nullptr) throw soci::soci_error("a person's row is damaged");
  return *said;
}

std::string mark_of(ports::PersonMark mark, const std::string& value) {
  std::string word = value;
  char kind = 'x';
  if (mark == ports::PersonMark::email) {
    word = core::email_word(value);
    kind = 'e';
  } else if (mark == ports::PersonMark::phone) {
    word = core::phone_word(value);
    kind = 'p';
  }
  return word.empty() ? word : kind + (':' + word);
}

int number_of(const core::Vouched& vouched) {
  return (vouched.name ? 1 : 0) | (vouched.email ? 2 : 0) | (vouched.phone ? 4 : 0);
}

std::string group_of(soci::session& session, core::AccountId account, core::VisitorId visitor) {
  const Number owner = number(account), self = number(visitor);
  const auto most = static_cast<int>(limits::person_visitors_max);
  Number id = 0;
  std::vector<core::VisitorId> ids;
  soci::statement rows = (session.prepare << "SELECT id FROM person WHERE account = :account"
                                             " AND head = (SELECT head FROM person WHERE id = :self"
                                             " AND account = :same) ORDER BY id LIMIT :most",
                          use(owner), use(self), use(owner), use(most), into(id));
  rows.execute();
  while (rows.fetch()) ids.push_back(id_of<core::VisitorId>(id));
  if (ids.empty()) ids.push_back(visitor);
  return list_of(ids);
}

std::vector<Grouped> read_grouped(soci::session& session, core::AccountId account,
                                  const std::string& heads) {
  const Number owner = number(account);
  const auto most = static_cast<int>(limits::person_visitors_max + 1);
  Number id = 0, head = 0, merged_into = 0, by = 0, at = 0;
  std::string external_id;
  std::vector<Grouped> found;
  soci::statement rows =
      (session.prepare << "SELECT p.id, p.head, p.external_id, coalesce(m.into_visitor, 0),"
                          " coalesce(m.by_agent, 0), coalesce(m.at_ms, 0) FROM person p"
                          " LEFT JOIN merged m ON m.visitor = p.id WHERE p.account = :account"
                          " AND p.head IN (" +
                              heads + ") ORDER BY p.id LIMIT :most",
       use(owner), use(most), into(id), into(head), into(external_id), into(merged_into), into(by),
       into(at));
  rows.execute();
  while (rows.fetch()) {
    found.push_back({{id_of<core::VisitorId>(id), external_id, id_of<core::VisitorId>(merged_into),
                      id_of<core::AgentId>(by), core::Time{at}},
                     id_of<core::VisitorId>(head)});
  }
  return found;
}

std::optional<ports::Person> read_known(soci::session& session, core::AccountId account,
                                        const std::string& group) {
  std::vector<ports::Person> parts = parts_of(session, account, group);
  if (parts.empty()) return std::nullopt;
  ports::Person person = ports::together(std::move(parts));
  add_staffs_words(session, group, person);
  return person;
}

std::optional<ports::Person> read_person(soci::session& session, core::AccountId account,
                                         core::VisitorId visitor) {
  const std::string group = group_of(session, account, visitor);
  auto person = read_known(session, account, group);
  if (!person) return std::nullopt;
  person->visits = count_of(session, "visit", account, group);
  person->conversations = count_of(session, "conversation", account, group);
  return person;
}

std::vector<ports::Person> find_people(soci::session& session, core::AccountId account,
                                       const std::string& text, core::VisitorId before,
                                       std::size_t limit) {
  const Number owner = number(account), older = before ? number(before) : newest;
  const std::string pattern = pattern_of(text);
  const auto most = static_cast<int>(limit);
  Number head = 0;
  std::vector<core::VisitorId> heads;
  soci::statement rows =
      (session.prepare << "SELECT DISTINCT head FROM person WHERE account = :account"
                          " AND known || external_id || edited <> ''"
                          " AND (known LIKE :first ESCAPE '!' OR external_id LIKE :second"
                          " ESCAPE '!' OR edited LIKE :third ESCAPE '!') AND head < :before"
                          " ORDER BY head DESC LIMIT :most",
       use(owner), use(pattern), use(pattern), use(pattern), use(older), use(most), into(head));
  rows.execute();
  while (rows.fetch()) heads.push_back(id_of<core::VisitorId>(head));
  return persons(session, account, heads);
}

std::vector<ports::Person> marked_people(soci::session& session, core::AccountId account,
                                         const std::vector<std::string>& marks,
                                         core::VisitorId except, std::size_t limit) {
  const Number owner = number(account), self = number(except);
  const auto most = static_cast<int>(limit);
  Number head = 0;
  std::string mark;
  std::vector<core::VisitorId> heads;
  soci::statement rows =
      (session.prepare << "SELECT DISTINCT p.head FROM person_mark k"
                          " JOIN person p ON p.id = k.visitor WHERE k.account = :account"
                          " AND k.word = :word AND p.head NOT IN"
                          " (SELECT head FROM person WHERE id = :self) ORDER BY p.head DESC"
                          " LIMIT :most",
       use(owner), use(mark), use(self), use(most), into(head));
  for (const std::string& each : marks) {
    mark = each;
    rows.execute();
    while (rows.fetch()) heads.push_back(id_of<core::VisitorId>(head));
  }
  std::ranges::sort(heads, std::greater());
  heads.erase(std::unique(heads.begin(), heads.end()), heads.end());
  heads.resize(std::min(heads.size(), limit));
  return persons(session, account, heads);
}

std::vector<ports::Person> find_duplicates(soci::session& session, core::AccountId account,
                                           core::VisitorId visitor, std::size_t limit) {
  std::string word;
  std::vector<std::string> marks;
  soci::statement rows =
      (session.prepare << "SELECT DISTINCT word FROM person_mark WHERE visitor IN (" +
                              group_of(session, account, visitor) + ") AND word NOT LIKE 'x:%'",
       into(word));
  rows.execute();
  while (rows.fetch()) marks.push_back(word);
  return marked_people(session, account, marks, visitor, limit);
}

std::vector<ports::PersonNote> read_notes(soci::session& session, core::AccountId account,
                                          core::VisitorId visitor, std::size_t limit) {
  Number note = 0, whom = 0, by = 0, at = 0;
  std::string text;
  const auto most = static_cast<int>(limit);
  std::vector<ports::PersonNote> found;
  soci::statement rows =
      (session.prepare << "SELECT number, visitor, by_agent, at_ms, body FROM person_note"
                          " WHERE visitor IN (" +
                              group_of(session, account, visitor) +
                              ") ORDER BY number DESC LIMIT :most",
       use(most), into(note), into(whom), into(by), into(at), into(text));
  rows.execute();
  while (rows.fetch()) {
    found.push_back({static_cast<std::uint64_t>(note), id_of<core::VisitorId>(whom),
                     id_of<core::AgentId>(by), core::Time{at}, text});
  }
  return found;
}

std::vector<ports::PersonEdit> read_edits(soci::session& session, core::AccountId account,
                                          core::VisitorId visitor, std::uint64_t before,
                                          std::size_t limit) {
  const Number older = before > 0 ? static_cast<Number>(before) : newest;
  Number edit = 0, whom = 0, by = 0, at = 0;
  std::string key, value_before, value_after;
  const auto most = static_cast<int>(limit);
  std::vector<ports::PersonEdit> found;
  soci::statement rows =
      (session.prepare << "SELECT number, visitor, by_agent, at_ms, key, before, after"
                          " FROM person_edit WHERE visitor IN (" +
                              group_of(session, account, visitor) +
                              ") AND number < :older ORDER BY number DESC LIMIT :most",
       use(older), use(most), into(edit), into(whom), into(by), into(at), into(key),
       into(value_before), into(value_after));
  rows.execute();
  while (rows.fetch()) {
    found.push_back({static_cast<std::uint64_t>(edit), id_of<core::VisitorId>(whom),
                     id_of<core::AgentId>(by), core::Time{at}, key, value_before, value_after});
  }
  return found;
}

std::vector<ports::PastInvitation> read_invitations(soci::session& session, core::AccountId account,
                                                    core::VisitorId visitor, core::Time before,
                                                    std::size_t limit) {
  const Number older = before == core::Time{} ? newest : before.ms;
  Number whom = 0, visit = 0, at = 0, by = 0;
  int answer = 0;
  std::string text;
  const auto most = static_cast<int>(limit);
  std::vector<ports::PastInvitation> found;
  soci::statement rows =
      (session.prepare << "SELECT visitor, visit, at_ms, by_agent, body, answer FROM invitation"
                          " WHERE visitor IN (" +
                              group_of(session, account, visitor) +
                              ") AND at_ms < :older ORDER BY at_ms DESC LIMIT :most",
       use(older), use(most), into(whom), into(visit), into(at), into(by), into(text),
       into(answer));
  rows.execute();
  while (rows.fetch()) {
    found.push_back({id_of<core::VisitorId>(whom), id_of<core::VisitId>(visit), core::Time{at},
                     id_of<core::AgentId>(by), text, static_cast<core::InvitationAnswer>(answer)});
  }
  return found;
}

}  // namespace usher::adapters
