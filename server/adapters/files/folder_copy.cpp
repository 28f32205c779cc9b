#include "adapters/files/folder_copy.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "adapters/files/folder_files.hpp"

namespace usher::adapters {
namespace {

namespace fs = std::filesystem;

// Everything that was written to the disk that holds it: one wait for all files.
void sync_disk_of(const fs::path& folder) {
  const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool done = handle >= 0 && ::syncfs(handle) == 0;
  const int reason = errno;
  if (handle >= 0) ::close(handle);
  if (!done) throw CopyError("cannot sync " + folder.string() + ": " + std::strerror(reason));
}

}  // namespace

Copied copy_files(const fs::path& from, const fs::path& to) {
  Copied copied;
  if (!fs::exists(from)) return copied;
  try {
    fs::create_directories(to);
    for (const auto& entry : fs::recursive_directory_iterator(from)) {
      if (!entry.is_regular_file() || is_half_written(entry.path())) continue;
      const fs::path place = to / entry.path().lexically_relative(from);
      fs::create_directories(place.parent_path());
      std::error_code failed;
      if (!fs::copy_file(entry.path(), place, failed)) {
        if (failed == std::errc::no_such_file_or_directory) continue;
        throw CopyError("cannot copy to " + place.string() + ": " + failed.message());
      }
      copied.files += 1;
      copied.bytes += fs::file_size(place);
    }
  } catch (const fs::filesystem_error& error) {
    throw CopyError(error.what());
  }
  sync_disk_of(to);
  return copied;
}

}  // namespace usher::adapters
