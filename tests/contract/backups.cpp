// Copies of a data folder: taken while a server writes to it, and taken into use.

#include <fstream>

#include "adapters/files/folder_copy.hpp"
#include "adapters/sql/backup.hpp"
#include "adapters/sql/errors.hpp"
#include "contract/journal_suite.hpp"
#include "contract/running_journal.hpp"
#include "support/catch.hpp"
#include "support/temp_folder.hpp"

namespace usher::test {
namespace {

namespace fs = std::filesystem;
using adapters::StoreBackup;
using ports::Stored;

adapters::SqlOptions options_in(const fs::path& folder) {
  adapters::SqlOptions options;
  options.folder = folder;
  return options;
}

std::size_t events_in(const fs::path& folder) {
  RunningJournal running(options_in(folder));
  const Loaded loaded = load(running.journal, here);
  REQUIRE(loaded.sound);
  return loaded.events.size();
}

void write(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file) << text;
}

}  // namespace

TEST_CASE("a copy has all that was stored before it, and the original goes on meanwhile") {
  const TempFolder folder;
  const TempFolder copies;
  RunningJournal running(options_in(folder.path()));
  REQUIRE(store(running.journal, here, messages(1, 500, talk, 1)) == Stored::stored);
  StoreBackup copy(folder.path(), copies.path());
  REQUIRE(store(running.journal, here, messages(501, 100, talk, 501)) == Stored::stored);
  CHECK_FALSE(fs::exists(copies.path() / "usher.db"));
  copy.finish();
  CHECK(events_in(copies.path()) == 500);
  CHECK(load(running.journal, here).events.size() == 600);
  CHECK(RunningJournal(options_in(copies.path())).journal.epoch() == running.journal.epoch());
}

TEST_CASE("a copy that is to be used begins an epoch, and takes more") {
  const TempFolder folder;
  const TempFolder copies;
  std::string epoch;
  {
    RunningJournal running(options_in(folder.path()));
    REQUIRE(store(running.journal, here, messages(1, 10, talk, 1)) == Stored::stored);
    epoch = running.journal.epoch();
  }
  {
    StoreBackup copy(folder.path(), copies.path());
    copy.begin_epoch();
    copy.finish();
  }
  RunningJournal again(options_in(copies.path()));
  CHECK(again.journal.epoch() != epoch);
  CHECK(again.journal.epoch().size() == epoch.size());
  CHECK(store(again.journal, here, messages(11, 1, talk, 11)) == Stored::stored);
  CHECK(load(again.journal, here).events.size() == 11);
}

TEST_CASE("a copy that was broken off leaves nothing, and nothing is copied from nothing") {
  const TempFolder folder;
  const TempFolder copies;
  CHECK_THROWS_AS(StoreBackup(folder.path(), copies.path()), adapters::FolderError);
  CHECK_FALSE(fs::exists(folder.path() / "usher.db"));
  { RunningJournal running(options_in(folder.path())); }
  { StoreBackup copy(folder.path(), copies.path()); }
  CHECK(fs::is_empty(copies.path()));
  write(folder.path() / "usher.db", "this is no database");
  CHECK_THROWS_AS(StoreBackup(folder.path(), copies.path()), adapters::StoreError);
  CHECK(fs::is_empty(copies.path()));
}

TEST_CASE("files are copied with their folders, but for what is half written") {
  const TempFolder folder;
  const TempFolder copies;
  write(folder.path() / "files/aa/aa1", "one");
  write(folder.path() / "files/bb/bb1", "three");
  write(folder.path() / "files/bb/bb2.part", "half");
  const auto copied = adapters::copy_files(folder.path() / "files", copies.path() / "files");
  CHECK(copied.files == 2);
  CHECK(copied.bytes == 8);
  CHECK(fs::file_size(copies.path() / "files/bb/bb1") == 5);
  CHECK_FALSE(fs::exists(copies.path() / "files/bb/bb2.part"));
  CHECK(adapters::copy_files(folder.path() / "none", copies.path() / "none").files == 0);
  write(copies.path() / "file", "not a folder");
  CHECK_THROWS_AS(adapters::copy_files(folder.path() / "files", copies.path() / "file"),
                  adapters::CopyError);
}

}  // namespace usher::test
