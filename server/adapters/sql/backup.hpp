#pragma once
// A copy of usher's database, made while servers write to it.

#include <filesystem>

#include "adapters/sql/store.hpp"

namespace usher::adapters {

// Until finish() it has a name that nothing looks for, so that a copy that was broken off counts
// for nothing. All of it blocks for as long as the disk needs, and throws errors.hpp's types.
class StoreBackup {
 public:
  // FROM/usher.db as it is at this instant, as one file that needs no other. Whoever writes to it
  // does not wait; its log grows meanwhile.
  StoreBackup(const std::filesystem::path& from, const std::filesystem::path& to);
  // Without finish() there is no copy.
  ~StoreBackup();
  StoreBackup(const StoreBackup&) = delete;
  StoreBackup& operator=(const StoreBackup&) = delete;

  // What clients saw of the original since then is not in the copy: in an epoch of its own, they
  // begin anew.
  void begin_epoch();
  // Checks it, and makes it TO/usher.db, synced.
  void finish();

 private:
  SqlOptions copy_;
};

}  // namespace usher::adapters
