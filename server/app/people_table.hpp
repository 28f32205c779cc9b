#pragma once
// People as a table that others keep, too: what its columns are, and what a row of it changes.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/csv.hpp"
#include "core/command.hpp"
#include "ports/people.hpp"

namespace usher::app {

std::vector<std::string> people_heading(const core::PersonFields& fields);
std::vector<std::string> people_row(const ports::Person& person, const core::PersonFields& fields);

// Why a row, or the whole table, cannot be taken.
struct RowFault {
  std::size_t line = 0;
  std::string column;
  std::string_view code;
  std::string_view why;
};

// Reads rows by the table's heading. Columns that only tell are ignored, unknown ones refused.
class PeopleTable {
 public:
  // What the row says of whom.
  struct Wanted {
    core::VisitorId visitor;  // 0: by one of the others
    std::string external_id;
    std::string email;
    std::vector<std::pair<std::string, std::string>> values;  // key and value; none is empty
  };

  // None after the fault.
  static std::optional<PeopleTable> of(const CsvRow& heading, const core::PersonFields& fields,
                                       RowFault& fault);
  std::optional<Wanted> read(const CsvRow& row, RowFault& fault) const;

 private:
  struct Column {
    std::string name;                             // as the table has it
    std::string key;                              // empty: ignored
    std::optional<core::PersonField> field = {};  // a custom one
  };

  std::vector<Column> columns_;
};

// Who is meant; none after the fault.
std::optional<ports::Person> find_wanted(ports::People& people, core::AccountId account,
                                         const PeopleTable::Wanted& wanted, RowFault& fault);
// What is not so already. Values that the site's backend names stay as they are.
std::vector<core::Command> changes_of(const ports::Person& person,
                                      const PeopleTable::Wanted& wanted, core::AgentId by);

}  // namespace usher::app
