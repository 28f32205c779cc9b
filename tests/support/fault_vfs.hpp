#pragma once
// A disk that misbehaves, as an SQLite VFS over the system's own.
//
// It remembers what each file held at its last sync, and can drop everything younger: a power loss.
// It can also run full, or fail its next sync. One disk at a time may be installed in a process.

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

namespace usher::test {

class FaultDisk {
 public:
  FaultDisk();  // installs it as "usher-fault"; never SQLite's default
  ~FaultDisk();
  FaultDisk(const FaultDisk&) = delete;
  FaultDisk& operator=(const FaultDisk&) = delete;

  static std::string vfs() { return "usher-fault"; }

  // A power loss: writes `to` as the folder's files would be found afterwards, while the journal
  // over this disk still runs. The shared-memory file is not kept: it never survives.
  void lose_power(const std::filesystem::path& to);

  // After so many more bytes, writes fail with "no space left".
  void fill_after(std::size_t bytes);
  void make_room();
  // From now on, syncs fail.
  void fail_syncs();
  std::size_t syncs() const;
};

}  // namespace usher::test
