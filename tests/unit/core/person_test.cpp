// What the staff say of people: whose word goes first, and what fits a field.

#include "core/person.hpp"

#include "core/codec.hpp"
#include "unit/core/scene.hpp"

namespace usher::test {
namespace {

using core::PersonField;
using core::PersonFieldKind;
using core::Rejection;

command::EditPerson edits(std::string key, std::string value) {
  return {ann, vera, std::move(key), std::move(value)};
}

std::string name_on(const Scene& s) {
  return core::shown_name(s.floor, *core::find(s.floor, vera)).value_or("");
}

command::Identify says(std::optional<std::string> name) {
  return {vera, std::move(name), {}, {}, {}};
}

}  // namespace

TEST_CASE("an edited name is shown at once, until it is taken back") {
  Scene s;
  s.does(command::VisitorConnect{vera, site});
  s.does(says("Vera"));
  s.does(edits("name", "王薇"));
  CHECK(name_on(s) == "王薇");
  s.does(says("Vera again"));
  CHECK(name_on(s) == "王薇");
  s.does(edits("name", ""));
  CHECK(name_on(s) == "Vera again");
}

TEST_CASE("it is shown when the visitor comes back, and read from a snapshot") {
  Scene s;
  s.does(edits("name", "王薇"));
  s.does(edits("level", "gold"));  // no contact: the floor does not keep it
  s.does(command::VisitorConnect{vera, site});
  s.does(says("Vera"));
  CHECK(name_on(s) == "王薇");
  const auto read = core::decode_snapshot(core::encode_snapshot(s.floor));
  REQUIRE(read);
  CHECK(read->staff_edits == s.floor.staff_edits);
  CHECK(read->staff_edits.all().size() == 1);
}

TEST_CASE("what the backend vouched for goes before what the staff edit") {
  Scene s;
  s.does(command::VisitorConnect{vera, site});
  s.does(edits("name", "Nickname"));
  command::Identify proven = says("Vera");
  proven.proven = core::Identity{"4711", {true, false, false}};
  s.does(proven);
  CHECK(name_on(s) == "Vera");
  CHECK(s.refused(edits("name", "Other")) == Rejection::not_permitted);
  s.does(edits("email", "v@x.example"));
  CHECK(core::shown_email(s.floor, *core::find(s.floor, vera)) == "v@x.example");
}

TEST_CASE("the oldest edits are forgotten first") {
  core::StaffEdits edits;
  for (std::uint64_t i = 1; i <= limits::edited_visitors_max + 1; ++i) {
    edits.edit({i}, core::name_key, "x", core::Time{static_cast<std::int64_t>(i)});
  }
  CHECK(edits.all().size() == limits::edited_visitors_max);
  CHECK_FALSE(edits.find({1}));
  CHECK(edits.find({2}));
}

TEST_CASE("only supervisors merge people") {
  Scene s;
  CHECK(s.refused(command::MergePeople{ann, vera, {12}}) == Rejection::not_permitted);
  CHECK(s.refused(command::SplitPeople{ann, vera}) == Rejection::not_permitted);
  CHECK(s.refused(command::EditPerson{{999}, vera, "name", "x"}) == Rejection::unknown_agent);
  CHECK(s.does(command::NotePerson{ann, vera, 7, "a note"}).events.size() == 1);
  CHECK(s.does(command::TagPerson{ann, vera, "vip", true}).events.size() == 1);
}

TEST_CASE("a field takes values of its kind, and an empty one") {
  const auto fits = [](PersonFieldKind kind, const char* value) {
    return !core::fault_of(PersonField{"k", "", kind, {"a", "b"}}, value);
  };
  CHECK(fits(PersonFieldKind::number, ""));
  for (const char* number : {"0", "-3.5", "12"}) CHECK(fits(PersonFieldKind::number, number));
  for (const char* none : {"x", "1x", "1,5", "inf", "nan", "1e5", "-", ".", " 1"}) {
    CHECK_FALSE(fits(PersonFieldKind::number, none));
  }
  for (const char* date : {"2026-02-28", "2024-02-29", "1999-12-31"}) {
    CHECK(fits(PersonFieldKind::date, date));
  }
  for (const char* none : {"2026-02-29", "2026-13-01", "2026-1-1", "26-01-01", "2026-01-00"}) {
    CHECK_FALSE(fits(PersonFieldKind::date, none));
  }
  CHECK(fits(PersonFieldKind::choice, "a"));
  CHECK_FALSE(fits(PersonFieldKind::choice, "c"));
  CHECK(fits(PersonFieldKind::yes_no, "yes"));
  CHECK_FALSE(fits(PersonFieldKind::yes_no, "true"));
  CHECK_FALSE(fits(PersonFieldKind::text, "two\nlines"));
  CHECK_FALSE(core::fault_of_contact("name", "王薇"));
  CHECK(core::fault_of_contact("email", "no address"));
  CHECK(core::fault_of_contact("phone", std::string(65, '1').c_str()));
}

TEST_CASE("fields have keys of their own, and choices have options") {
  const auto fault = [](core::PersonFields fields) { return core::fault_of(fields); };
  using enum PersonFieldKind;
  const core::PersonFields good{{"level", "Level", choice, {"a", "b"}}, {"b_1", "", date}};
  CHECK_FALSE(fault(good));
  CHECK(core::decode_person_fields(core::encode_person_fields(good)) == good);
  CHECK(fault({{"Level", "", text}})->member == "key");
  CHECK(fault({{"", "", text}})->member == "key");
  CHECK(fault({{"name", "", text}})->member == "key");
  CHECK(fault({{"a", "", text}, {"a", "", text}})->at == 1);
  CHECK(fault({{"a", "", choice}})->member == "options");
  CHECK(fault({{"a", "", text, {"x"}}})->member == "options");
  CHECK(fault({{"a", "", choice, {"x", "x"}}})->member == "options");
}

TEST_CASE("addresses that mean the same are equal, and those that say little are none") {
  CHECK(core::email_word(" Vera@X.Example ") == "vera@x.example");
  for (const char* none : {"", "vera", "@x", "vera@", "a@b@c"}) {
    CHECK(core::email_word(none).empty());
  }
  CHECK(core::phone_word("+86 138-0000-1111") == "13800001111");
  CHECK(core::phone_word("0086 13800001111") == "13800001111");
  CHECK(core::phone_word("(020) 8888 7777") == "2088887777");
  CHECK(core::phone_word("12345").empty());
}

}  // namespace usher::test
