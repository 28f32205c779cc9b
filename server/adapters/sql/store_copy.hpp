#pragma once
// Moves a store from a data folder's file to PostgreSQL, while nobody serves it.
//
// Events go in chunks, each a transaction, so that a copy that was interrupted goes on where it
// was; all other tables go in one transaction. Then both sides are read and compared, table by
// table: as many rows, with the same checksum. The copy keeps the journal's epoch: clients resume,
// and the archive stays good.

#include <functional>
#include <memory>
#include <string>

#include "adapters/sql/store.hpp"

namespace usher::adapters {

class StoreCopy {
 public:
  // Brings both stores up to this version. Throws errors.hpp's types: the target is another's, or
  // holds something that is no copy of this store; FolderInUse when somebody serves it.
  StoreCopy(const SqlOptions& from, const SqlOptions& to);
  ~StoreCopy();
  StoreCopy(const StoreCopy&) = delete;
  StoreCopy& operator=(const StoreCopy&) = delete;

  // `tell` gets a line now and then. Throws StoreError when something does not work or does not
  // compare; calling it anew is safe.
  void run(const std::function<void(const std::string&)>& tell);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// Whether a copy to this store was begun and not finished.
bool is_half_copied(const SqlOptions& store);

}  // namespace usher::adapters
