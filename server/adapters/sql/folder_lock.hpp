#pragma once
// One serving process per data folder, enforced by an flock on FOLDER/usher.lock. The kernel lets
// go of it when the process ends, however it ends. Tools that only touch the directory need no
// lock.

#include <filesystem>

namespace usher::adapters {

class FolderLock {
 public:
  // Makes the folder (and its parents) when it is missing. Throws FolderInUse, naming the folder
  // and the other process, or FolderError.
  explicit FolderLock(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int file_ = -1;
};

}  // namespace usher::adapters
