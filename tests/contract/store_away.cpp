// What the journal does when PostgreSQL goes away, or when somebody else writes its store. Nothing
// that was acknowledged is lost, nothing is there twice.

#include <set>
#include <thread>

#include "adapters/sql/directory.hpp"
#include "adapters/sql/errors.hpp"
#include "contract/journal_suite.hpp"
#include "contract/running_journal.hpp"
#include "support/catch.hpp"
#include "support/cutting_proxy.hpp"
#include "support/postgres_server.hpp"

namespace usher::test {
namespace {

using Cut = CuttingProxy::Cut;
using ports::Stored;

// Waits until the journal has its store again.
Loaded load_again(ports::Journal& journal) {
  for (;;) {
    Loaded loaded = load(journal, here);
    if (loaded.sound) return loaded;
    std::this_thread::yield();
  }
}

std::size_t times_stored(const Loaded& loaded, const std::string& client_id) {
  std::size_t times = 0;
  for (const core::Recorded& row : loaded.events) {
    if (core::key_of(row.event).client_id == client_id) ++times;
  }
  return times;
}

void cut_off_writer(PostgresServer& server) {
  server.ask(
      "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
      " WHERE application_name = 'usher writer'");
}

// A message cut off at its commit, and one after it.
void survive(Cut cut) {
  PostgresServer& server = PostgresServer::shared();
  CuttingProxy proxy(server.socket());
  adapters::SqlOptions options = server.fresh_store();
  options.postgres = proxy.address();
  RunningJournal running(options);
  REQUIRE(store(running.journal, here, {message(1, talk, 1)}) == Stored::stored);
  proxy.cut_next(cut);
  CHECK(store(running.journal, here, {message(2, talk, 2)}) == Stored::stored);
  CHECK(proxy.cuts() == 1);
  CHECK(store(running.journal, here, {message(3, talk, 3)}) == Stored::stored);
  CHECK(positions(load(running.journal, here).events) == std::vector<core::Position>{1, 2, 3});
  CHECK(seqs(after(running.journal, here, talk, 0, 9)) == std::vector<core::Seq>{1, 2, 3});
}

}  // namespace

TEST_CASE("a commit whose answer was lost is found to be stored", "[postgres][away]") {
  survive(Cut::after_commit);
}

TEST_CASE("a commit that never reached the server is made again", "[postgres][away]") {
  survive(Cut::before_commit);
}

TEST_CASE("a server that was started again is used again", "[postgres][away]") {
  PostgresServer& server = PostgresServer::shared();
  RunningJournal running(server.fresh_store());
  REQUIRE(store(running.journal, here, {message(1, talk, 1)}) == Stored::stored);
  server.stop();
  server.start();
  CHECK(store(running.journal, here, {message(2, talk, 2)}) == Stored::stored);
  CHECK(seqs(after(running.journal, here, talk, 0, 9)) == std::vector<core::Seq>{1, 2});
}

TEST_CASE("while the server is away nothing is acknowledged, and all goes on when it is back",
          "[postgres][away]") {
  PostgresServer& server = PostgresServer::shared();
  const adapters::SqlOptions options = server.fresh_store();
  adapters::SqlDirectory directory(options);
  RunningJournal running(options);
  REQUIRE(store(running.journal, here, {message(1, talk, 1)}) == Stored::stored);
  server.stop();
  CHECK(store(running.journal, here, {message(2, talk, 2)}) == Stored::away);
  CHECK(store(running.journal, there, {message(1, talk, 1)}) == Stored::away);
  CHECK_FALSE(load(running.journal, here).sound);
  CHECK_FALSE(after(running.journal, here, talk, 0, 9));
  CHECK_THROWS_AS(directory.accounts(), ports::DirectoryError);
  server.start();
  CHECK(load_again(running.journal).events.size() == 1);
  CHECK(store(running.journal, there, {message(1, talk, 1)}) == Stored::out_of_order);
  CHECK(load(running.journal, there).events.empty());
  CHECK(store(running.journal, there, {message(1, talk, 1)}) == Stored::stored);
  CHECK(store(running.journal, here, {message(2, talk, 2)}) == Stored::stored);
  CHECK(load(running.journal, here).events.size() == 2);
}

TEST_CASE("through stops and cuts every message is stored once", "[postgres][away]") {
  PostgresServer& server = PostgresServer::shared();
  CuttingProxy proxy(server.socket());
  adapters::SqlOptions options = server.fresh_store();
  options.postgres = proxy.address();
  RunningJournal running(options);
  std::set<std::string> acknowledged;
  core::Position last = 0;
  for (int i = 0; i < 200; ++i) {
    const std::string id = "message " + std::to_string(i);
    if (i % 10 == 3) proxy.cut_next(i % 20 == 3 ? Cut::after_commit : Cut::before_commit);
    if (i % 40 == 7) cut_off_writer(server);
    if (i == 50) server.stop();
    if (i == 150) {
      server.stop();
      server.start();
    }
    // As a client does: again until it is acknowledged, unless the floor knows it by then.
    for (bool known = false; !known;) {
      if (store(running.journal, here, {message(last + 1, talk, last + 1, id)}) == Stored::stored) {
        ++last;
        break;
      }
      if (i == 50) server.start();
      const Loaded loaded = load_again(running.journal);
      last = loaded.events.size();
      known = times_stored(loaded, id) > 0;
    }
    acknowledged.insert(id);
  }
  const Loaded loaded = load_again(running.journal);
  CHECK(loaded.events.size() == acknowledged.size());
  for (const std::string& id : acknowledged) CHECK(times_stored(loaded, id) == 1);
}

TEST_CASE("a store that another process writes is not opened", "[postgres][away]") {
  const adapters::SqlOptions options = PostgresServer::shared().fresh_store();
  RunningJournal running(options);
  REQUIRE(store(running.journal, here, {message(1, talk, 1)}) == Stored::stored);
  CHECK_THROWS_AS(RunningJournal(options), adapters::FolderInUse);
  CHECK(store(running.journal, here, {message(2, talk, 2)}) == Stored::stored);
}

TEST_CASE("whoever lost the store to another process stores nothing more", "[postgres][away]") {
  PostgresServer& server = PostgresServer::shared();
  const adapters::SqlOptions options = server.fresh_store();
  RunningJournal first(options);
  REQUIRE(store(first.journal, here, {message(1, talk, 1)}) == Stored::stored);
  cut_off_writer(server);
  RunningJournal second(options);
  CHECK(store(first.journal, here, {message(2, talk, 2, "of the first")}) == Stored::failed);
  CHECK(store(first.journal, there, {message(1, talk, 1)}) == Stored::failed);
  CHECK(load(second.journal, here).events.size() == 1);
  CHECK(store(second.journal, here, {message(2, talk, 2)}) == Stored::stored);
}

TEST_CASE("an append of an older claim is refused inside the database", "[postgres][away]") {
  PostgresServer& server = PostgresServer::shared();
  const adapters::SqlOptions options = server.fresh_store();
  RunningJournal running(options);
  REQUIRE(store(running.journal, here, {message(1, talk, 1)}) == Stored::stored);
  server.ask("UPDATE " + options.schema +
             ".meta SET value = '99 somebody else' WHERE name = 'writer'");
  CHECK(store(running.journal, here, {message(2, talk, 2)}) == Stored::failed);
  CHECK(server.ask("SELECT count(*) FROM " + options.schema + ".event") == "1");
}

TEST_CASE("what is wrong with the server's address or its schema is said, without the password",
          "[postgres]") {
  const auto complaint_of = [](const std::string& address, const std::string& schema) {
    try {
      adapters::prepare_store({.postgres = address, .schema = schema});
    } catch (const adapters::StoreError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  const std::string nobody = "postgresql://usher:geheim@127.0.0.1:1/shop";
  CHECK(complaint_of(nobody, "usher").find("127.0.0.1:1/shop") != std::string::npos);
  CHECK(complaint_of("postgresql://a:geheim@h:port:x/y", "usher").find("PostgreSQL address") !=
        std::string::npos);
  CHECK(complaint_of(nobody, "Robert'); --").find("schema") != std::string::npos);
  for (const std::string& address : {nobody, std::string("postgresql://a:geheim@h:port:x/y")}) {
    CHECK(complaint_of(address, "usher").find("geheim") == std::string::npos);
    CHECK(complaint_of(address, "usher").find('\n') == std::string::npos);
  }
}

}  // namespace usher::test
