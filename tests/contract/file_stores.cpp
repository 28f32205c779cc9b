// What every store of files must do, and what the folder does after a crash.

#include <filesystem>
#include <fstream>
#include <limits>
#include <memory>
#include <optional>
#include <string>

#include "adapters/files/folder_files.hpp"
#include "adapters/memory/files.hpp"
#include "support/catch.hpp"
#include "support/manual_loop.hpp"
#include "support/temp_folder.hpp"

namespace usher::test {
namespace {

namespace fs = std::filesystem;
using ports::FileStored;

const std::string key(32, 'a');

// A store with a loop that its answers run on.
struct Shelf {
  ManualLoop loop;
  std::unique_ptr<ports::Files> files;

  FileStored put(const std::string& name, const std::string& bytes) {
    std::optional<FileStored> answer;
    files->put(name, bytes, loop, [&](FileStored stored) { answer = stored; });
    loop.run_until([&] { return answer.has_value(); });
    return *answer;
  }
  std::optional<std::string> get(const std::string& name) {
    bool answered = false;
    std::optional<std::string> got;
    files->get(name, loop, [&](std::optional<std::string> bytes) {
      answered = true;
      got = std::move(bytes);
    });
    loop.run_until([&] { return answered; });
    return got;
  }
};

void gives_what_was_put(Shelf& shelf) {
  std::string bytes(100'000, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 7);
  CHECK_FALSE(shelf.get(key));
  CHECK(shelf.put(key, bytes) == FileStored::done);
  CHECK(shelf.get(key) == bytes);
  CHECK(shelf.put(std::string(32, 'b'), "other") == FileStored::done);
  CHECK(shelf.get(key) == bytes);
  shelf.files->remove(key);
  CHECK_FALSE(shelf.get(key));
  shelf.files->remove(key);
  CHECK(shelf.get(std::string(32, 'b')) == "other");
}

}  // namespace

TEST_CASE("a store of files gives what was put, and nothing else") {
  Shelf shelf;
  SECTION("memory") {
    shelf.files = std::make_unique<adapters::MemoryFiles>();
    gives_what_was_put(shelf);
  }
  SECTION("a folder") {
    const TempFolder folder;
    shelf.files = std::make_unique<adapters::FolderFiles>(folder.path() / "files");
    gives_what_was_put(shelf);
    shelf.files.reset();
  }
}

TEST_CASE("files outlive the process, and what a crash left half written does not") {
  const TempFolder folder;
  const fs::path place = folder.path() / "files";
  Shelf shelf;
  shelf.files = std::make_unique<adapters::FolderFiles>(place);
  REQUIRE(shelf.put(key, "kept") == FileStored::done);
  shelf.files.reset();
  const fs::path half = place / "aa" / (key + ".part");
  std::ofstream(half) << "half";
  shelf.files = std::make_unique<adapters::FolderFiles>(place);
  CHECK(shelf.get(key) == "kept");
  CHECK_FALSE(fs::exists(half));
}

TEST_CASE("a folder that cannot be written to fails, and does not pretend") {
  const TempFolder folder;
  const fs::path place = folder.path() / "files";
  std::ofstream(place) << "a file stands where the folder should be";
  Shelf shelf;
  shelf.files = std::make_unique<adapters::FolderFiles>(place);
  CHECK(shelf.put(key, "lost") == FileStored::failed);
  CHECK_FALSE(shelf.get(key));
}

TEST_CASE("a folder leaves room on its disk for what matters more") {
  const TempFolder folder;
  Shelf shelf;
  shelf.files = std::make_unique<adapters::FolderFiles>(
      folder.path() / "files", std::numeric_limits<std::uint64_t>::max() / 2);
  CHECK(shelf.put(key, "too much") == FileStored::full);
  CHECK_FALSE(shelf.get(key));
}

TEST_CASE("a key names a file and no way out of its folder") {
  CHECK(ports::is_file_key(key));
  CHECK_FALSE(ports::is_file_key(std::string(31, 'a')));
  CHECK_FALSE(ports::is_file_key(std::string(32, 'A')));
  CHECK_FALSE(ports::is_file_key("../../../../../../../etc/passwd."));
}

}  // namespace usher::test
