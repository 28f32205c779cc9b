// Claims over a PostgreSQL that goes away or is slow: nothing that a former owner had under way is
// missed by the next one, and no account is held up by another one's loss.

#include <chrono>
#include <future>
#include <set>
#include <thread>

#include "adapters/sql/dialect.hpp"
#include "adapters/sql/errors.hpp"
#include "contract/claims_bench.hpp"
#include "contract/running_journal.hpp"
#include "support/catch.hpp"
#include "support/cutting_proxy.hpp"
#include "support/postgres_server.hpp"

namespace usher::test {
namespace {

using Cut = CuttingProxy::Cut;
using ports::Stored;
using Positions = std::vector<core::Position>;

constexpr core::AccountId elsewhere{1'700'000'000'003};

adapters::SqlOptions shared_store() {
  adapters::SqlOptions options = PostgresServer::shared().fresh_store();
  options.shared = true;
  return options;
}

adapters::SqlOptions alone(adapters::SqlOptions options) {
  options.shared = false;
  return options;
}

Node node_of(RunningJournal& running) { return {running.journal, running.journal}; }

Positions stored_of(RunningJournal& running, core::AccountId account) {
  return positions(load(running.journal, account).events);
}

void cut_off_writers() {
  PostgresServer::shared().ask(
      "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
      " WHERE application_name = 'usher writer'");
}

void wait_for_blocked(const std::string& count) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(4);
  while (PostgresServer::shared().ask(
             "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") != count) {
    REQUIRE(std::chrono::steady_clock::now() < until);
    std::this_thread::yield();
  }
}

// Somebody's transaction, that others must wait for.
class Obstacle {
 public:
  Obstacle(const adapters::SqlOptions& options, const std::string& sql)
      : session_(adapters::connect(options, 0)) {
    *session_ << "BEGIN";
    *session_ << sql;
  }
  void remove() { *session_ << "COMMIT"; }

 private:
  std::unique_ptr<soci::session> session_;
};

// Two accounts in one transaction, whose answer is lost; then another node has one of them.
struct Lost {
  Stored of_here, of_there;
  Positions here_stored, there_stored;
};
Lost lose_one_of_two(Cut cut) {
  CuttingProxy proxy(PostgresServer::shared().socket());
  const adapters::SqlOptions options = shared_store();
  adapters::SqlOptions through_proxy = options;
  through_proxy.postgres = proxy.address();
  RunningJournal first(through_proxy);
  RunningJournal second(options);
  for (const core::AccountId account : {there, here, elsewhere}) {  // the lost one's shelf is first
    REQUIRE(claim(node_of(first), account, 1));
    REQUIRE(store(first.journal, account, {message(1, talk, 1)}) == Stored::stored);
  }
  // The writer waits with something else, so that the two come into one transaction.
  Obstacle obstacle(options,
                    "SELECT 1 FROM floor_claim c JOIN shelf s ON s.number = c.shelf"
                    " WHERE s.account = 1700000000003 FOR UPDATE OF c");
  ManualLoop loop;
  std::map<core::AccountId, Stored> outcomes;
  const auto append = [&](core::AccountId account) {
    first.journal.append(account, {message(2, talk, 2)}, loop,
                         [&outcomes, account](Stored stored) { outcomes[account] = stored; });
  };
  append(elsewhere);
  wait_for_blocked("1");
  append(here);
  append(there);
  proxy.cut_next(cut);
  proxy.refuse(true);
  obstacle.remove();
  while (proxy.cuts() == 0) std::this_thread::yield();
  CHECK(claim(node_of(second), there, 2));
  const core::Position next = stored_of(second, there).size() + 1;
  CHECK(store(second.journal, there, {message(next, talk, next, "of the second")}) ==
        Stored::stored);
  proxy.refuse(false);
  loop.run_until([&] { return outcomes.size() == 3; });
  CHECK(outcomes[elsewhere] == Stored::stored);
  CHECK(store(first.journal, here, {message(3, talk, 3)}) == Stored::stored);
  CHECK(store(first.journal, there, {message(3, talk, 3)}) == Stored::fenced);
  CHECK(first.journal.outrun() == std::vector{there});
  return {outcomes[here], outcomes[there], stored_of(first, here), stored_of(second, there)};
}

}  // namespace

TEST_CASE("of a commit whose answer was lost, the next owner has what was stored",
          "[postgres][away][claims]") {
  const Lost lost = lose_one_of_two(Cut::after_commit);
  CHECK(lost.of_here == Stored::stored);
  CHECK(lost.of_there == Stored::stored);  // before the claim
  CHECK(lost.here_stored == Positions{1, 2, 3});
  CHECK(lost.there_stored == Positions{1, 2, 3});
}

TEST_CASE("of a commit that never came, what is still owned is made again",
          "[postgres][away][claims]") {
  const Lost lost = lose_one_of_two(Cut::before_commit);
  CHECK(lost.of_here == Stored::stored);
  CHECK(lost.of_there == Stored::fenced);
  CHECK(lost.here_stored == Positions{1, 2, 3});
  CHECK(lost.there_stored == Positions{1, 2});
}

TEST_CASE("a claim waits for a transaction that is under way, and sees it",
          "[postgres][away][claims]") {
  const adapters::SqlOptions options = shared_store();
  RunningJournal first(options), second(options);
  REQUIRE(claim(node_of(first), here, 1));
  REQUIRE(store(first.journal, here, {message(1, talk, 1)}) == Stored::stored);
  Obstacle obstacle(options, "LOCK TABLE event IN EXCLUSIVE MODE");
  ManualLoop loop;
  std::optional<Stored> outcome;
  first.journal.append(here, {message(2, talk, 2)}, loop, [&](Stored stored) { outcome = stored; });
  wait_for_blocked("1");
  auto claimed = std::async(std::launch::async, [&] { return claim(node_of(second), here, 2); });
  wait_for_blocked("2");
  obstacle.remove();
  CHECK(claimed.get());
  loop.run_until([&] { return outcome.has_value(); });
  CHECK(outcome == Stored::stored);
  CHECK(stored_of(second, here) == Positions{1, 2});
  CHECK(seqs(after(second.journal, here, talk, 0, 9)) == std::vector<core::Seq>{1, 2});
  CHECK(store(first.journal, here, {message(3, talk, 3)}) == Stored::fenced);
}

TEST_CASE("a claim that stands before a transaction fences it", "[postgres][away][claims]") {
  const adapters::SqlOptions options = shared_store();
  RunningJournal first(options), second(options);
  REQUIRE(claim(node_of(first), here, 1));
  REQUIRE(claim(node_of(first), there, 1));
  Obstacle claiming(options,
                    "UPDATE floor_claim SET term = 2, holder = 'another.1' WHERE shelf ="
                    " (SELECT number FROM shelf WHERE account = 1700000000001)");
  ManualLoop loop;
  std::vector<Stored> outcomes;
  first.journal.append(here, {message(1, talk, 1)}, loop,
                       [&](Stored stored) { outcomes.push_back(stored); });
  wait_for_blocked("1");
  claiming.remove();
  loop.run_until([&] { return outcomes.size() == 1; });
  CHECK(outcomes.front() == Stored::fenced);
  CHECK(store(first.journal, there, {message(1, talk, 1)}) == Stored::stored);
  CHECK(second.journal.claim(here, 2).outcome == ports::Claimed::Outcome::outrun);
}

TEST_CASE("a node whose connection ends keeps what nobody else has claimed",
          "[postgres][away][claims]") {
  const adapters::SqlOptions options = shared_store();
  RunningJournal first(options), second(options);
  REQUIRE(claim(node_of(first), here, 1));
  REQUIRE(claim(node_of(first), there, 1));
  REQUIRE(store(first.journal, here, {message(1, talk, 1)}) == Stored::stored);
  cut_off_writers();
  CHECK(store(first.journal, here, {message(2, talk, 2)}) == Stored::stored);
  cut_off_writers();
  REQUIRE(claim(node_of(second), there, 2));
  CHECK(store(first.journal, there, {message(1, talk, 1)}) == Stored::fenced);
  CHECK(store(first.journal, here, {message(3, talk, 3)}) == Stored::stored);
  CHECK(seqs(after(first.journal, here, talk, 0, 9)) == std::vector<core::Seq>{1, 2, 3});
  CHECK(store(second.journal, there, {message(1, talk, 1)}) == Stored::stored);
}

TEST_CASE("a claim fails while the server is away, and is made when it is back",
          "[postgres][away][claims]") {
  PostgresServer& server = PostgresServer::shared();
  RunningJournal running(shared_store());
  REQUIRE(claim(node_of(running), here, 1));
  server.stop();
  CHECK(running.journal.claim(there, 1).outcome == ports::Claimed::Outcome::failed);
  CHECK_FALSE(running.journal.outrun());
  server.start();
  while (!claim(node_of(running), there, 1)) std::this_thread::yield();
  while (!load(running.journal, here).sound) std::this_thread::yield();
  CHECK(store(running.journal, there, {message(1, talk, 1)}) == Stored::stored);
  CHECK(store(running.journal, here, {message(1, talk, 1)}) == Stored::stored);
}

TEST_CASE("nodes and a process that writes alone keep each other out", "[postgres][claims]") {
  const adapters::SqlOptions options = shared_store();
  {
    RunningJournal first(options), second(options);
    CHECK_THROWS_AS(RunningJournal(alone(options)), adapters::FolderInUse);
    CHECK(claim(node_of(second), here, 1));
  }
  {
    RunningJournal single(alone(options));
    CHECK(store(single.journal, here, {message(1, talk, 1)}) == Stored::stored);
    CHECK_THROWS_AS(RunningJournal(options), adapters::FolderInUse);
  }
  RunningJournal again(options);
  CHECK(again.journal.claim(here, 1).outcome == ports::Claimed::Outcome::outrun);
  REQUIRE(claim(node_of(again), here, 2));
  CHECK(stored_of(again, here) == Positions{1});
}

TEST_CASE("a node stores nothing after a process that wrote alone, nor that one after a node",
          "[postgres][away][claims]") {
  const adapters::SqlOptions options = shared_store();
  RunningJournal node(options);
  REQUIRE(claim(node_of(node), here, 1));
  cut_off_writers();
  auto single = std::make_unique<RunningJournal>(alone(options));
  CHECK(store(node.journal, here, {message(1, talk, 1)}) == Stored::failed);
  CHECK_FALSE(claim(node_of(node), there, 1));
  CHECK(store(single->journal, here, {message(1, talk, 1)}) == Stored::stored);
  cut_off_writers();
  RunningJournal later(options);
  CHECK(store(single->journal, here, {message(2, talk, 2)}) == Stored::failed);
  REQUIRE(claim(node_of(later), here, 2));
  CHECK(stored_of(later, here) == Positions{1});
}

// Entries move into the index some at a time, at the old owner's and then at the new one's.
TEST_CASE("conversations are whole when their account moves in the middle of indexing",
          "[postgres][claims]") {
  const adapters::SqlOptions options = shared_store();
  RunningJournal first(options), second(options);
  RunningJournal* owner = &first;
  constexpr std::size_t talks = 40, each = 450, at_once = 100;
  const auto talk_of = [](std::size_t i) { return core::ConversationId{9'000 + i % talks}; };
  ports::Term term = 0;
  REQUIRE(claim(node_of(*owner), here, ++term));
  std::vector<core::Recorded> rows;
  for (std::size_t i = 0; i < talks * each; ++i) {
    rows.push_back(message(i + 1, talk_of(i), i / talks + 1));
    if (rows.size() < at_once) continue;
    REQUIRE(store(owner->journal, here, std::exchange(rows, {})) == Stored::stored);
    if (i < 16'000 || i / at_once % 9 != 0) continue;
    owner = owner == &first ? &second : &first;
    REQUIRE(claim(node_of(*owner), here, ++term));
  }
  for (std::size_t i = 0; i < talks; ++i) {
    const auto forward = seqs(after(owner->journal, here, talk_of(i), 0, each + 1));
    REQUIRE(forward.size() == each);
    CHECK(std::set(forward.begin(), forward.end()).size() == each);
    CHECK(seqs(before(owner->journal, here, talk_of(i), each + 1, each + 1)) == forward);
  }
}

// The index moves what all of a node's accounts have, with any of their messages.
TEST_CASE("a node that was outrun moves nothing of the account into the index",
          "[postgres][claims]") {
  const adapters::SqlOptions options = shared_store();
  RunningJournal first(options), second(options);
  for (const core::AccountId account : {here, there}) REQUIRE(claim(node_of(first), account, 1));
  constexpr std::size_t at_once = 1'000, before = 16'000;
  for (std::size_t i = 1; i <= before; i += at_once) {
    REQUIRE(store(first.journal, here, messages(i, at_once, talk, i)) == Stored::stored);
  }
  REQUIRE(claim(node_of(second), here, 2));
  CHECK(store(second.journal, here, messages(before + 1, 5, talk, before + 1)) == Stored::stored);
  for (std::size_t i = 1; i <= 2'000; i += 500) {
    CHECK(store(first.journal, there, messages(i, 500, talk, i)) == Stored::stored);
  }
  const std::string of_here = ".entry_run WHERE shelf = (SELECT number FROM " + options.schema +
                              ".shelf WHERE account = 1700000000001)";
  PostgresServer& server = PostgresServer::shared();
  CHECK(server.ask("SELECT count(*) FROM " + options.schema + ".entry_run") != "0");
  CHECK(server.ask("SELECT count(*) FROM " + options.schema + of_here) == "0");
  CHECK(store(first.journal, here, messages(before + 1, 1, talk, before + 1)) == Stored::fenced);
  CHECK(seqs(after(second.journal, here, talk, 0, before + 9)).size() == before + 5);
  CHECK(seqs(after(first.journal, there, talk, 0, 9'000)).size() == 2'000);
}

// Both come for new accounts at the same time: no shelf is given to two of them.
TEST_CASE("many claims at the same time get shelves of their own", "[postgres][claims]") {
  const adapters::SqlOptions options = shared_store();
  RunningJournal first(options), second(options);
  const auto work = [](RunningJournal& running, std::uint64_t from) {
    for (std::uint64_t i = from; i < from + 40; ++i) {
      if (!claim(node_of(running), {i}, 1)) return false;
      if (store(running.journal, {i}, {message(1, talk, 1)}) != Stored::stored) return false;
    }
    return true;
  };
  auto others = std::async(std::launch::async, [&] { return work(second, 2'000); });
  CHECK(work(first, 1'000));
  CHECK(others.get());
  CHECK(PostgresServer::shared().ask("SELECT count(*) FROM " + options.schema + ".event") == "80");
}

}  // namespace usher::test
