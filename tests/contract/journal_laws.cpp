#include <atomic>
#include <thread>

#include "contract/journal_suite.hpp"
#include "core/codec.hpp"
#include "support/catch.hpp"

namespace usher::test {
namespace {

using ports::Stored;
using Seqs = std::vector<core::Seq>;
using Positions = std::vector<core::Position>;

void comes_back_as_it_was_stored(JournalBench& bench) {
  const std::vector<core::Recorded> rows{message(1, talk, 1), page_view(2),
                                         message(3, talk, 2, {}, agent)};
  REQUIRE(store(bench.journal(), here, rows) == Stored::stored);
  const Loaded loaded = load(bench.journal(), here);
  REQUIRE(loaded.sound);
  REQUIRE(loaded.events.size() == rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::string wanted;
    std::string found;
    core::encode_body(rows[i].event, wanted);
    core::encode_body(loaded.events[i].event, found);
    CHECK(found == wanted);
    CHECK(core::name_of(loaded.events[i].event) == core::name_of(rows[i].event));
    CHECK(loaded.events[i].position == rows[i].position);
    CHECK(loaded.events[i].at == rows[i].at);
  }
}

void a_hole_is_refused_and_nothing_is_stored_behind_it(JournalBench& bench) {
  REQUIRE(store(bench.journal(), here, {page_view(1)}) == Stored::stored);
  CHECK(store(bench.journal(), here, {page_view(3)}) == Stored::out_of_order);
  CHECK(store(bench.journal(), here, {page_view(2)}) == Stored::out_of_order);
  CHECK(store(bench.journal(), there, {page_view(1)}) == Stored::stored);
  CHECK(positions(load(bench.journal(), here).events) == Positions{1});
  CHECK(store(bench.journal(), here, {page_view(2)}) == Stored::stored);
}

void a_position_is_stored_once(JournalBench& bench) {
  REQUIRE(store(bench.journal(), here, {page_view(1)}) == Stored::stored);
  CHECK(store(bench.journal(), here, {page_view(1)}) == Stored::out_of_order);
  CHECK(load(bench.journal(), here).events.size() == 1);
}

void an_append_is_stored_whole_or_not_at_all(JournalBench& bench) {
  CHECK(store(bench.journal(), here, {page_view(1), page_view(2), page_view(4)}) ==
        Stored::out_of_order);
  CHECK(load(bench.journal(), here).events.empty());
  CHECK(store(bench.journal(), here, {page_view(1)}) == Stored::stored);
}

void a_client_id_is_stored_once_for_an_author_and_conversation(JournalBench& bench) {
  REQUIRE(store(bench.journal(), here, {message(1, talk, 1, "same")}) == Stored::stored);
  CHECK(store(bench.journal(), here, {message(2, talk, 2, "same", agent)}) == Stored::stored);
  CHECK(store(bench.journal(), here, {message(3, other_talk, 1, "same")}) == Stored::stored);
  CHECK(store(bench.journal(), there, {message(1, talk, 1, "same")}) == Stored::stored);
  CHECK(store(bench.journal(), here, {page_view(4), message(5, talk, 3, "same")}) ==
        Stored::out_of_order);
  CHECK(positions(load(bench.journal(), here).events) == Positions{1, 2, 3});
}

void a_client_id_twice_in_one_append_is_refused(JournalBench& bench) {
  CHECK(store(bench.journal(), here, {message(1, talk, 1, "same"), message(2, talk, 2, "same")}) ==
        Stored::out_of_order);
  CHECK(load(bench.journal(), here).events.empty());
}

void pages_go_forward_to_the_end(JournalBench& bench) {
  REQUIRE(store(bench.journal(), here, messages(1, 5, talk, 1)) == Stored::stored);
  const auto first = after(bench.journal(), here, talk, 0, 3);
  CHECK(seqs(first) == Seqs{1, 2, 3});
  CHECK(first->more);
  const auto rest = after(bench.journal(), here, talk, 3, 3);
  CHECK(seqs(rest) == Seqs{4, 5});
  CHECK_FALSE(rest->more);
  const auto exact = after(bench.journal(), here, talk, 2, 3);
  CHECK(seqs(exact) == Seqs{3, 4, 5});
  CHECK_FALSE(exact->more);
  CHECK(seqs(after(bench.journal(), here, talk, 5, 3)).empty());
  CHECK(seqs(after(bench.journal(), here, talk, 1ULL << 52, 3)).empty());
}

void pages_go_back_to_the_start(JournalBench& bench) {
  REQUIRE(store(bench.journal(), here, messages(1, 5, talk, 1)) == Stored::stored);
  const auto last = before(bench.journal(), here, talk, 6, 3);
  CHECK(seqs(last) == Seqs{3, 4, 5});
  CHECK(last->more);
  const auto rest = before(bench.journal(), here, talk, 3, 3);
  CHECK(seqs(rest) == Seqs{1, 2});
  CHECK_FALSE(rest->more);
  CHECK(seqs(before(bench.journal(), here, talk, 1, 3)).empty());
  CHECK(seqs(before(bench.journal(), here, talk, 1ULL << 52, 9)) == Seqs{1, 2, 3, 4, 5});
}

void a_page_holds_its_own_conversation_only(JournalBench& bench) {
  REQUIRE(store(bench.journal(), here,
                {message(1, talk, 1), message(2, other_talk, 1), page_view(3),
                 message(4, talk, 2)}) == Stored::stored);
  CHECK(positions(after(bench.journal(), here, talk, 0, 9)->entries) == Positions{1, 4});
  CHECK(positions(after(bench.journal(), here, other_talk, 0, 9)->entries) == Positions{2});
}

void foreign_conversations_give_nothing(JournalBench& bench) {
  REQUIRE(store(bench.journal(), here, {message(1, talk, 1, "mine")}) == Stored::stored);
  CHECK(seqs(after(bench.journal(), there, talk, 0, 9)).empty());
  REQUIRE(store(bench.journal(), there, {page_view(1)}) == Stored::stored);
  CHECK(seqs(after(bench.journal(), there, talk, 0, 9)).empty());
  CHECK(seqs(before(bench.journal(), there, talk, 9, 9)).empty());
  const auto found = find(bench.journal(), there, talk, visitor, "mine");
  REQUIRE(found);
  CHECK_FALSE(*found);
}

void a_message_is_found_by_its_author_and_client_id(JournalBench& bench) {
  REQUIRE(store(bench.journal(), here,
                {message(1, talk, 1, "same"), message(2, talk, 2, "same", agent)}) ==
          Stored::stored);
  const auto found = find(bench.journal(), here, talk, agent, "same");
  REQUIRE(found);
  REQUIRE(*found);
  CHECK((*found)->position == 2);
  const auto missing = find(bench.journal(), here, talk, visitor, "unknown");
  REQUIRE(missing);
  CHECK_FALSE(*missing);
}

void a_load_begins_with_the_newest_snapshot(JournalBench& bench) {
  REQUIRE(store(bench.journal(), here, {page_view(1), page_view(2), page_view(3)}) ==
          Stored::stored);
  bench.journal().save_snapshot(here, {1, "old"});
  bench.journal().save_snapshot(here, {2, "floor\n\twith lines"});
  const Loaded loaded = load(bench.journal(), here);
  REQUIRE(loaded.snapshot);
  CHECK(loaded.snapshot->position == 2);
  CHECK(loaded.snapshot->text == "floor\n\twith lines");
  CHECK(positions(loaded.events) == Positions{3});
  CHECK_FALSE(load(bench.journal(), there).snapshot);
}

void a_replay_does_not_look_at_snapshots(JournalBench& bench) {
  REQUIRE(store(bench.journal(), here, {page_view(1), page_view(2), page_view(3)}) ==
          Stored::stored);
  bench.journal().save_snapshot(here, {3, "floor"});
  Positions found;
  const auto each = [&](core::Recorded&& row) { found.push_back(row.position); };
  CHECK(bench.journal().replay(here, 1, each));
  CHECK(found == Positions{2, 3});
}

void everything_is_there_after_reopening(JournalBench& bench) {
  const std::string epoch = bench.journal().epoch();
  CHECK_FALSE(epoch.empty());
  REQUIRE(store(bench.journal(), here, messages(1, 700, talk, 1)) == Stored::stored);
  bench.journal().save_snapshot(here, {600, "floor"});
  if (!bench.reopen()) return;
  CHECK(bench.journal().epoch() == epoch);
  const Loaded loaded = load(bench.journal(), here);
  REQUIRE(loaded.snapshot);
  CHECK(loaded.snapshot->position == 600);
  CHECK(loaded.events.size() == 100);
  CHECK(seqs(before(bench.journal(), here, talk, 701, 2)) == Seqs{699, 700});
  CHECK(store(bench.journal(), here, {message(701, talk, 701, "client-5")}) ==
        Stored::out_of_order);
  load(bench.journal(), here);
  CHECK(store(bench.journal(), here, {message(701, talk, 701)}) == Stored::stored);
}

void callbacks_keep_the_order_of_an_account(JournalBench& bench) {
  ManualLoop loop;
  std::vector<core::Position> done;
  for (core::Position position = 1; position <= 300; ++position) {
    bench.journal().append(here, {page_view(position)}, loop, [&done, position](Stored outcome) {
      if (outcome == Stored::stored) done.push_back(position);
    });
  }
  CHECK(done.empty());
  loop.run_until([&] { return done.size() == 300; });
  CHECK(std::is_sorted(done.begin(), done.end()));
}

void callbacks_run_on_the_loop_that_was_given_exactly_once(JournalBench& bench) {
  ManualLoop mine;
  ManualLoop yours;
  int on_mine = 0;
  int on_yours = 0;
  bench.journal().append(here, {page_view(1)}, mine, [&](Stored) { ++on_mine; });
  bench.journal().append(there, {page_view(1)}, yours, [&](Stored) { ++on_yours; });
  mine.run_until([&] { return on_mine == 1; });
  yours.run_until([&] { return on_yours == 1; });
  REQUIRE(load(bench.journal(), here).sound);
  mine.run();
  yours.run();
  CHECK(on_mine == 1);
  CHECK(on_yours == 1);
}

void reads_see_what_was_stored_before(JournalBench& bench) {
  ManualLoop loop;
  std::size_t seen = 0;
  for (core::Position position = 1; position <= 50; ++position) {
    bench.journal().append(here, {message(position, talk, position)}, loop, [&](Stored) {
      bench.journal().entries_after(here, talk, 0, 100, loop,
                                    [&](std::optional<ports::Entries> page) {
                                      seen = std::max(seen, page ? page->entries.size() : 0);
                                    });
    });
    REQUIRE_NOTHROW(loop.run_until([&] { return seen >= position; }));
  }
}

void many_threads_append_for_different_accounts(JournalBench& bench) {
  constexpr std::size_t accounts = 8;
  constexpr core::Position each = 200;
  std::atomic<std::size_t> stored = 0;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < accounts; ++i) {
    threads.emplace_back([&, i] {
      ManualLoop loop;
      core::Position answered = 0;
      for (core::Position position = 1; position <= each; ++position) {
        bench.journal().append({100 + i}, {message(position, talk, position)}, loop,
                               [&](Stored outcome) {
                                 ++answered;
                                 if (outcome == Stored::stored) ++stored;
                               });
      }
      loop.run_until([&] { return answered == each; });
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(stored == accounts * each);
  for (std::size_t i = 0; i < accounts; ++i) {
    CHECK(load(bench.journal(), {100 + i}).events.size() == each);
    CHECK(seqs(after(bench.journal(), {100 + i}, talk, 0, 500)).size() == each);
  }
}

}  // namespace

#define LAW(name) \
  JournalLaw { #name, &name }

const std::vector<JournalLaw>& journal_laws() {
  static const std::vector<JournalLaw> laws = [] {
    std::vector<JournalLaw> all{
        LAW(comes_back_as_it_was_stored),
        LAW(a_hole_is_refused_and_nothing_is_stored_behind_it),
        LAW(a_position_is_stored_once),
        LAW(an_append_is_stored_whole_or_not_at_all),
        LAW(a_client_id_is_stored_once_for_an_author_and_conversation),
        LAW(a_client_id_twice_in_one_append_is_refused),
        LAW(pages_go_forward_to_the_end),
        LAW(pages_go_back_to_the_start),
        LAW(a_page_holds_its_own_conversation_only),
        LAW(foreign_conversations_give_nothing),
        LAW(a_message_is_found_by_its_author_and_client_id),
        LAW(a_load_begins_with_the_newest_snapshot),
        LAW(a_replay_does_not_look_at_snapshots),
        LAW(everything_is_there_after_reopening),
        LAW(callbacks_keep_the_order_of_an_account),
        LAW(callbacks_run_on_the_loop_that_was_given_exactly_once),
        LAW(reads_see_what_was_stored_before),
        LAW(many_threads_append_for_different_accounts),
    };
    const std::vector<JournalLaw> more = erasing_laws();
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }();
  return laws;
}

}  // namespace usher::test
