// What the store does when its disk, its folder or its past are not as they should be.

#include <sqlite3.h>

#include <fstream>

#include "adapters/sql/directory.hpp"
#include "adapters/sql/errors.hpp"
#include "adapters/sql/folder_lock.hpp"
#include "contract/journal_suite.hpp"
#include "contract/running_journal.hpp"
#include "support/catch.hpp"
#include "support/fault_vfs.hpp"
#include "support/temp_folder.hpp"

namespace usher::test {
namespace {

using ports::Stored;

adapters::SqlOptions options_in(const std::filesystem::path& folder) {
  adapters::SqlOptions options;
  options.folder = folder;
  return options;
}

std::string complaint_of(const std::function<void()>& what) {
  try {
    what();
  } catch (const adapters::StoreError& error) {
    return error.what();
  }
  return {};
}

void run_sql(const std::filesystem::path& file, const char* sql) {
  sqlite3* handle = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &handle) == SQLITE_OK);
  CHECK(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(handle);
}

// Stores messages one by one, cutting the power after some; the number of acknowledged messages
// that a restart no longer finds.
std::size_t lost_in_power_cuts(bool synchronous_full) {
  std::size_t lost = 0;
  FaultDisk disk;
  const TempFolder folder;
  adapters::SqlOptions options = options_in(folder.path());
  options.vfs = FaultDisk::vfs();
  options.synchronous_full = synchronous_full;
  RunningJournal running(options);
  for (core::Position acknowledged = 1; acknowledged <= 120; ++acknowledged) {
    REQUIRE(store(running.journal, here, {message(acknowledged, talk, acknowledged)}) ==
            Stored::stored);
    if (acknowledged % 10 != 0) continue;
    const TempFolder after_loss;
    disk.lose_power(after_loss.path());
    CHECK(adapters::check_store(options_in(after_loss.path())).empty());
    RunningJournal again(options_in(after_loss.path()));
    const Loaded loaded = load(again.journal, here);
    REQUIRE(loaded.sound);
    lost += acknowledged - std::min<std::size_t>(acknowledged, loaded.events.size());
  }
  return lost;
}

}  // namespace

TEST_CASE("a power loss takes nothing that was acknowledged") {
  CHECK(lost_in_power_cuts(true) == 0);
}

TEST_CASE("the power-loss test does find losses: synchronous=NORMAL has them") {
  CHECK(lost_in_power_cuts(false) > 0);
}

TEST_CASE("a full disk stores nothing, is said so, and is forgotten when there is room again") {
  FaultDisk disk;
  const TempFolder folder;
  adapters::SqlOptions options = options_in(folder.path());
  options.vfs = FaultDisk::vfs();
  RunningJournal running(options);
  REQUIRE(store(running.journal, here, {message(1, talk, 1)}) == Stored::stored);
  disk.fill_after(0);
  CHECK(store(running.journal, here, {message(2, talk, 2)}) == Stored::disk_full);
  CHECK(store(running.journal, here, {message(2, talk, 2)}) == Stored::out_of_order);
  CHECK(seqs(after(running.journal, here, talk, 0, 9)) == std::vector<core::Seq>{1});
  CHECK(load(running.journal, here).events.size() == 1);
  CHECK(store(running.journal, here, {message(2, talk, 2)}) == Stored::disk_full);
  disk.make_room();
  CHECK(load(running.journal, here).events.size() == 1);
  CHECK(store(running.journal, here, {message(2, talk, 2)}) == Stored::stored);
  CHECK(load(running.journal, here).events.size() == 2);
}

TEST_CASE("after a failed sync nothing is acknowledged any more, and reads go on") {
  FaultDisk disk;
  const TempFolder folder;
  adapters::SqlOptions options = options_in(folder.path());
  options.vfs = FaultDisk::vfs();
  RunningJournal running(options);
  REQUIRE(store(running.journal, here, {message(1, talk, 1)}) == Stored::stored);
  disk.fail_syncs();
  CHECK(store(running.journal, here, {message(2, talk, 2)}) == Stored::failed);
  CHECK(store(running.journal, there, {message(1, talk, 1)}) == Stored::failed);
  CHECK(load(running.journal, here).sound);
  CHECK(store(running.journal, here, {message(2, talk, 2)}) == Stored::failed);
  CHECK(seqs(after(running.journal, here, talk, 0, 9)) == std::vector<core::Seq>{1});
}

TEST_CASE("one sync serves everything that waits") {
  FaultDisk disk;
  const TempFolder folder;
  adapters::SqlOptions options = options_in(folder.path());
  options.vfs = FaultDisk::vfs();
  RunningJournal running(options);
  REQUIRE(store(running.journal, here, {message(1, talk, 1)}) == Stored::stored);
  const std::size_t before = disk.syncs();
  ManualLoop loop;
  std::size_t stored = 0;
  for (core::Position position = 2; position <= 1'000; ++position) {
    running.journal.append(here, {message(position, talk, position)}, loop,
                           [&](Stored) { ++stored; });
  }
  loop.run_until([&] { return stored == 999; });
  CHECK(disk.syncs() - before < 500);
}

TEST_CASE("entries are found while they move from the tail into the index") {
  const TempFolder folder;
  constexpr std::size_t total = 40'000;  // more than twice what the tail holds
  {
    RunningJournal running(options_in(folder.path()));
    for (core::Position first = 1; first <= total; first += 500) {
      REQUIRE(store(running.journal, here, messages(first, 500, talk, first)) == Stored::stored);
      const auto page = before(running.journal, here, talk, first + 500, 200);
      REQUIRE(seqs(page).size() == 200);
      CHECK(seqs(page).back() == first + 499);
    }
    CHECK(seqs(after(running.journal, here, talk, 0, 200)).back() == 200);
    CHECK(store(running.journal, here, {message(total + 1, talk, total + 1, "client-3")}) ==
          Stored::out_of_order);
  }
  RunningJournal again(options_in(folder.path()));
  const auto all = after(again.journal, here, talk, 0, total + 1);
  REQUIRE(seqs(all).size() == total);
  CHECK(find(again.journal, here, talk, visitor, "client-20000").value().has_value());
}

TEST_CASE("a newer schema is refused with a plain message") {
  const TempFolder folder;
  adapters::prepare_store(options_in(folder.path()));
  run_sql(folder.path() / "usher.db", "UPDATE meta SET value = '99' WHERE name = 'schema'");
  const auto open = [&] { adapters::prepare_store(options_in(folder.path())); };
  CHECK_THROWS_AS(open(), adapters::SchemaTooNew);
  CHECK(complaint_of(open).find("newer usher (schema 99") != std::string::npos);
}

TEST_CASE("a file that is no database of ours is left alone") {
  const TempFolder folder;
  const auto open = [&] { adapters::prepare_store(options_in(folder.path())); };
  SECTION("any text") {
    std::ofstream(folder.path() / "usher.db") << std::string(10'000, 'x');
    CHECK_THROWS_AS(open(), adapters::NotADatabase);
  }
  SECTION("somebody else's tables") {
    run_sql(folder.path() / "usher.db", "CREATE TABLE recipes (name TEXT)");
    CHECK_THROWS_AS(open(), adapters::NotADatabase);
  }
}

TEST_CASE("a data folder that cannot be one is named in one line") {
  const TempFolder folder;
  std::ofstream(folder.path() / "file") << "x";
  for (const std::filesystem::path& bad : {folder.path() / "file", folder.path() / "file" / "below",
                                           std::filesystem::path("/proc/no/such")}) {
    const std::string complaint = complaint_of([&] { adapters::FolderLock lock(bad); });
    CHECK(complaint.find(bad.string()) != std::string::npos);
    CHECK(complaint.find('\n') == std::string::npos);
  }
}

TEST_CASE("one process serves a folder; the next one is told whose it is") {
  const TempFolder folder;
  {
    const adapters::FolderLock lock(folder.path() / "data");
    const std::string complaint =
        complaint_of([&] { adapters::FolderLock second(folder.path() / "data"); });
    CHECK(complaint.find((folder.path() / "data").string()) != std::string::npos);
    CHECK(complaint.find("pid ") != std::string::npos);
  }
  CHECK_NOTHROW(adapters::FolderLock(folder.path() / "data"));
}

}  // namespace usher::test
