// Every adapter of ports::Claims under the laws of the port: two nodes over one store.

#include "adapters/memory/journal.hpp"
#include "adapters/sql/errors.hpp"
#include "contract/claims_bench.hpp"
#include "contract/running_journal.hpp"
#include "support/catch.hpp"
#include "support/postgres_server.hpp"
#include "support/temp_folder.hpp"

namespace usher::test {
namespace {

using Outcome = ports::Claimed::Outcome;
using ports::Stored;
using Accounts = std::vector<core::AccountId>;
using Positions = std::vector<core::Position>;
using Seqs = std::vector<core::Seq>;

class MemoryNodes final : public ClaimsBench {
 public:
  Node first() override { return {first_, first_}; }
  Node second() override { return {second_, second_}; }

 private:
  std::shared_ptr<adapters::MemoryStore> store_ = std::make_shared<adapters::MemoryStore>();
  adapters::MemoryJournal first_{store_};
  adapters::MemoryJournal second_{store_};
};

class PostgresNodes final : public ClaimsBench {
 public:
  Node first() override { return {first_.journal, first_.journal}; }
  Node second() override { return {second_.journal, second_.journal}; }

 private:
  static adapters::SqlOptions shared_store() {
    adapters::SqlOptions options = PostgresServer::shared().fresh_store();
    options.shared = true;
    return options;
  }
  const adapters::SqlOptions options_ = shared_store();
  RunningJournal first_{options_};
  RunningJournal second_{options_};
};

Positions stored_of(Node node, core::AccountId account) {
  return positions(load(node.journal, account).events);
}

void nothing_is_stored_for_an_account_that_is_not_claimed(ClaimsBench& bench) {
  const Node node = bench.first();
  CHECK(store(node.journal, here, {message(1, talk, 1)}) == Stored::fenced);
  CHECK_FALSE(erase(node.journal, here, {}, {talk}));
  node.journal.save_snapshot(here, {1, "of nobody"});
  REQUIRE(claim(node, here, 1));
  const Loaded loaded = load(node.journal, here);
  CHECK(loaded.events.empty());
  CHECK_FALSE(loaded.snapshot);
  CHECK(store(node.journal, here, {message(1, talk, 1)}) == Stored::stored);
  CHECK(store(node.journal, there, {message(1, talk, 1)}) == Stored::fenced);
}

void a_claim_shows_what_the_owner_before_stored(ClaimsBench& bench) {
  const Node a = bench.first(), b = bench.second();
  REQUIRE(claim(a, here, 1));
  REQUIRE(store(a.journal, here, {message(1, talk, 1, "a1"), message(2, talk, 2, "a2")}) ==
          Stored::stored);
  a.journal.save_snapshot(here, {1, "of a"});
  a.claims.disclaim(here);
  REQUIRE(claim(b, here, 2));
  const Loaded loaded = load(b.journal, here);
  REQUIRE(loaded.snapshot);
  CHECK(loaded.snapshot->text == "of a");
  CHECK(positions(loaded.events) == Positions{2});
  CHECK(seqs(after(b.journal, here, talk, 0, 9)) == Seqs{1, 2});
  CHECK(find(b.journal, here, talk, visitor, "a1").value());
  CHECK(store(b.journal, here, {message(3, talk, 3)}) == Stored::stored);
}

void who_was_outrun_stores_nothing(ClaimsBench& bench) {
  const Node a = bench.first(), b = bench.second();
  REQUIRE(claim(a, here, 1));
  REQUIRE(store(a.journal, here, {message(1, talk, 1)}) == Stored::stored);
  REQUIRE(claim(b, here, 2));
  CHECK(store(a.journal, here, {message(2, talk, 2, "of a zombie")}) == Stored::fenced);
  CHECK(load(a.journal, here).sound);
  CHECK(store(a.journal, here, {message(2, talk, 2, "of a zombie")}) == Stored::fenced);
  CHECK(stored_of(b, here) == Positions{1});
  CHECK(store(b.journal, here, {message(2, talk, 2)}) == Stored::stored);
  CHECK_FALSE(find(b.journal, here, talk, visitor, "of a zombie").value());
}

void one_account_that_was_outrun_holds_no_other_up(ClaimsBench& bench) {
  const Node a = bench.first(), b = bench.second();
  for (const core::AccountId account : {here, there}) {
    REQUIRE(claim(a, account, 1));
    REQUIRE(store(a.journal, account, {message(1, talk, 1)}) == Stored::stored);
  }
  REQUIRE(claim(b, there, 2));
  ManualLoop loop;
  std::vector<Stored> of_here, of_there;
  for (core::Position position = 2; position <= 30; ++position) {
    a.journal.append(here, {message(position, talk, position)}, loop,
                     [&](Stored stored) { of_here.push_back(stored); });
    a.journal.append(there, {message(position, talk, position)}, loop,
                     [&](Stored stored) { of_there.push_back(stored); });
  }
  loop.run_until([&] { return of_here.size() == 29 && of_there.size() == 29; });
  CHECK(of_here == std::vector(29, Stored::stored));
  CHECK(of_there == std::vector(29, Stored::fenced));
  CHECK(seqs(after(a.journal, here, talk, 28, 9)) == Seqs{29, 30});
  CHECK(stored_of(b, there) == Positions{1});
}

void who_was_outrun_saves_no_snapshot_and_erases_nothing(ClaimsBench& bench) {
  const Node a = bench.first(), b = bench.second();
  REQUIRE(claim(a, here, 1));
  REQUIRE(store(a.journal, here, messages(1, 3, talk, 1)) == Stored::stored);
  a.journal.save_snapshot(here, {2, "of a"});
  REQUIRE(erase(a.journal, here, {}, {}));  // comes after it
  SECTION("snapshots") {
    REQUIRE(claim(b, here, 2));
    a.journal.save_snapshot(here, {3, "of a zombie"});
    CHECK_FALSE(erase(a.journal, here, {}, {}));
    CHECK(load(b.journal, here).snapshot->text == "of a");
  }
  SECTION("erasures") {
    REQUIRE(claim(b, here, 2));
    CHECK_FALSE(erase(a.journal, here, {1, 2}, {talk}));
    CHECK(seqs(after(b.journal, here, talk, 0, 9)) == Seqs{1, 2, 3});
    CHECK(erase(b.journal, here, {1, 2}, {}));
  }
}

void terms_never_fall(ClaimsBench& bench) {
  const Node a = bench.first(), b = bench.second();
  REQUIRE(claim(a, here, 7));
  for (const ports::Term low : {1U, 6U, 7U}) {
    const ports::Claimed refused = b.claims.claim(here, low);
    CHECK(refused.outcome == Outcome::outrun);
    CHECK(refused.term == 7);
  }
  CHECK(store(a.journal, here, {message(1, talk, 1)}) == Stored::stored);
  CHECK(a.claims.claim(here, 6).outcome == Outcome::outrun);
  a.claims.disclaim(here);
  CHECK(b.claims.claim(here, 7).outcome == Outcome::outrun);
  const ports::Claimed later = b.claims.claim(here, 9);
  CHECK(later.outcome == Outcome::claimed);
  CHECK(later.term == 9);
}

void a_claim_whose_answer_was_lost_is_made_again(ClaimsBench& bench) {
  const Node node = bench.first();
  REQUIRE(claim(node, here, 3));
  CHECK(claim(node, here, 3));
  CHECK(store(node.journal, here, {message(1, talk, 1)}) == Stored::stored);
  CHECK(claim(node, here, 3));
  CHECK(stored_of(node, here) == Positions{1});
  CHECK(seqs(after(node.journal, here, talk, 0, 9)) == Seqs{1});
}

void a_claim_forgets_a_failure(ClaimsBench& bench) {
  const Node node = bench.first();
  REQUIRE(claim(node, here, 1));
  CHECK(store(node.journal, here, {message(5, talk, 1)}) == Stored::out_of_order);
  CHECK(store(node.journal, here, {message(1, talk, 1)}) == Stored::out_of_order);
  REQUIRE(claim(node, here, 2));
  CHECK(store(node.journal, here, {message(1, talk, 1)}) == Stored::stored);
}

void what_waits_is_settled_before_an_account_is_disclaimed(ClaimsBench& bench) {
  const Node a = bench.first(), b = bench.second();
  REQUIRE(claim(a, here, 1));
  ManualLoop loop;
  std::vector<Stored> outcomes;
  for (core::Position position = 1; position <= 20; ++position) {
    a.journal.append(here, {message(position, talk, position)}, loop,
                     [&](Stored stored) { outcomes.push_back(stored); });
  }
  a.journal.save_snapshot(here, {20, "the last"});
  a.claims.disclaim(here);
  a.journal.append(here, {message(21, talk, 21)}, loop,
                   [&](Stored stored) { outcomes.push_back(stored); });
  loop.run_until([&] { return outcomes.size() == 21; });
  CHECK(outcomes.back() == Stored::fenced);
  outcomes.pop_back();
  CHECK(outcomes == std::vector(20, Stored::stored));
  REQUIRE(claim(b, here, 2));
  CHECK(load(b.journal, here).snapshot->text == "the last");
}

void outrun_claims_are_told_until_they_are_given_up(ClaimsBench& bench) {
  const Node a = bench.first(), b = bench.second();
  CHECK(a.claims.outrun() == Accounts{});
  REQUIRE(claim(a, here, 1));
  REQUIRE(claim(a, there, 1));
  CHECK(a.claims.outrun() == Accounts{});
  REQUIRE(claim(b, there, 2));
  CHECK(a.claims.outrun() == Accounts{there});
  CHECK(b.claims.outrun() == Accounts{});
  CHECK(store(a.journal, there, {message(1, talk, 1)}) == Stored::fenced);
  CHECK(a.claims.outrun() == Accounts{there});
  a.claims.disclaim(there);
  CHECK(a.claims.outrun() == Accounts{});
}

// What a node knew of an account before another one had it is of the past.
void an_account_that_comes_back_is_known_anew(ClaimsBench& bench) {
  const Node a = bench.first(), b = bench.second();
  REQUIRE(claim(a, here, 1));
  REQUIRE(store(a.journal, here, {message(1, talk, 1, "one"), message(2, talk, 2, "two")}) ==
          Stored::stored);
  REQUIRE(claim(b, here, 2));
  REQUIRE(store(b.journal, here, {message(3, talk, 3, "three")}) == Stored::stored);
  CHECK(store(a.journal, here, {message(3, talk, 3, "zombie")}) == Stored::fenced);
  REQUIRE(claim(a, here, 3));
  CHECK(seqs(after(a.journal, here, talk, 0, 9)) == Seqs{1, 2, 3});
  CHECK(seqs(before(a.journal, here, talk, 3, 9)) == Seqs{1, 2});
  CHECK(find(a.journal, here, talk, visitor, "three").value());
  CHECK(store(a.journal, here, {message(4, talk, 4, "three")}) == Stored::out_of_order);
  CHECK(stored_of(a, here) == Positions{1, 2, 3});
  CHECK(store(a.journal, here, {message(4, talk, 4, "zombie")}) == Stored::stored);
  CHECK(store(b.journal, here, {message(4, talk, 4)}) == Stored::fenced);
}

// Who does not have an account does not have its newest entries either.
void conversations_are_read_where_their_account_is(ClaimsBench& bench) {
  const Node a = bench.first(), b = bench.second();
  REQUIRE(claim(a, here, 1));
  REQUIRE(store(a.journal, here, {message(1, talk, 1, "one")}) == Stored::stored);
  CHECK_FALSE(after(b.journal, here, talk, 0, 9));
  CHECK_FALSE(before(b.journal, here, talk, 9, 9));
  CHECK_FALSE(find(b.journal, here, talk, visitor, "one"));
  CHECK(stored_of(b, here) == Positions{1});
  a.claims.disclaim(here);
  CHECK_FALSE(after(a.journal, here, talk, 0, 9));
}

struct ClaimsLaw {
  const char* name;
  void (*check)(ClaimsBench&);
};

#define LAW(function) \
  ClaimsLaw { #function, function }

const std::vector<ClaimsLaw>& claims_laws() {
  static const std::vector<ClaimsLaw> all{
      LAW(nothing_is_stored_for_an_account_that_is_not_claimed),
      LAW(a_claim_shows_what_the_owner_before_stored),
      LAW(who_was_outrun_stores_nothing),
      LAW(one_account_that_was_outrun_holds_no_other_up),
      LAW(who_was_outrun_saves_no_snapshot_and_erases_nothing),
      LAW(terms_never_fall),
      LAW(a_claim_whose_answer_was_lost_is_made_again),
      LAW(a_claim_forgets_a_failure),
      LAW(what_waits_is_settled_before_an_account_is_disclaimed),
      LAW(outrun_claims_are_told_until_they_are_given_up),
      LAW(an_account_that_comes_back_is_known_anew),
      LAW(conversations_are_read_where_their_account_is),
  };
  return all;
}

}  // namespace

TEST_CASE("claims in memory keep every law of the port", "[claims]") {
  for (const ClaimsLaw& law : claims_laws()) {
    DYNAMIC_SECTION(law.name) {
      MemoryNodes bench;
      law.check(bench);
    }
  }
}

TEST_CASE("claims over PostgreSQL keep every law of the port", "[postgres][claims]") {
  for (const ClaimsLaw& law : claims_laws()) {
    DYNAMIC_SECTION(law.name) {
      PostgresNodes bench;
      law.check(bench);
    }
  }
}

TEST_CASE("without the fence a former owner stores on", "[claims]") {
  const auto kept = std::make_shared<adapters::MemoryStore>();
  adapters::MemoryJournal first(kept), second(kept);
  kept->remove_fence();
  REQUIRE(claim({first, first}, here, 1));
  REQUIRE(claim({second, second}, here, 2));
  CHECK(store(first, here, {message(1, talk, 1)}) == Stored::stored);
}

TEST_CASE("a file is not shared by nodes", "[claims]") {
  const TempFolder folder;
  adapters::SqlOptions options{.folder = folder.path()};
  options.shared = true;
  CHECK_THROWS_AS(RunningJournal(options), adapters::AddressError);
}

}  // namespace usher::test
