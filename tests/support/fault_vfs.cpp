#include "support/fault_vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <fstream>
#include <limits>
#include <map>
#include <mutex>
#include <set>
#include <stdexcept>
#include <vector>

namespace usher::test {
namespace {

// What a file would hold after a power loss: its bytes at the last sync.
using Image = std::vector<char>;

struct Disk {
  std::mutex mutex;
  std::map<std::string, Image> written;  // by path
  std::map<std::string, Image> synced;
  std::set<std::string> removed;  // since the last sync
  std::size_t room = std::numeric_limits<std::size_t>::max();
  bool syncs_fail = false;
  std::atomic<std::size_t> syncs = 0;
};
Disk* disk = nullptr;

sqlite3_vfs* below = nullptr;  // the system's

// Ours first, the system's behind it in the same block of memory.
struct File {
  sqlite3_file base;
  const char* path;  // SQLite keeps it as long as the file is open
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File* ours(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
sqlite3_file* real(sqlite3_file* file) { return ours(file)->real(); }
const sqlite3_io_methods* methods_of(sqlite3_file* file) { return real(file)->pMethods; }

int close_file(sqlite3_file* file) { return methods_of(file)->xClose(real(file)); }

int read_file(sqlite3_file* file, void* to, int size, sqlite3_int64 at) {
  return methods_of(file)->xRead(real(file), to, size, at);
}

int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
  const auto length = static_cast<std::size_t>(size);
  const std::lock_guard lock(disk->mutex);
  if (disk->room < length) return SQLITE_FULL;
  if (disk->room != std::numeric_limits<std::size_t>::max()) disk->room -= length;
  const int result = methods_of(file)->xWrite(real(file), from, size, at);
  if (result != SQLITE_OK || ours(file)->path == nullptr) return result;
  Image& image = disk->written[ours(file)->path];
  const auto start = static_cast<std::size_t>(at);
  image.resize(std::max(image.size(), start + length));
  std::memcpy(image.data() + start, from, length);
  return SQLITE_OK;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  const std::lock_guard lock(disk->mutex);
  if (ours(file)->path != nullptr) {
    disk->written[ours(file)->path].resize(static_cast<std::size_t>(size));
  }
  return methods_of(file)->xTruncate(real(file), size);
}

// The real sync is left out: the images decide what a power loss leaves.
int sync_file(sqlite3_file* file, int) {
  const std::lock_guard lock(disk->mutex);
  if (disk->syncs_fail) return SQLITE_IOERR_FSYNC;
  ++disk->syncs;
  for (const std::string& path : disk->removed) disk->synced.erase(path);
  disk->removed.clear();
  if (ours(file)->path != nullptr) {
    disk->synced[ours(file)->path] = disk->written[ours(file)->path];
  }
  return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return methods_of(file)->xFileSize(real(file), size);
}
int lock_file(sqlite3_file* file, int level) { return methods_of(file)->xLock(real(file), level); }
int unlock_file(sqlite3_file* file, int level) {
  return methods_of(file)->xUnlock(real(file), level);
}
int check_lock(sqlite3_file* file, int* held) {
  return methods_of(file)->xCheckReservedLock(real(file), held);
}
int control_file(sqlite3_file* file, int what, void* with) {
  return methods_of(file)->xFileControl(real(file), what, with);
}
int sector_size(sqlite3_file* file) { return methods_of(file)->xSectorSize(real(file)); }
// Promises nothing: what the real disk says of itself does not hold for this one.
int traits(sqlite3_file*) { return 0; }
int map_memory(sqlite3_file* file, int page, int size, int extend, void volatile** to) {
  return methods_of(file)->xShmMap(real(file), page, size, extend, to);
}
int lock_memory(sqlite3_file* file, int at, int count, int flags) {
  return methods_of(file)->xShmLock(real(file), at, count, flags);
}
void fence_memory(sqlite3_file* file) { methods_of(file)->xShmBarrier(real(file)); }
int unmap_memory(sqlite3_file* file, int remove) {
  return methods_of(file)->xShmUnmap(real(file), remove);
}

const sqlite3_io_methods methods{
    2,           close_file,   read_file,    write_file,   truncate_file, sync_file, file_size,
    lock_file,   unlock_file,  check_lock,   control_file, sector_size,   traits,    map_memory,
    lock_memory, fence_memory, unmap_memory, nullptr,      nullptr};

int open_file(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* given) {
  File* opened = ours(file);
  opened->path = path;
  opened->base.pMethods = nullptr;
  const int result = below->xOpen(below, path, opened->real(), flags, given);
  if (opened->real()->pMethods != nullptr) opened->base.pMethods = &methods;
  return result;
}

// A removed file is gone for good after the next sync of any file, as on a journalling file system.
int delete_file(sqlite3_vfs*, const char* path, int sync) {
  const std::lock_guard lock(disk->mutex);
  disk->written.erase(path);
  disk->removed.insert(path);
  return below->xDelete(below, path, sync);
}

sqlite3_vfs make_vfs() {
  below = sqlite3_vfs_find(nullptr);
  sqlite3_vfs vfs = *below;
  vfs.pNext = nullptr;
  vfs.zName = "usher-fault";
  vfs.szOsFile = static_cast<int>(sizeof(File)) + below->szOsFile;
  vfs.xOpen = open_file;
  vfs.xDelete = delete_file;
  return vfs;
}

sqlite3_vfs& shim() {
  static sqlite3_vfs vfs = make_vfs();
  return vfs;
}

}  // namespace

FaultDisk::FaultDisk() {
  if (disk != nullptr) throw std::logic_error("one misbehaving disk at a time");
  disk = new Disk;
  sqlite3_vfs_register(&shim(), 0);
}

FaultDisk::~FaultDisk() {
  sqlite3_vfs_unregister(&shim());
  delete disk;
  disk = nullptr;
}

void FaultDisk::lose_power(const std::filesystem::path& to) {
  const std::lock_guard lock(disk->mutex);
  for (const auto& [path, image] : disk->synced) {
    std::ofstream file(to / std::filesystem::path(path).filename(), std::ios::binary);
    file.write(image.data(), static_cast<std::streamsize>(image.size()));
  }
}

void FaultDisk::fill_after(std::size_t bytes) {
  const std::lock_guard lock(disk->mutex);
  disk->room = bytes;
}

void FaultDisk::make_room() { fill_after(std::numeric_limits<std::size_t>::max()); }

void FaultDisk::fail_syncs() {
  const std::lock_guard lock(disk->mutex);
  disk->syncs_fail = true;
}

std::size_t FaultDisk::syncs() const { return disk->syncs; }

}  // namespace usher::test
