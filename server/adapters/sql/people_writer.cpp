#include "adapters/sql/people_writer.hpp"

#include <set>
#include <string>

#include "adapters/sql/archive_people.hpp"
#include "core/codec.hpp"
#include "core/limits.hpp"
#include "ports/person_groups.hpp"

namespace usher::adapters {
namespace {

using soci::into;
using soci::use;

}  // namespace

bool PeopleWriter::write(core::AccountId account, const core::Recorded& row) {
  account_ = account;
  return std::visit(
      [&](const auto& e) {
        if constexpr (requires { this->enter(e, row.at); }) {
          enter(e, row.at);
          return true;
        } else {
          return false;
        }
      },
      row.event);
}

void PeopleWriter::meet(core::AccountId account, core::VisitorId visitor, core::Time at) {
  const Number id = number(visitor), owner = number(account);
  session_ << "INSERT INTO person (id, account, head, first_at, last_at)"
              " VALUES (:id, :account, :head, :at, :now)"
              " ON CONFLICT (id) DO UPDATE SET last_at = excluded.last_at",
      use(id), use(owner), use(id), use(at.ms), use(at.ms);
}

void PeopleWriter::enter(const core::event::VisitorIdentified& e, core::Time at) {
  meet(account_, e.visitor, at);
  const Number id = number(e.visitor);
  std::string known;
  session_ << "SELECT known FROM person WHERE id = :id", use(id), into(known);
  core::event::VisitorIdentified all = identified_in(known);
  all.visitor = e.visitor;
  if (e.name) all.name = e.name;
  if (e.email) all.email = e.email;
  if (e.phone) all.phone = e.phone;
  for (const auto& [name, value] : e.attributes) {
    if (value.empty()) {
      all.attributes.erase(name);
    } else {
      all.attributes[name] = value;
    }
  }
  known.clear();
  core::encode_body(all, known);
  session_ << "UPDATE person SET known = :known WHERE id = :id", use(known), use(id);
  if (e.email || e.phone) refresh(e.visitor);
}

void PeopleWriter::enter(const core::event::VisitorVerified& e, core::Time at) {
  meet(account_, e.visitor, at);
  const Number id = number(e.visitor), owner = number(account_);
  const int vouched = number_of(e.vouched);
  session_ << "UPDATE person SET external_id = :external, vouched = :vouched WHERE id = :id",
      use(e.external_id), use(vouched), use(id);
  refresh(e.visitor);
  const std::string mark = mark_of(ports::PersonMark::external_id, e.external_id);
  std::string heads = head_of(e.visitor);
  Number head = 0;
  soci::statement others = (session_.prepare << "SELECT DISTINCT p.head FROM person_mark k"
                                                " JOIN person p ON p.id = k.visitor"
                                                " WHERE k.account = :account AND k.word = :word",
                            use(owner), use(mark), into(head));
  others.execute();
  while (others.fetch()) heads += ',' + std::to_string(head);
  regroup(heads);
}

void PeopleWriter::enter(const core::event::PersonEdited& e, core::Time at) {
  const auto person = read_known(session_, account_, group_of(session_, account_, e.visitor));
  const std::string before = person ? ports::shown(*person, e.key) : "";
  const Number id = number(e.visitor), by = number(e.by);
  session_ << "INSERT INTO person_edit (visitor, by_agent, at_ms, key, before, after)"
              " VALUES (:visitor, :by, :at, :key, :before, :after)",
      use(id), use(by), use(at.ms), use(e.key), use(before), use(e.value);
  session_ << "INSERT INTO person_value (visitor, key, value, number)"
              " SELECT :visitor, :key, :value, max(number) FROM person_edit WHERE true"
              " ON CONFLICT (visitor, key)"
              " DO UPDATE SET value = excluded.value, number = excluded.number",
      use(id), use(e.key), use(e.value);
  refresh(e.visitor);
}

void PeopleWriter::enter(const core::event::PersonNoted& e, core::Time at) {
  const Number note = static_cast<Number>(e.number), id = number(e.visitor), by = number(e.by);
  session_ << "DELETE FROM person_note WHERE number = :number", use(note);
  if (e.text.empty()) return;
  session_ << "INSERT INTO person_note (number, visitor, by_agent, at_ms, body)"
              " VALUES (:number, :visitor, :by, :at, :body)",
      use(note), use(id), use(by), use(at.ms), use(e.text);
}

void PeopleWriter::enter(const core::event::PersonTagged& e, core::Time) {
  const Number id = number(e.visitor);
  const std::string group = group_of(session_, account_, e.visitor);
  std::vector<core::VisitorId> had;
  Number visitor = 0;
  soci::statement rows = (session_.prepare << "SELECT visitor FROM person_tag WHERE tag = :tag"
                                              " AND visitor IN (" +
                                                  group + ")",
                          use(e.tag), into(visitor));
  rows.execute();
  while (rows.fetch()) had.push_back({static_cast<std::uint64_t>(visitor)});
  session_ << "DELETE FROM person_tag WHERE tag = :tag AND visitor IN (" + group + ")", use(e.tag);
  if (e.on) {
    session_ << "INSERT INTO person_tag (visitor, tag) VALUES (:visitor, :tag)", use(id),
        use(e.tag);
  }
  for (const core::VisitorId each : had) refresh(each);
  refresh(e.visitor);
}

void PeopleWriter::enter(const core::event::PeopleMerged& e, core::Time at) {
  const Number id = number(e.visitor), whom = number(e.into), by = number(e.by);
  session_ << "INSERT INTO merged (visitor, into_visitor, by_agent, at_ms)"
              " VALUES (:visitor, :into, :by, :at) ON CONFLICT (visitor) DO UPDATE SET"
              " into_visitor = excluded.into_visitor, by_agent = excluded.by_agent,"
              " at_ms = excluded.at_ms",
      use(id), use(whom), use(by), use(at.ms);
  regroup(head_of(e.visitor) + ',' + head_of(e.into));
}

void PeopleWriter::enter(const core::event::PeopleSplit& e, core::Time) {
  const Number id = number(e.visitor);
  session_ << "DELETE FROM merged WHERE visitor = :visitor", use(id);
  regroup(head_of(e.visitor));
}

void PeopleWriter::erase_gone(core::AccountId account) {
  account_ = account;
  std::string heads = "0";
  Number head = 0;
  {
    soci::statement rows = (session_.prepare << "SELECT DISTINCT p.head FROM person p"
                                                " JOIN gone_person g ON g.id = p.id",
                            into(head));
    rows.execute();
    while (rows.fetch()) heads += ',' + std::to_string(head);
  }
  for (const char* table : {"person_mark", "merged", "person_value", "person_edit", "person_note",
                            "person_tag", "invitation"}) {
    session_ << std::string("DELETE FROM ") + table +
                    " WHERE visitor IN (SELECT id FROM gone_person)";
  }
  session_ << "DELETE FROM merged WHERE into_visitor IN (SELECT id FROM gone_person)";
  session_ << "DELETE FROM person WHERE id IN (SELECT id FROM gone_person)";
  regroup(heads);
}

void PeopleWriter::refresh(core::VisitorId visitor) {
  const Number id = number(visitor), owner = number(account_);
  std::string known, external_id;
  session_ << "SELECT known, external_id FROM person WHERE id = :id", use(id), into(known),
      into(external_id);
  if (!session_.got_data()) return;
  const core::event::VisitorIdentified said = identified_in(known);
  std::set<std::string> marks{mark_of(ports::PersonMark::external_id, external_id),
                              mark_of(ports::PersonMark::email, said.email.value_or("")),
                              mark_of(ports::PersonMark::phone, said.phone.value_or(""))};
  std::string key, value, words;
  soci::statement values = (session_.prepare << "SELECT key, value FROM person_value"
                                                " WHERE visitor = :id",
                            use(id), into(key), into(value));
  values.execute();
  while (values.fetch()) {
    if (!value.empty()) words += value + '\n';
    if (key == core::email_key) marks.insert(mark_of(ports::PersonMark::email, value));
    if (key == core::phone_key) marks.insert(mark_of(ports::PersonMark::phone, value));
  }
  soci::statement tags =
      (session_.prepare << "SELECT tag FROM person_tag WHERE visitor = :id", use(id), into(value));
  tags.execute();
  while (tags.fetch()) words += value + '\n';
  marks.erase("");
  session_ << "UPDATE person SET edited = :words WHERE id = :id", use(words), use(id);
  session_ << "DELETE FROM person_mark WHERE visitor = :id", use(id);
  for (const std::string& mark : marks) {
    session_ << "INSERT INTO person_mark (account, word, visitor) VALUES (:account, :word, :id)",
        use(owner), use(mark), use(id);
  }
}

// A person with too many visitors is left as it is: nobody is, say, every guest of a site.
void PeopleWriter::regroup(const std::string& heads) {
  const std::vector<Grouped> grouped = read_grouped(session_, account_, heads);
  if (grouped.size() > limits::person_visitors_max) return;
  std::vector<ports::PersonVisitor> visitors;
  visitors.reserve(grouped.size());
  for (const auto& [visitor, head] : grouped) visitors.push_back(visitor);
  const auto fresh = ports::heads_of(std::move(visitors));
  for (const auto& [visitor, before] : grouped) {
    if (fresh.at(visitor.id) == before) continue;
    const Number head = number(fresh.at(visitor.id)), id = number(visitor.id);
    session_ << "UPDATE person SET head = :head WHERE id = :id", use(head), use(id);
  }
}

std::string PeopleWriter::head_of(core::VisitorId visitor) {
  const Number id = number(visitor);
  Number head = id;
  session_ << "SELECT head FROM person WHERE id = :id", use(id), into(head);
  return std::to_string(head);
}

}  // namespace usher::adapters
