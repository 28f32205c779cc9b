#include "adapters/sql/folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include "adapters/sql/errors.hpp"
#include "adapters/sql/folder_lock.hpp"

namespace usher::adapters {

void make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  if (!std::filesystem::exists(folder, error)) {
    if (folder.has_parent_path()) std::filesystem::create_directories(folder.parent_path(), error);
    if (!error && ::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
      error.assign(errno, std::generic_category());
    }
    if (error) {
      throw FolderError("cannot make the data folder " + folder.string() + ": " + error.message());
    }
  }
  if (!std::filesystem::is_directory(folder, error)) {
    throw FolderError("the data folder " + folder.string() + " is not a folder");
  }
  if (::access(folder.c_str(), R_OK | W_OK | X_OK) != 0) {
    throw FolderError("cannot write to the data folder " + folder.string() + ": " +
                      std::strerror(errno));
  }
}

FolderLock::FolderLock(const std::filesystem::path& folder) {
  make_folder(folder);
  const std::string name = (folder / "usher.lock").string();
  file_ = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file_ < 0) throw FolderError("cannot open " + name + ": " + std::strerror(errno));
  if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
    const int reason = errno;
    std::array<char, 32> pid{};
    const ssize_t length = ::pread(file_, pid.data(), pid.size() - 1, 0);
    ::close(file_);
    if (reason != EWOULDBLOCK) {
      throw FolderError("cannot lock " + name + ": " + std::strerror(reason));
    }
    throw FolderInUse("the data folder " + folder.string() + " is served by another process" +
                      (length > 0 ? " (pid " + std::string(pid.data()) + ")" : ""));
  }
  const std::string pid = std::to_string(::getpid());
  // The number is for people only: without it the lock holds all the same.
  if (::ftruncate(file_, 0) == 0) {
    [[maybe_unused]] const ssize_t written = ::pwrite(file_, pid.data(), pid.size(), 0);
  }
}

// The file stays: removing it would let two processes lock two files of one name.
FolderLock::~FolderLock() { ::close(file_); }

}  // namespace usher::adapters
