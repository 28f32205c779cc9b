// What ports/people.hpp promises, of the archive in memory and of the one over SQLite.

#include "adapters/memory/archive.hpp"
#include "adapters/sql/archive.hpp"
#include "contract/archive_diary.hpp"
#include "support/catch.hpp"
#include "support/temp_folder.hpp"

namespace usher::test {
namespace {

using ports::Archive;
using ports::PersonMark;

using Ids = std::vector<std::uint64_t>;
constexpr VisitorId phone{12};  // vera's other device
constexpr VisitorId rob{13};

Ids ids_of(const std::vector<ports::Person>& people) {
  Ids ids;
  for (const ports::Person& each : people) ids.push_back(each.id.value);
  return ids;
}

// vera on her phone, too, and somebody else.
Diary three() {
  Diary diary = story();
  diary.visit(phone, {102}, "bing");
  diary.page(phone, {102}, "p3", "https://shop.example/phone");
  diary.open(phone, {202});
  diary.say(by(phone), {202}, "退款到了吗");
  diary.add(event::Assigned{{202}, 2, bob, {}});
  diary.visit(rob, {103}, "bing");
  return diary;
}

std::string name_of(Archive& archive, VisitorId visitor) {
  const auto person = archive.person(account, visitor);
  return person ? ports::shown(*person, core::name_key) : "nobody";
}

void the_staffs_word_goes_before_the_visitors_and_the_backends_before_both(Archive& archive) {
  Diary diary = three();
  diary.add(event::PersonEdited{vera, ann, "name", "王薇"});
  archive.add(account, diary.rows);
  CHECK(name_of(archive, vera) == "王薇");
  CHECK(archive.search(account, {.text = "订单", .limit = 1})[0].visitor_name == "王薇");
  diary.add(event::VisitorIdentified{vera, "Vera", {}, {}, {}});
  archive.add(account, diary.rows);
  CHECK(name_of(archive, vera) == "王薇");
  diary.add(event::PersonEdited{vera, ann, "name", ""});
  archive.add(account, diary.rows);
  CHECK(name_of(archive, vera) == "Vera");
  diary.add(event::PersonEdited{vera, ann, "name", "王薇"});
  diary.add(event::VisitorVerified{vera, "C-1", {true, false, false}});
  archive.add(account, diary.rows);
  CHECK(name_of(archive, vera) == "Vera");
}

void an_edit_is_remembered_with_what_was_before(Archive& archive) {
  Diary diary = three();
  diary.add(event::PersonEdited{vera, ann, "name", "王薇"});
  diary.add(event::PersonEdited{vera, bob, "level", "gold"});
  diary.add(event::PersonEdited{vera, bob, "level", ""});
  archive.add(account, diary.rows);
  const auto edits = archive.edits(account, vera, 0, 10);
  REQUIRE(edits.size() == 3);
  CHECK(edits[2].before == "薇拉");
  CHECK(edits[2].after == "王薇");
  CHECK(edits[2].by == ann);
  CHECK(edits[0].before == "gold");
  CHECK(edits[0].after.empty());
  CHECK(edits[0].at == Time{21'000});
  CHECK(archive.person(account, vera)->edited ==
        std::map<std::string, std::string>{{"name", "王薇"}});
  CHECK(archive.edits(account, vera, edits[1].number, 10) == std::vector{edits[2]});
  CHECK(archive.edits(account, rob, 0, 10).empty());
}

void notes_and_tags_come_and_go(Archive& archive) {
  Diary diary = three();
  diary.add(event::PersonNoted{vera, ann, 900, "爱喝龙井"});
  diary.add(event::PersonNoted{vera, bob, 901, "second"});
  diary.add(event::PersonTagged{vera, ann, "老客户", true});
  diary.add(event::PersonTagged{vera, ann, "vip", true});
  diary.add(event::PersonTagged{vera, ann, "vip", true});
  archive.add(account, diary.rows);
  const auto notes = archive.notes(account, vera, 10);
  REQUIRE(notes.size() == 2);
  CHECK(notes[1] == ports::PersonNote{900, vera, ann, Time{19'000}, "爱喝龙井"});
  CHECK(archive.person(account, vera)->tags == std::vector<std::string>{"vip", "老客户"});
  diary.add(event::PersonNoted{vera, bob, 901, ""});
  diary.add(event::PersonTagged{vera, ann, "vip", false});
  archive.add(account, diary.rows);
  CHECK(archive.notes(account, vera, 10).size() == 1);
  CHECK(archive.person(account, vera)->tags == std::vector<std::string>{"老客户"});
  CHECK(archive.notes(account, rob, 10).empty());
}

void people_are_found_by_what_the_staff_said_of_them(Archive& archive) {
  Diary diary = three();
  diary.add(event::PersonEdited{rob, ann, "name", "罗伯特"});
  diary.add(event::PersonTagged{rob, ann, "批发", true});
  diary.add(event::PersonEdited{rob, ann, "level", "Gold_1"});
  archive.add(account, diary.rows);
  const auto found = [&](const std::string& text) {
    return ids_of(archive.people(account, text, {}, 10));
  };
  CHECK(found("伯特") == Ids{13});
  CHECK(found("批发") == Ids{13});
  CHECK(found("gold_") == Ids{13});
  CHECK(found("") == Ids{13, 11});
  diary.add(event::PersonEdited{rob, ann, "name", ""});
  diary.add(event::PersonTagged{rob, ann, "批发", false});
  diary.add(event::PersonEdited{rob, ann, "level", ""});
  archive.add(account, diary.rows);
  CHECK(found("伯特").empty());
  CHECK(found("") == Ids{11});
}

// Whoever is asked about, it is one person.
void check_one(Archive& archive) {
  for (const VisitorId each : {vera, phone}) {
    INFO(each.value);
    const auto person = archive.person(account, each);
    REQUIRE(person);
    CHECK(person->id == vera);
    CHECK(person->visitors.size() == 2);
    CHECK(person->visits == 2);
    CHECK(person->conversations == 2);
    CHECK(person->first_at == Time{1'000});
    CHECK(person->said.name == "薇拉");
    const auto visits = archive.visits(account, each, {}, 10);
    REQUIRE(visits.size() == 2);
    CHECK(visits[0].visitor == phone);
    CHECK(archive.visits(account, each, {102}, 10).size() == 1);
    CHECK(archive.conversations(account, each, {}, 10).size() == 2);
    CHECK(archive.pages(account, each, {102}, 10).size() == 1);
    CHECK(archive.met(account, each, ann));
    CHECK(archive.met(account, each, bob));
    CHECK(archive.search(account, {.text = "退款", .visitor = each, .limit = 9}).size() == 2);
  }
  CHECK(ids_of(archive.people(account, "", {}, 10)) == Ids{11});
}

void check_two(Archive& archive) {
  CHECK(archive.person(account, vera)->visits == 1);
  CHECK(archive.person(account, phone)->visits == 1);
  CHECK(archive.visits(account, phone, {}, 10).size() == 1);
  CHECK_FALSE(archive.met(account, phone, ann));
  CHECK(archive.search(account, {.text = "退款", .visitor = vera, .limit = 9}).size() == 1);
}

void visitors_with_one_proven_id_are_one_person(Archive& archive) {
  Diary diary = three();
  diary.add(event::VisitorVerified{phone, "C-1", {}});
  archive.add(account, diary.rows);
  check_two(archive);
  diary.add(event::VisitorVerified{vera, "C-1", {}});
  archive.add(account, diary.rows);
  check_one(archive);
  diary.add(event::PersonEdited{phone, ann, "name", "王薇"});
  diary.add(event::PersonTagged{phone, ann, "vip", true});
  diary.add(event::PersonTagged{vera, ann, "vip", false});
  archive.add(account, diary.rows);
  CHECK(name_of(archive, vera) == "王薇");
  CHECK(archive.person(account, phone)->tags.empty());
}

void a_merge_by_hand_joins_until_it_is_undone(Archive& archive) {
  Diary diary = three();
  diary.add(event::PeopleMerged{phone, vera, ann});
  archive.add(account, diary.rows);
  check_one(archive);
  const auto visitors = archive.person(account, vera)->visitors;
  CHECK(visitors[1] == ports::PersonVisitor{phone, "", vera, ann, Time{19'000}});
  diary.add(event::PeopleSplit{phone, ann});
  archive.add(account, diary.rows);
  check_two(archive);
  CHECK_FALSE(archive.person(account, phone)->visitors[0].into);
  CHECK(archive.person(other, phone) == std::nullopt);
}

void whom_the_backend_told_apart_nobody_merges(Archive& archive) {
  Diary diary = three();
  diary.add(event::VisitorVerified{vera, "C-1", {}});
  diary.add(event::VisitorVerified{phone, "C-2", {}});
  diary.add(event::PeopleMerged{phone, vera, ann});
  archive.add(account, diary.rows);
  check_two(archive);
  diary.add(event::PeopleMerged{phone, rob, ann});
  archive.add(account, diary.rows);
  CHECK(archive.person(account, rob)->external_id == "C-2");
  CHECK(archive.person(account, rob)->visits == 2);
  // And a merge that stood before falls with the proof.
  diary.add(event::VisitorVerified{rob, "C-3", {}});
  archive.add(account, diary.rows);
  CHECK(archive.person(account, rob)->visits == 1);
  CHECK(archive.person(account, phone)->external_id == "C-2");
}

void who_has_the_same_address_may_be_the_same(Archive& archive) {
  Diary diary = three();  // vera's phone number is +86 138
  diary.add(event::VisitorIdentified{vera, {}, "Vera@X.example", "+86 138 0000 1111", {}});
  diary.add(event::PersonEdited{phone, ann, "phone", "13800001111"});
  diary.add(event::VisitorIdentified{rob, {}, "vera@x.EXAMPLE", {}, {}});
  archive.add(account, diary.rows);
  CHECK(ids_of(archive.duplicates(account, vera, 10)) == Ids{13, 12});
  CHECK(ids_of(archive.duplicates(account, phone, 10)) == Ids{11});
  CHECK(ids_of(archive.people_with(account, PersonMark::email, "VERA@x.example", 9)) ==
        Ids{13, 11});
  CHECK(ids_of(archive.people_with(account, PersonMark::phone, "0086 13800001111", 9)) ==
        Ids{12, 11});
  CHECK(archive.people_with(account, PersonMark::external_id, "", 9).empty());
  diary.add(event::PeopleMerged{phone, vera, ann});
  diary.add(event::VisitorVerified{rob, "C-9", {}});
  archive.add(account, diary.rows);
  CHECK(ids_of(archive.duplicates(account, phone, 10)) == Ids{13});
  CHECK(ids_of(archive.people_with(account, PersonMark::external_id, "C-9", 9)) == Ids{13});
  CHECK(archive.duplicates(other, vera, 10).empty());
  diary.add(event::PersonEdited{phone, ann, "phone", ""});
  archive.add(account, diary.rows);
  CHECK(ids_of(archive.people_with(account, PersonMark::phone, "13800001111", 9)) == Ids{11});
}

void invitations_are_kept_with_their_answers(Archive& archive) {
  Diary diary = three();
  diary.add(event::VisitorInvited{vera, {101}, 1, ann, {}, {}, {}, false, "需要帮忙吗"});
  diary.add(event::InvitationAnswered{vera, {101}, 1, core::InvitationAnswer::refused});
  diary.add(event::VisitorInvited{vera, {101}, 2, ann, {}, {}, {}, true, "never shown"});
  diary.add(event::VisitorInvited{vera, {101}, 3, bob, {}, {}, {}, false, "Anything else?"});
  archive.add(account, diary.rows);
  const auto found = archive.invitations(account, vera, {}, 10);
  REQUIRE(found.size() == 2);
  CHECK(found[1] ==
        ports::PastInvitation{
            vera, {101}, Time{19'000}, ann, "需要帮忙吗", core::InvitationAnswer::refused});
  CHECK(found[0].answer == core::InvitationAnswer::none);
  CHECK(archive.invitations(account, vera, found[0].at, 10).size() == 1);
  CHECK(archive.invitations(account, rob, {}, 10).empty());
}

using Law = void (*)(Archive&);
constexpr Law laws[] = {&the_staffs_word_goes_before_the_visitors_and_the_backends_before_both,
                        &an_edit_is_remembered_with_what_was_before,
                        &notes_and_tags_come_and_go,
                        &people_are_found_by_what_the_staff_said_of_them,
                        &visitors_with_one_proven_id_are_one_person,
                        &a_merge_by_hand_joins_until_it_is_undone,
                        &whom_the_backend_told_apart_nobody_merges,
                        &who_has_the_same_address_may_be_the_same,
                        &invitations_are_kept_with_their_answers};

}  // namespace

TEST_CASE("people in memory keep every law of the port") {
  for (const Law law : laws) {
    adapters::MemoryArchive archive;
    law(archive);
  }
}

TEST_CASE("people over SQLite keep every law of the port") {
  for (const Law law : laws) {
    const TempFolder folder;
    adapters::SqlArchive archive(folder.path(), "epoch");
    law(archive);
  }
}

}  // namespace usher::test
