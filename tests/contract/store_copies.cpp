// A store that moves from its file to PostgreSQL arrives whole, or is not served.

#include "adapters/sql/directory.hpp"
#include "adapters/sql/errors.hpp"
#include "adapters/sql/outbox.hpp"
#include "adapters/sql/store_copy.hpp"
#include "contract/journal_suite.hpp"
#include "contract/running_journal.hpp"
#include "support/catch.hpp"
#include "support/postgres_server.hpp"

namespace usher::test {
namespace {

constexpr std::size_t many = 4'500;  // more than two chunks

ports::Agent an_agent() {
  ports::Agent agent;
  agent.account = here;
  agent.setting = {{41}, "Ada 艾达", core::Role::admin, 5, {{21}}};
  agent.login = "Ada";
  agent.password_hash = "$argon2id$…";
  return agent;
}

ports::Delivery a_delivery(const std::string& name) {
  ports::Delivery delivery;
  delivery.webhook = {51};
  delivery.message = name;
  delivery.type = "alarm.wait";
  delivery.body = "{}";
  return delivery;
}

// A store of an account with something in every kind of table; the epoch of its journal.
std::string furnish(const adapters::SqlOptions& store) {
  adapters::SqlDirectory directory(store);
  directory.put(ports::Account{here, "A shop\n商店", std::string(32, 'k')});
  directory.put(ports::Queue{here, {{21}, "Sales", true, 20'000}, 0});
  directory.put(an_agent());
  ports::Site site;
  site.id = {31};
  site.account = here;
  site.key = "s_shop";
  directory.put(site);
  adapters::SqlOutbox outbox(store);
  ports::Webhook webhook;
  webhook.account = here;
  webhook.id = {51};
  webhook.secret = std::string("\0\xff", 2);
  outbox.put(webhook);
  outbox.add({a_delivery("first")});
  RunningJournal running(store);
  CHECK(test::store(running.journal, here, messages(1, many, talk, 1)) == ports::Stored::stored);
  CHECK(test::store(running.journal, there, {message(1, talk, 1)}) == ports::Stored::stored);
  running.journal.save_snapshot(here, {many, "a snapshot\tof it"});
  return running.journal.epoch();
}

void check_copy(const adapters::SqlOptions& store, const std::string& epoch) {
  adapters::SqlDirectory directory(store);
  CHECK(directory.accounts().at(0).name == "A shop\n商店");
  CHECK(directory.agent_by_login("ada")->setting.queues == std::vector<core::QueueId>{{21}});
  CHECK_FALSE(directory.sites().at(0).queue);
  adapters::SqlOutbox outbox(store);
  CHECK(outbox.webhook({51})->secret == std::string("\0\xff", 2));
  outbox.add({a_delivery("second")});
  CHECK(outbox.last({51}, 9).size() == 2);
  RunningJournal running(store);
  CHECK(running.journal.epoch() == epoch);
  const Loaded loaded = load(running.journal, here);
  REQUIRE(loaded.snapshot);
  CHECK(loaded.snapshot->position == many);
  CHECK(loaded.events.empty());
  CHECK(seqs(before(running.journal, here, talk, many + 1, 2)) ==
        std::vector<core::Seq>{many - 1, many});
  CHECK(test::store(running.journal, here, {message(many + 1, talk, many + 1, "client-7")}) ==
        ports::Stored::out_of_order);
  load(running.journal, here);
  CHECK(test::store(running.journal, here, {message(many + 1, talk, many + 1)}) ==
        ports::Stored::stored);
  CHECK(load(running.journal, there).events.size() == 1);
}

struct Interrupted : std::exception {};

}  // namespace

TEST_CASE("a store that was moved to PostgreSQL is the same there", "[postgres][copy]") {
  const TempFolder folder;
  const adapters::SqlOptions from{.folder = folder.path()};
  const std::string epoch = furnish(from);
  const adapters::SqlOptions to = PostgresServer::shared().fresh_store();
  std::vector<std::string> told;
  adapters::StoreCopy(from, to).run([&](const std::string& line) { told.push_back(line); });
  CHECK(told.at(0) == "event: 2000 of 4501 rows, 44 %");
  check_copy(to, epoch);
}

TEST_CASE("a move that was interrupted goes on where it was", "[postgres][copy]") {
  const TempFolder folder;
  const adapters::SqlOptions from{.folder = folder.path()};
  const std::string epoch = furnish(from);
  const adapters::SqlOptions to = PostgresServer::shared().fresh_store();
  CHECK_THROWS_AS(
      adapters::StoreCopy(from, to).run([](const std::string&) { throw Interrupted(); }),
      Interrupted);
  CHECK_THROWS_AS(RunningJournal(to), adapters::StoreError);
  std::vector<std::string> told;
  adapters::StoreCopy(from, to).run([&](const std::string& line) { told.push_back(line); });
  CHECK(told.at(0) == "event: going on after 2000 rows");
  check_copy(to, epoch);
}

TEST_CASE("a store is not moved onto another one, nor onto one that is served",
          "[postgres][copy]") {
  const TempFolder folder;
  const adapters::SqlOptions from{.folder = folder.path()};
  furnish(from);
  const adapters::SqlOptions taken = PostgresServer::shared().fresh_store();
  adapters::SqlDirectory(taken).put(ports::Account{there, "Another", std::string(32, 'a')});
  CHECK_THROWS_AS(adapters::StoreCopy(from, taken), adapters::StoreError);
  CHECK(adapters::SqlDirectory(taken).accounts().at(0).name == "Another");
  const adapters::SqlOptions served = PostgresServer::shared().fresh_store();
  const RunningJournal running(served);
  CHECK_THROWS_AS(adapters::StoreCopy(from, served), adapters::FolderInUse);
}

TEST_CASE("a copy that differs from what it was made of is not finished", "[postgres][copy]") {
  PostgresServer& server = PostgresServer::shared();
  const TempFolder folder;
  const adapters::SqlOptions from{.folder = folder.path()};
  furnish(from);
  const adapters::SqlOptions to = server.fresh_store();
  const auto spoil = [&](const std::string& line) {
    if (line.find("100 %") == std::string::npos) return;
    server.ask("UPDATE " + to.schema + ".event SET body = body || '!' WHERE at_ms % 1000 = 7");
  };
  CHECK_THROWS_AS(adapters::StoreCopy(from, to).run(spoil), adapters::StoreError);
  CHECK_THROWS_AS(RunningJournal(to), adapters::StoreError);
}

}  // namespace usher::test
