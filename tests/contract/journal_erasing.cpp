// The laws of erasing: what is erased was never there, and everything else is where it was.

#include <algorithm>

#include "contract/journal_suite.hpp"
#include "support/catch.hpp"

namespace usher::test {
namespace {

using core::Position;
using ports::Stored;

bool is_erased(const core::Recorded& row) {
  return std::holds_alternative<core::event::Erased>(row.event);
}

// Messages of two conversations in turn, ten of each, and a snapshot behind them.
void talk_twice(JournalBench& bench) {
  for (core::Seq seq = 1; seq <= 10; ++seq) {
    REQUIRE(store(bench.journal(), here,
                  {message(2 * seq - 1, talk, seq), message(2 * seq, other_talk, seq)}) ==
            Stored::stored);
  }
  bench.journal().save_snapshot(here, {20, "of all"});
}

std::vector<Position> of_talk() {
  std::vector<Position> found;
  for (Position position = 1; position <= 19; position += 2) found.push_back(position);
  return found;
}

void what_is_erased_was_never_there(JournalBench& bench) {
  talk_twice(bench);
  REQUIRE(erase(bench.journal(), here, of_talk(), {talk}));
  for (int round = 0; round < 2; ++round) {
    CHECK(after(bench.journal(), here, talk, 0, 100)->entries.empty());
    CHECK(before(bench.journal(), here, talk, 100, 100)->entries.empty());
    const auto found = find(bench.journal(), here, talk, visitor, "client-1");
    CHECK((found && !*found));
    CHECK(seqs(after(bench.journal(), here, other_talk, 0, 100)).size() == 10);
    std::vector<core::Recorded> rows;
    REQUIRE(bench.journal().replay(here, 0, [&](core::Recorded&& row) { rows.push_back(row); }));
    REQUIRE(rows.size() == 20);
    CHECK(positions(rows).back() == 20);
    CHECK(std::ranges::count_if(rows, is_erased) == 10);
    if (!bench.reopen()) break;
  }
  CHECK(store(bench.journal(), here, {message(21, other_talk, 11)}) == Stored::stored);
  CHECK(seqs(after(bench.journal(), here, other_talk, 0, 100)).size() == 11);
}

void nothing_is_erased_that_a_snapshot_may_tell_of(JournalBench& bench) {
  REQUIRE(store(bench.journal(), here, messages(1, 3, talk, 1)) == Stored::stored);
  CHECK_FALSE(erase(bench.journal(), here, {1, 2}, {}));  // there is none
  bench.journal().save_snapshot(here, {1, "of the first"});
  CHECK_FALSE(erase(bench.journal(), here, {1, 2}, {}));
  CHECK(seqs(after(bench.journal(), here, talk, 0, 10)).size() == 3);
  bench.journal().save_snapshot(here, {3, "of all"});
  CHECK(erase(bench.journal(), here, {1, 2}, {}));
  CHECK_FALSE(erase(bench.journal(), here, {3, 4}, {}));  // 4 was never stored
  CHECK(load(bench.journal(), here).snapshot->text == "of all");
}

void erasing_again_changes_nothing(JournalBench& bench) {
  talk_twice(bench);
  CHECK(erase(bench.journal(), here, of_talk(), {talk}));
  CHECK(erase(bench.journal(), here, of_talk(), {talk}));
  CHECK(erase(bench.journal(), here, {}, {}));
  CHECK(seqs(after(bench.journal(), here, other_talk, 0, 100)).size() == 10);
}

void another_account_keeps_what_has_the_same_numbers(JournalBench& bench) {
  REQUIRE(store(bench.journal(), there, messages(1, 20, talk, 1)) == Stored::stored);
  talk_twice(bench);
  REQUIRE(erase(bench.journal(), here, of_talk(), {talk}));
  CHECK(seqs(after(bench.journal(), there, talk, 0, 100)).size() == 20);
}

void many_rows_go_while_others_come(JournalBench& bench) {
  REQUIRE(store(bench.journal(), here, messages(1, 1'000, talk, 1)) == Stored::stored);
  bench.journal().save_snapshot(here, {1'000, "of all"});
  std::vector<Position> all(1'000);
  for (Position i = 0; i < all.size(); ++i) all[i] = i + 1;
  ManualLoop loop;
  std::optional<bool> erased;
  std::size_t stored = 0;
  bench.journal().erase(here, all, {talk}, loop, [&](bool done) { erased = done; });
  for (Position position = 1'001; position <= 1'020; ++position) {
    bench.journal().append(here, {message(position, other_talk, position - 1'000)}, loop,
                           [&](Stored outcome) { stored += outcome == Stored::stored ? 1 : 0; });
  }
  loop.run_until([&] { return erased && stored == 20; });
  CHECK(*erased);
  CHECK(after(bench.journal(), here, talk, 0, 10)->entries.empty());
  CHECK(seqs(after(bench.journal(), here, other_talk, 0, 100)).size() == 20);
}

}  // namespace

#define LAW(name) \
  JournalLaw { #name, &name }

std::vector<JournalLaw> erasing_laws() {
  return {LAW(what_is_erased_was_never_there), LAW(nothing_is_erased_that_a_snapshot_may_tell_of),
          LAW(erasing_again_changes_nothing), LAW(another_account_keeps_what_has_the_same_numbers),
          LAW(many_rows_go_while_others_come)};
}

}  // namespace usher::test
