// The SQL journal's index: its rows, its filter, and what becomes of them in a crash.
#include <filesystem>
#include <set>

#include "adapters/sql/entry_run.hpp"
#include "adapters/sql/message_filter.hpp"
#include "contract/journal_suite.hpp"
#include "contract/running_journal.hpp"
#include "support/catch.hpp"
#include "support/temp_folder.hpp"

namespace usher::test {
namespace {

using adapters::ConversationKey;
using adapters::Number;
using adapters::TailEntry;
using ports::Stored;

constexpr Number shelf = 3;

std::vector<TailEntry> entries_from(Number seq, std::size_t count) {
  std::vector<TailEntry> entries;
  for (std::size_t i = 0; i < count; ++i, ++seq) {
    TailEntry entry{seq, adapters::place_of(shelf, static_cast<core::Position>(seq) * 7), {}};
    if (seq % 3 != 0) entry.hash = seq % 2 == 0 ? -seq : seq << 40;
    entries.push_back(entry);
  }
  return entries;
}

bool same(const TailEntry& a, const TailEntry& b) {
  return a.seq == b.seq && a.place == b.place && a.hash == b.hash;
}

}  // namespace

TEST_CASE("a run of entries reads back as it was written") {
  const auto entries = entries_from(120, adapters::run_entries_max);
  std::vector<TailEntry> read;
  REQUIRE(adapters::decode_run(shelf, 120, adapters::encode_run(entries), read));
  CHECK(std::equal(entries.begin(), entries.end(), read.begin(), read.end(), same));
}

TEST_CASE("a run ends where the next seq is another, and when it is full") {
  auto entries = entries_from(1, 10);
  entries.erase(entries.begin() + 4);
  CHECK(adapters::first_run(entries).size() == 4);
  CHECK(adapters::first_run(entries_from(1, 500)).size() == adapters::run_entries_max);
  CHECK(adapters::first_run({}).empty());
}

TEST_CASE("a damaged run is refused") {
  for (const char* bad :
       {"x ", "12", "12:", "12: ", "12:xy ", "12  13 ", "-1 ", " ", "11112222333344445 "}) {
    std::vector<TailEntry> read;
    CHECK_FALSE(adapters::decode_run(shelf, 1, bad, read));
  }
}

TEST_CASE("the filter never takes a stored message for a new one, and seldom the other way round") {
  adapters::MessageFilter filter;
  const auto key_of = [](Number i) { return ConversationKey{1, 1 + i % 50}; };
  const auto hash_of = [](Number i) {
    return adapters::message_hash(visitor, "id-" + std::to_string(i));
  };
  constexpr Number count = 100'000;
  for (Number i = 0; i < count; ++i) filter.add(key_of(i), hash_of(i));
  Number missed = 0;
  Number mistaken = 0;
  for (Number i = 0; i < count; ++i) {
    missed += filter.may_hold(key_of(i), hash_of(i)) ? 0 : 1;
    mistaken += filter.may_hold(key_of(i + 1), hash_of(i)) ? 1 : 0;  // of another conversation
    mistaken += filter.may_hold(key_of(i), hash_of(i + count)) ? 1 : 0;
  }
  CHECK(missed == 0);
  CHECK(mistaken < count / 100);
  CHECK_FALSE(filter.full());
}

TEST_CASE("a client id is used once, in an append, in a commit, and long after") {
  const TempFolder folder;
  {
    RunningJournal running({.folder = folder.path()});
    CHECK(store(running.journal, here,
                {message(1, talk, 1, "a"), message(2, talk, 2, "b"), message(3, talk, 3, "a")}) ==
          Stored::out_of_order);
    load(running.journal, here);
    CHECK(store(running.journal, here,
                {message(1, talk, 1, "a"), message(2, other_talk, 1, "a"),
                 message(3, talk, 2, "a", agent)}) == Stored::stored);
    ManualLoop loop;
    std::vector<Stored> outcomes;
    for (core::Position position = 4; position <= 5; ++position) {
      running.journal.append(here, {message(position, talk, position - 1, "twice")}, loop,
                             [&](Stored outcome) { outcomes.push_back(outcome); });
    }
    loop.run_until([&] { return outcomes.size() == 2; });
    CHECK(outcomes == std::vector{Stored::stored, Stored::out_of_order});
  }
  RunningJournal again({.folder = folder.path()});
  load(again.journal, here);
  CHECK(store(again.journal, here, {message(5, talk, 4, "a")}) == Stored::out_of_order);
  load(again.journal, here);
  CHECK(store(again.journal, here, {message(5, talk, 4, "new")}) == Stored::stored);
}

TEST_CASE("a crash in the middle of indexing loses no entry and doubles none") {
  const TempFolder folder;
  const TempFolder copy;
  constexpr std::size_t talks = 40;
  constexpr std::size_t each = 500;  // more than the tail holds, all together
  const auto talk_of = [](std::size_t i) { return core::ConversationId{9'000 + i % talks}; };
  {
    RunningJournal running({.folder = folder.path()});
    core::Position position = 0;
    std::vector<core::Recorded> rows;
    for (std::size_t i = 0; i < talks * each; ++i) {
      rows.push_back(message(++position, talk_of(i), i / talks + 1));
      if (rows.size() < 50) continue;  // small appends: a round is under way at the end
      REQUIRE(store(running.journal, here, std::exchange(rows, {})) == Stored::stored);
    }
    for (const char* file : {"usher.db", "usher.db-wal"}) {
      std::filesystem::copy_file(folder.path() / file, copy.path() / file);
    }
  }
  for (int start = 1; start <= 2; ++start) {
    RunningJournal running({.folder = copy.path()});
    for (std::size_t i = 0; i < talks; ++i) {
      const auto forward = seqs(after(running.journal, here, talk_of(i), 0, each + 1));
      REQUIRE(forward.size() == each);
      CHECK(std::set(forward.begin(), forward.end()).size() == each);
      CHECK(seqs(before(running.journal, here, talk_of(i), each + 1, each + 1)) == forward);
      CHECK(seqs(before(running.journal, here, talk_of(i), 222, 3)) ==
            std::vector<core::Seq>{219, 220, 221});
      CHECK(seqs(after(running.journal, here, talk_of(i), 222, 2)) ==
            std::vector<core::Seq>{223, 224});
    }
  }
}

}  // namespace usher::test
