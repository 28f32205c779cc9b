// What ports/archive.hpp promises, of the archive in memory and of the one over SQLite; and that
// both say the same of whatever happened.

#include <fstream>

#include "adapters/memory/archive.hpp"
#include "adapters/sql/archive.hpp"
#include "contract/archive_diary.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"
#include "support/temp_folder.hpp"

namespace usher::test {
namespace {

using ports::Archive;

std::vector<std::string> texts(Archive& archive, ports::MessageQuery query) {
  if (query.limit == 0) query.limit = 10;
  std::vector<std::string> found;
  for (const auto& message : archive.search(account, query)) found.push_back(message.text);
  return found;
}

void messages_are_found_by_their_words(Archive& archive) {
  Diary diary = story();
  archive.add(account, diary.rows);
  const std::vector<std::string> refund{"我想退款，订单 A1234"};
  CHECK(texts(archive, {"退款"}) == refund);
  CHECK(texts(archive, {"退"}) == refund);
  CHECK(texts(archive, {"订单 退款"}) == refund);
  CHECK(texts(archive, {"a12"}) == refund);  // the last word may go on
  CHECK(texts(archive, {"REFUNDS days"}).size() == 1);
  CHECK(texts(archive, {"款退"}).empty());
  CHECK(texts(archive, {"refunds, never"}).empty());
  for (const char* none : {"", "。！", "\"", "* OR a", "_a1700000000001"}) {
    CHECK(texts(archive, {none}).empty());
  }
  const auto found = archive.search(account, {.text = "退款", .limit = 1});
  REQUIRE(found.size() == 1);
  CHECK(found[0].visitor == vera);
  CHECK(found[0].visitor_name == "薇拉");
  CHECK(found[0].conversation == ConversationId{201});
  CHECK(found[0].author == by(vera));
  CHECK(found[0].at == Time{7'000});
  CHECK(archive.search(other, {.text = "退款", .limit = 1}).empty());
}

void an_account_is_dropped_whole(Archive& archive) {
  Diary diary = story();
  archive.add(account, diary.rows);
  archive.set_erasures(account, 7);
  CHECK(archive.erasures(account) == 7);
  CHECK(archive.erasures(other) == 0);
  archive.drop(account);
  CHECK(archive.position(account) == 0);
  CHECK(archive.erasures(account) == 0);
  CHECK(texts(archive, {"退款"}).empty());
  CHECK_FALSE(archive.person(account, vera));
  archive.set_erasures(account, 9);  // before it knows of any event
  CHECK(archive.position(account) == 0);
  archive.add(account, diary.rows);
  CHECK(archive.erasures(account) == 9);
  CHECK(texts(archive, {"退款"}).size() == 1);
}

void a_word_that_goes_on_is_found_among_many(Archive& archive) {
  Diary diary = story();
  diary.open({12}, {202});
  diary.say(by(VisitorId{12}), {202}, "order refund");
  diary.say(by(VisitorId{12}), {202}, "order refused");
  for (int i = 0; i < 1'500; ++i) {
    diary.say(by(VisitorId{12}), {202}, "order " + std::to_string(i));
  }
  diary.say(by(VisitorId{12}), {202}, "order refs");
  archive.add(account, diary.rows);
  const std::vector<std::string> all{"order refs", "order refused", "order refund"};
  CHECK(texts(archive, {"order ref"}) == all);
  CHECK(texts(archive, {"ref order"}).empty());
  CHECK(texts(archive, {"refu"}).size() == 3);
  CHECK(texts(archive, {"order none"}).empty());
  CHECK(texts(archive, {"order 149"}).size() == 10);
  const auto first = archive.search(account, {.text = "order ref", .limit = 2});
  REQUIRE(first.size() == 2);
  CHECK(texts(archive, {.text = "order ref", .before = first[1].number}) ==
        std::vector<std::string>{"order refund"});
}

void a_search_is_narrowed_and_paged(Archive& archive) {
  Diary diary = story();
  diary.open({12}, {202});
  for (int i = 0; i < 5; ++i) diary.say(by(VisitorId{12}), {202}, "退款 " + std::to_string(i));
  archive.add(account, diary.rows);
  CHECK(texts(archive, {"退款"}).size() == 6);
  CHECK(texts(archive, {.text = "退款", .agent = ann}).size() == 1);
  CHECK(texts(archive, {.text = "退款", .agent = bob}).empty());
  CHECK(texts(archive, {.text = "退款", .visitor = VisitorId{12}}).size() == 5);
  CHECK(texts(archive, {.text = "退款", .period = ports::Period{Time{0}, Time{7'001}}}).size() ==
        1);
  const auto first = archive.search(account, {.text = "退款", .limit = 4});
  REQUIRE(first.size() == 4);
  CHECK(first[0].text == "退款 4");
  CHECK(texts(archive, {.text = "退款", .before = first[3].number}) ==
        std::vector<std::string>{"退款 0", "我想退款，订单 A1234"});
}

void a_person_is_known_by_what_it_did(Archive& archive) {
  Diary diary = story();
  diary.visit(vera, {102}, "bing");
  diary.add(event::VisitorIdentified{vera, {}, "v@x.example", {}, {{"plan", ""}}});
  archive.add(account, diary.rows);
  const auto person = archive.person(account, vera);
  REQUIRE(person);
  CHECK(person->said.name == "薇拉");
  CHECK(person->said.email == "v@x.example");
  CHECK(person->said.attributes.empty());
  CHECK(person->visits == 2);
  CHECK(person->conversations == 1);
  CHECK(person->first_at == Time{1'000});
  CHECK(person->last_at == Time{14'000});
  CHECK_FALSE(archive.person(other, vera));

  const auto visits = archive.visits(account, vera, {}, 10);
  REQUIRE(visits.size() == 2);
  CHECK(visits[0].id == VisitId{102});
  CHECK(visits[1].pages == 2);
  CHECK(visits[1].visible_ms == 4'000);
  CHECK(visits[1].source.name == "baidu");
  CHECK(visits[1].entry_url == "https://shop.example/tea?utm=1");
  CHECK(visits[1].region == shenzhen);
  CHECK(visits[1].ended_at == Time{12'000});
  CHECK(archive.visits(account, vera, {102}, 10).size() == 1);
  const auto pages = archive.pages(account, vera, {101}, 10);
  REQUIRE(pages.size() == 2);
  CHECK(pages[0].dwell == core::Dwell{4'000, 3'000});
  CHECK(pages[1].title == "Title of p2");
  CHECK(archive.pages(account, {12}, {101}, 10).empty());

  const auto conversations = archive.conversations(account, vera, {}, 10);
  REQUIRE(conversations.size() == 1);
  CHECK(conversations[0].agent == ann);
  CHECK(conversations[0].messages == 2);
  CHECK(conversations[0].score == 5);
  CHECK(conversations[0].closed_at == Time{10'000});
  CHECK(archive.conversation(account, {201}) == conversations[0]);
  CHECK_FALSE(archive.conversation(other, {201}));
  CHECK(archive.met(account, vera, ann));
  CHECK_FALSE(archive.met(account, vera, bob));
}

void people_are_found_by_what_they_said_of_themselves(Archive& archive) {
  Diary diary = story();
  diary.add(event::VisitorIdentified{{12}, "100% Bob_", {}, {}, {}});
  diary.visit({13}, {103}, "bing");
  diary.add(event::VisitorVerified{{13}, "C-4711", {}});
  archive.add(account, diary.rows);
  const auto found = [&](const std::string& text) {
    std::vector<std::uint64_t> ids;
    for (const auto& each : archive.people(account, text, {}, 10)) ids.push_back(each.id.value);
    return ids;
  };
  using Ids = std::vector<std::uint64_t>;
  CHECK(found("薇") == Ids{11});
  CHECK(found("138") == Ids{11});
  CHECK(found("gold") == Ids{11});
  CHECK(found("c-47") == Ids{13});
  CHECK(found("100%") == Ids{12});
  CHECK(found("bob_") == Ids{12});
  CHECK(found("b_b").empty());
  CHECK(found("!").empty());
}

void visits_are_counted_as_far_as_they_came(Archive& archive) {
  Diary diary = story();
  diary.visit({12}, {102}, "baidu");
  diary.visit({13}, {103}, "bing");
  diary.add(event::VisitorInvited{{13}, {103}, 1, ann});
  diary.open({13}, {203});
  archive.add(account, diary.rows);
  const ports::Period ever{Time{0}, Time{1'000'000}};
  using Rows = std::vector<ports::FunnelRow>;
  CHECK(archive.funnel(account, ever, ports::FunnelBy::all, 9) == Rows{{"", {3, 1, 2, 1, 1}}});
  CHECK(archive.funnel(account, ever, ports::FunnelBy::source, 9) ==
        Rows{{"search baidu", {2, 0, 1, 1, 1}}, {"search bing", {1, 1, 1, 0, 0}}});
  CHECK(archive.funnel(account, ever, ports::FunnelBy::page, 1) == Rows{{"", {2, 1, 1, 0, 0}}});
  CHECK(archive.funnel(account, ever, ports::FunnelBy::campaign, 9) ==
        Rows{{"双十一", {3, 1, 2, 1, 1}}});
  CHECK(archive.funnel(account, {Time{0}, Time{1'000}}, ports::FunnelBy::all, 9).empty());
  CHECK(archive.funnel(other, ever, ports::FunnelBy::all, 9).empty());
}

void what_is_known_is_not_added_again(Archive& archive) {
  Diary diary = story();
  CHECK(archive.position(account) == 0);
  archive.add(account, diary.rows);
  archive.add(account, diary.rows);
  CHECK(archive.position(account) == diary.rows.size());
  CHECK(texts(archive, {"退款"}).size() == 1);
  CHECK(archive.position(other) == 0);
}

void who_is_erased_is_not_found(Archive& archive) {
  Diary diary = story();
  diary.visit({12}, {102}, "bing");
  diary.open({12}, {202});
  diary.say(by(VisitorId{12}), {202}, "退款 of another");
  diary.add(event::VisitorIdentified{{12}, "Willy", {}, {}, {}});
  archive.add(account, diary.rows);
  archive.erase(other, {{vera}, {}, {}});  // is none of theirs
  CHECK(texts(archive, {"退款"}).size() == 2);
  archive.erase(account, {{vera}, {}, {}});
  CHECK(texts(archive, {"退款"}) == std::vector<std::string>{"退款 of another"});
  CHECK(texts(archive, {"refunds"}).empty());
  CHECK_FALSE(archive.person(account, vera));
  CHECK(archive.people(account, "薇拉", {}, 10).empty());
  CHECK(archive.visits(account, vera, {}, 10).empty());
  CHECK(archive.pages(account, vera, {101}, 10).empty());
  CHECK(archive.conversations(account, vera, {}, 10).empty());
  CHECK_FALSE(archive.conversation(account, {201}));
  CHECK_FALSE(archive.met(account, vera, ann));
  CHECK(archive.position(account) == diary.rows.size());
  archive.erase(account, {{}, {{202}}, {{102}}});
  CHECK(texts(archive, {"退款"}).empty());
  CHECK(archive.visits(account, {12}, {}, 10).empty());
  CHECK(archive.person(account, {12}));  // stays without them
}

void what_is_over_and_old_is_stale(Archive& archive) {
  Diary diary = story();
  diary.visit({12}, {102}, "bing");  // still there
  diary.open({12}, {202});
  diary.say(by(VisitorId{12}), {202}, "still open");
  diary.visit({13}, {103}, "bing");
  diary.add(event::VisitEnded{{13}, {103}});
  diary.open({14}, {204});
  diary.add(event::MessageLeft{{204}, 1});
  diary.add(event::Closed{{204}, 2, by(ann)});
  archive.add(account, diary.rows);
  const auto stale = [&](ports::DataClass which, std::int64_t before_ms) {
    const ports::Stale found = archive.stale(account, which, Time{before_ms}, 10);
    CHECK(archive.stale(other, which, Time{before_ms}, 10).count == 0);
    CHECK(archive.stale(account, which, Time{before_ms}, 0).what.empty());
    CHECK(archive.stale(account, which, Time{before_ms}, 0).count == found.count);
    return found.what;
  };
  constexpr std::int64_t ever = 1'000'000;
  CHECK(stale(ports::DataClass::conversations, ever) == core::Erasure{{}, {{201}}, {}});
  CHECK(stale(ports::DataClass::conversations, 10'000).empty());  // closed at that very time
  CHECK(stale(ports::DataClass::left_messages, ever) == core::Erasure{{}, {{204}}, {}});
  CHECK(stale(ports::DataClass::visits, ever) == core::Erasure{{}, {}, {{101}, {103}}});
  CHECK(stale(ports::DataClass::people, ever) == core::Erasure{{{13}}, {}, {}});
}

using Law = void (*)(Archive&);
constexpr Law laws[] = {&messages_are_found_by_their_words,
                        &a_word_that_goes_on_is_found_among_many,
                        &a_search_is_narrowed_and_paged,
                        &a_person_is_known_by_what_it_did,
                        &people_are_found_by_what_they_said_of_themselves,
                        &visits_are_counted_as_far_as_they_came,
                        &what_is_known_is_not_added_again,
                        &who_is_erased_is_not_found,
                        &an_account_is_dropped_whole,
                        &what_is_over_and_old_is_stale};

}  // namespace

TEST_CASE("an archive in memory keeps every law of the port") {
  for (const Law law : laws) {
    adapters::MemoryArchive archive;
    law(archive);
  }
}

TEST_CASE("an archive over SQLite keeps every law of the port") {
  for (const Law law : laws) {
    const TempFolder folder;
    adapters::SqlArchive archive(folder.path(), "epoch");
    law(archive);
  }
}

TEST_CASE("what is erased stands in no file of the archive") {
  const TempFolder folder;
  adapters::SqlArchive archive(folder.path(), "epoch");
  Diary diary = story();
  for (int i = 0; i < 300; ++i) {  // enough for the index to have several parts
    diary.say(by(vera), {201}, "zanzibar" + std::to_string(i) + " 鹦鹉螺");
    if (i % 50 == 0) {
      archive.add(account, diary.rows);
    }
  }
  archive.add(account, diary.rows);
  archive.erase(account, {{vera}, {}, {}});
  for (const auto& each : std::filesystem::directory_iterator(folder.path())) {
    std::ifstream file(each.path(), std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)),
                           std::istreambuf_iterator<char>());
    for (const char* word : {"anzibar", "鹦鹉", "薇拉", "shop.example", "双十一"}) {
      CHECK(text.find(word) == std::string::npos);
    }
  }
}

TEST_CASE("an archive is made anew when it is damaged, or of another journal") {
  const TempFolder folder;
  const auto position = [&](const std::string& epoch) {
    adapters::SqlArchive archive(folder.path(), epoch);
    const core::Position before = archive.position(account);
    archive.add(account, story().rows);
    CHECK(texts(archive, {"退款"}).size() == 1);
    return before;
  };
  CHECK(position("one") == 0);
  CHECK(position("one") == story().rows.size());
  CHECK(position("two") == 0);
  std::ofstream(folder.path() / "archive.db") << "this is no database, however long it may be";
  CHECK(position("two") == 0);
}

}  // namespace usher::test
