#include "adapters/files/folder_files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <utility>

namespace usher::adapters {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view half_written = ".part";

// Closes it when it goes.
class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags) : value_(::open(path.c_str(), flags, 0600)) {}
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  bool write(std::string_view bytes) const {
    while (value_ >= 0 && !bytes.empty()) {
      const ssize_t written = ::write(value_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return value_ >= 0;
  }
  bool sync() const { return value_ >= 0 && ::fsync(value_) == 0; }

 private:
  int value_;
};

bool sync_folder(const fs::path& folder) {
  return Descriptor(folder, O_RDONLY | O_DIRECTORY).sync();
}

ports::FileStored failure() {
  return errno == ENOSPC || errno == EDQUOT ? ports::FileStored::full : ports::FileStored::failed;
}

}  // namespace

bool is_half_written(const fs::path& file) { return file.extension() == half_written; }

FolderFiles::FolderFiles(fs::path folder, std::uint64_t left_bytes_min)
    : folder_(std::move(folder)),
      left_bytes_min_(left_bytes_min),
      jobs_(1, limits::files_waiting_max) {
  std::error_code none;
  for (fs::recursive_directory_iterator it(folder_, none), end; it != end; it.increment(none)) {
    if (is_half_written(it->path())) fs::remove(it->path(), none);
  }
}

void FolderFiles::put(std::string key, std::string bytes, ports::Loop& loop, Put answer) {
  const bool queued =
      jobs_.add([this, key = std::move(key), bytes = std::move(bytes), &loop, answer] {
        gate_.post(loop, [answer, stored = store(key, bytes)] { answer(stored); });
      });
  if (!queued) gate_.post(loop, [answer] { answer(ports::FileStored::failed); });
}

void FolderFiles::get(std::string key, ports::Loop& loop, Got answer) {
  const bool queued = jobs_.add([this, key = std::move(key), &loop, answer] {
    std::optional<std::string> bytes;
    if (std::ifstream file(place_of(key), std::ios::binary); file) {
      bytes.emplace(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
      if (file.bad()) bytes.reset();
    }
    gate_.post(loop, [answer, bytes = std::move(bytes)] { answer(bytes); });
  });
  if (!queued) gate_.post(loop, [answer] { answer(std::nullopt); });
}

bool FolderFiles::remove(std::string key) {
  return jobs_.add([this, key = std::move(key)] {
    std::error_code none;
    fs::remove(place_of(key), none);
  });
}

fs::path FolderFiles::place_of(const std::string& key) const {
  return folder_ / key.substr(0, 2) / key;
}

bool FolderFiles::has_room(std::size_t bytes) const {
  std::error_code unknown;
  const fs::space_info disk = fs::space(folder_, unknown);
  return unknown || disk.available >= left_bytes_min_ + bytes;
}

ports::FileStored FolderFiles::store(const std::string& key, const std::string& bytes) const {
  const fs::path place = place_of(key);
  const fs::path folder = place.parent_path();
  const fs::path part = place.string() + std::string(half_written);
  std::error_code error;
  if (fs::create_directories(folder, error)) sync_folder(folder_);
  if (!has_room(bytes.size())) return ports::FileStored::full;
  errno = 0;
  const bool written = [&] {
    const Descriptor file(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC);
    return file.write(bytes) && file.sync();
  }();
  if (written && ::rename(part.c_str(), place.c_str()) == 0 && sync_folder(folder)) {
    return ports::FileStored::done;
  }
  const ports::FileStored why = failure();
  fs::remove(part, error);
  return why;
}

}  // namespace usher::adapters
