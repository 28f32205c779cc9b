#include "adapters/sql/backup.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <memory>
#include <string>

#include "adapters/sql/dialect.hpp"
#include "adapters/sql/errors.hpp"
#include "adapters/sql/folder.hpp"

namespace usher::adapters {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t cache_kib = 2'048;

SqlOptions options_of(const fs::path& folder, const std::string& file) {
  SqlOptions options;
  options.folder = folder;
  options.file = file;
  return options;
}

fs::path place_of(const SqlOptions& options) { return options.folder / options.file; }

void sync(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool done = file >= 0 && ::fsync(file) == 0;
  if (file >= 0) ::close(file);
  if (!done) throw StoreError("cannot sync " + path.string());
}

std::string quoted(const fs::path& path) {
  std::string text = "'";
  for (const char c : path.string()) text += c == '\'' ? std::string("''") : std::string(1, c);
  return text + "'";
}

// Runs `work(session)` on a database that is there already; connecting would make a new one.
template <class Work>
void with_database(const SqlOptions& options, const std::string& what, Work work) {
  const std::string name = place_of(options).string();
  if (!fs::is_regular_file(name)) throw FolderError("there is no " + name);
  try {
    const auto session = connect(options, cache_kib);
    if (!sqlite_dialect().has_tables(*session))
      throw NotADatabase(name + " holds nothing of usher's");
    work(*session);
  } catch (const SqlFailure& failure) {
    throw StoreError("cannot " + what + ' ' + name + ": " + failure.what());
  } catch (const soci::soci_error& error) {
    throw StoreError("cannot " + what + ' ' + name + ": " + error.what());
  }
}

}  // namespace

StoreBackup::StoreBackup(const fs::path& from, const fs::path& to)
    : copy_(options_of(to, "usher.db.part")) {
  make_folder(to);
  std::error_code none;
  fs::remove(place_of(copy_), none);
  with_database(options_of(from, "usher.db"), "copy", [this](soci::session& session) {
    session << "VACUUM INTO " + quoted(place_of(copy_));
  });
}

StoreBackup::~StoreBackup() {
  std::error_code none;
  for (const char* more : {"", "-wal", "-shm"}) fs::remove(place_of(copy_).string() + more, none);
}

void StoreBackup::begin_epoch() {
  with_database(copy_, "change", [](soci::session& session) {
    // A copy is written without a log; a server keeps one.
    session << "PRAGMA journal_mode = WAL";
    session << "UPDATE meta SET value = lower(hex(randomblob(8))) WHERE name = 'epoch'";
  });
}

void StoreBackup::finish() {
  with_database(copy_, "check", [this](soci::session& session) {
    const std::string trouble = sqlite_dialect().check_integrity(session);
    if (!trouble.empty()) throw NotADatabase(place_of(copy_).string() + ": " + trouble);
  });
  sync(place_of(copy_));
  std::error_code failed;
  fs::rename(place_of(copy_), copy_.folder / "usher.db", failed);
  if (failed) throw StoreError("cannot rename " + place_of(copy_).string() + failed.message());
  sync(copy_.folder);
}

}  // namespace usher::adapters
