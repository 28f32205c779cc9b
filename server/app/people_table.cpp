#include "app/people_table.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "app/webhook_message.hpp"
#include "protocol/ids.hpp"

namespace usher::app {
namespace {

constexpr std::string_view visitor_column = "visitor";
constexpr std::string_view external_column = "external_id";
constexpr std::array<std::string_view, 6> only_told{"verified",      "tags",     "visits",
                                                    "conversations", "first_at", "last_at"};

bool is_own_column(std::string_view name) {
  return name == visitor_column || name == external_column || core::is_contact_key(name);
}

}  // namespace

std::vector<std::string> people_heading(const core::PersonFields& fields) {
  std::vector<std::string> heading{"visitor", "external_id", "verified", "name",
                                   "email",   "phone",       "tags"};
  for (const core::PersonField& field : fields) heading.push_back(field.key);
  for (const char* name : {"visits", "conversations", "first_at", "last_at"}) {
    heading.emplace_back(name);
  }
  return heading;
}

std::vector<std::string> people_row(const ports::Person& person, const core::PersonFields& fields) {
  std::string id, tags;
  protocol::append_id(id, 'v', person.id.value);
  for (const std::string& tag : person.tags) tags += (tags.empty() ? "" : "; ") + tag;
  std::vector<std::string> row{id,
                               person.external_id,
                               person.external_id.empty() ? "no" : "yes",
                               ports::shown(person, core::name_key),
                               ports::shown(person, core::email_key),
                               ports::shown(person, core::phone_key),
                               tags};
  for (const core::PersonField& field : fields) row.push_back(ports::shown(person, field.key));
  row.push_back(std::to_string(person.visits));
  row.push_back(std::to_string(person.conversations));
  row.push_back(iso_time(person.first_at));
  row.push_back(iso_time(person.last_at));
  return row;
}

std::optional<PeopleTable> PeopleTable::of(const CsvRow& heading, const core::PersonFields& fields,
                                           RowFault& fault) {
  PeopleTable table;
  std::set<std::string> keys;
  bool tells_whom = false;
  for (const std::string& name : heading.cells) {
    Column column{name, "", {}};
    const auto field = std::ranges::find_if(fields, [&](const core::PersonField& each) {
      return each.key == name || each.label == name;
    });
    if (is_own_column(name)) {
      column.key = name;
    } else if (field != fields.end()) {
      column.key = field->key;
      column.field = *field;
    } else if (std::ranges::find(only_told, name) == only_told.end()) {
      fault = {heading.line, name, "unknown_column", "there is no such field"};
      return std::nullopt;
    }
    if (!column.key.empty() && !keys.insert(column.key).second) {
      fault = {heading.line, name, "duplicate_column", "two columns are of this"};
      return std::nullopt;
    }
    tells_whom = tells_whom || column.key == visitor_column || column.key == external_column ||
                 column.key == core::email_key;
    table.columns_.push_back(std::move(column));
  }
  if (tells_whom) return table;
  fault = {heading.line, "external_id", "missing_column",
           "a column says whom a row is of: visitor, external_id or email"};
  return std::nullopt;
}

std::optional<PeopleTable::Wanted> PeopleTable::read(const CsvRow& row, RowFault& fault) const {
  if (row.cells.size() > columns_.size()) {
    fault = {row.line, "", "too_many_cells", "the row is longer than the heading"};
    return std::nullopt;
  }
  Wanted wanted;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const auto& [name, key, field] = columns_[i];
    const std::string& value = row.cells[i];
    if (key.empty() || value.empty()) continue;
    if (key == visitor_column) {
      const auto id = protocol::parse_id('v', value);
      if (!id) {
        fault = {row.line, name, "bad_value", "this is no visitor's number"};
        return std::nullopt;
      }
      wanted.visitor = core::VisitorId{*id};
      continue;
    }
    if (key == external_column) {
      wanted.external_id = value;
      continue;
    }
    if (key == core::email_key) wanted.email = value;
    const auto why = field ? core::fault_of(*field, value) : core::fault_of_contact(key, value);
    if (why) {
      fault = {row.line, name, "bad_value", *why};
      return std::nullopt;
    }
    wanted.values.emplace_back(key, value);
  }
  if (wanted.visitor || !wanted.external_id.empty() || !wanted.email.empty()) return wanted;
  fault = {row.line, "", "nobody_named", "the row does not say whom it is of"};
  return std::nullopt;
}

std::optional<ports::Person> find_wanted(ports::People& people, core::AccountId account,
                                         const PeopleTable::Wanted& wanted, RowFault& fault) {
  using ports::PersonMark;
  std::vector<ports::Person> found;
  std::string column(visitor_column);
  if (wanted.visitor) {
    if (auto person = people.person(account, wanted.visitor)) found.push_back(*std::move(person));
  } else if (!wanted.external_id.empty()) {
    column = external_column;
    found = people.people_with(account, PersonMark::external_id, wanted.external_id, 2);
  } else {
    column = core::email_key;
    found = people.people_with(account, PersonMark::email, wanted.email, 2);
  }
  if (found.size() == 1) return std::move(found.front());
  fault = found.empty()
              ? RowFault{0, column, "nobody", "nobody like this has ever visited"}
              : RowFault{0, column, "several", "several people are like this: merge them first"};
  return std::nullopt;
}

std::vector<core::Command> changes_of(const ports::Person& person,
                                      const PeopleTable::Wanted& wanted, core::AgentId by) {
  std::vector<core::Command> changes;
  for (const auto& [key, value] : wanted.values) {
    if (ports::vouched(person, key) || ports::shown(person, key) == value) continue;
    changes.emplace_back(core::command::EditPerson{by, person.id, key, value});
  }
  return changes;
}

}  // namespace usher::app
