// Tables that spreadsheets read and do not run, and people in them.

#include "app/csv.hpp"

#include "adapters/memory/archive.hpp"
#include "app/people_table.hpp"
#include "support/catch.hpp"

namespace usher::test {
namespace {

using app::CsvFault;
using app::CsvRow;
using Cells = std::vector<std::string>;

std::string row_of(const Cells& cells) {
  std::string out;
  app::append_csv_row(out, cells);
  return out;
}

std::vector<CsvRow> rows_of(std::string_view text) {
  auto read = app::read_csv(text, 100);
  REQUIRE(std::holds_alternative<std::vector<CsvRow>>(read));
  return std::get<std::vector<CsvRow>>(std::move(read));
}

CsvFault fault_in(std::string_view text) {
  const auto read = app::read_csv(text, 3);
  REQUIRE(std::holds_alternative<CsvFault>(read));
  return std::get<CsvFault>(read);
}

const core::PersonFields fields{
    {"level", "等级", core::PersonFieldKind::choice, {"gold", "silver"}},
    {"born", "Born", core::PersonFieldKind::date}};

app::RowFault heading_fault(const Cells& heading) {
  app::RowFault fault;
  CHECK_FALSE(app::PeopleTable::of({1, heading}, fields, fault));
  return fault;
}

app::RowFault row_fault(const Cells& heading, const Cells& row) {
  app::RowFault fault;
  const auto table = app::PeopleTable::of({1, heading}, fields, fault);
  REQUIRE(table);
  CHECK_FALSE(table->read({2, row}, fault));
  return fault;
}

}  // namespace

TEST_CASE("what is written is read again, whatever it is") {
  const std::vector<Cells> all{{"a", "", "c"},
                               {"say \"hi\", or\nnot\r\n", "王薇"},
                               {"=1+1", "+86 138", "-1", "@x", "\tx", "\rx"},
                               {"'", "''", "'a", "'=a", "''=a", "' =a"}};
  for (const Cells& cells : all) {
    const auto rows = rows_of(row_of(cells));
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].cells == cells);
  }
  CHECK(row_of({"=1", "b,c"}) == "'=1,\"b,c\"\r\n");
}

TEST_CASE("rows know their lines, and empty ones are skipped") {
  const auto rows = rows_of(
      "\xEF\xBB\xBF"
      "a,b\n\n\"x\ny\",2\r3,4");
  REQUIRE(rows.size() == 3);
  CHECK(rows[0] == CsvRow{1, {"a", "b"}});
  CHECK(rows[1] == CsvRow{3, {"x\ny", "2"}});
  CHECK(rows[2] == CsvRow{5, {"3", "4"}});
  CHECK(rows_of("").empty());
}

TEST_CASE("a text that is no table says where it goes wrong") {
  CHECK(fault_in("a\n\"b").line == 2);
  CHECK(fault_in("a\nb\"c\"").line == 2);
  CHECK(fault_in("\"a\"b").line == 1);
  CHECK(fault_in("1\n2\n3\n4").line == 4);
}

TEST_CASE("a heading names columns that there are, each once, and one that says whom") {
  CHECK(heading_fault({"external_id", "colour"}).column == "colour");
  CHECK(heading_fault({"external_id", "level", "等级"}).code == "duplicate_column");
  CHECK(heading_fault({"name", "level"}).code == "missing_column");
  app::RowFault fault;
  CHECK(app::PeopleTable::of({1, app::people_heading(fields)}, fields, fault));
}

TEST_CASE("a row's values fit their columns, and an empty one changes nothing") {
  const Cells heading{"external_id", "等级", "born", "email"};
  CHECK(row_fault(heading, {"C-1", "copper"}).column == "等级");
  CHECK(row_fault(heading, {"C-1", "", "2026-02-30"}).column == "born");
  CHECK(row_fault(heading, {"C-1", "", "", "no address"}).column == "email");
  CHECK(row_fault(heading, {"", "gold"}).code == "nobody_named");
  CHECK(row_fault(heading, {"C-1", "", "", "", "more"}).code == "too_many_cells");
  app::RowFault fault;
  const auto wanted =
      app::PeopleTable::of({1, heading}, fields, fault)->read({2, {"C-1", "gold", ""}}, fault);
  REQUIRE(wanted);
  CHECK(wanted->external_id == "C-1");
  CHECK(wanted->values == std::vector<std::pair<std::string, std::string>>{{"level", "gold"}});
}

TEST_CASE("a row is of somebody who visited, and changes what is not so already") {
  adapters::MemoryArchive archive;
  const core::AccountId account{1};
  namespace event = core::event;
  archive.add(account, {{1, {1}, event::VisitorVerified{{11}, "C-1", {true, false, false}}},
                        {2, {2}, event::VisitorIdentified{{11}, "Vera", "v@x.example", {}, {}}},
                        {3, {3}, event::VisitorIdentified{{12}, {}, "w@x.example", {}, {}}},
                        {4, {4}, event::VisitorIdentified{{13}, {}, "w@x.example", {}, {}}}});
  app::RowFault fault;
  const auto find = [&](const app::PeopleTable::Wanted& wanted) {
    return app::find_wanted(archive, account, wanted, fault);
  };
  CHECK_FALSE(find({{}, "C-2", "", {}}));
  CHECK(fault.code == "nobody");
  CHECK_FALSE(find({{}, "", "W@x.example", {}}));
  CHECK(fault.code == "several");
  CHECK(find({{12}, "", "", {}})->id == core::VisitorId{12});
  const app::PeopleTable::Wanted wanted{
      {}, "C-1", "", {{"name", "Other"}, {"email", "v@x.example"}, {"level", "gold"}}};
  const auto changes = app::changes_of(*find(wanted), wanted, {41});
  REQUIRE(changes.size() == 1);  // the name is the backend's, the address is known
  CHECK(std::get<core::command::EditPerson>(changes[0]).key == "level");
}

}  // namespace usher::test
