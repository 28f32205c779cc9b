#pragma once
// ports::Files as files of a folder, in 256 folders by the key's first byte. Written beside their
// place, synced, then moved there, so that a crash leaves no half of one. All of it on a thread of
// its own.

#include <filesystem>
#include <string>

#include "core/limits.hpp"
#include "ports/callback_gate.hpp"
#include "ports/files.hpp"
#include "ports/job_queue.hpp"

namespace usher::adapters {

// One that is still being written, or that a crash left so.
bool is_half_written(const std::filesystem::path& file);

class FolderFiles final : public ports::Files {
 public:
  // The folder is made when the first file comes. Removes what a crash left half written. With less
  // than `left_bytes_min` free on its disk after a file, that file is not taken.
  explicit FolderFiles(std::filesystem::path folder,
                       std::uint64_t left_bytes_min = limits::disk_left_bytes_min);

  void put(std::string key, std::string bytes, ports::Loop& loop, Put answer) override;
  void get(std::string key, ports::Loop& loop, Got answer) override;
  bool remove(std::string key) override;

 private:
  std::filesystem::path place_of(const std::string& key) const;
  ports::FileStored store(const std::string& key, const std::string& bytes) const;
  bool has_room(std::size_t bytes) const;

  std::filesystem::path folder_;
  std::uint64_t left_bytes_min_;
  ports::CallbackGate gate_;
  ports::JobQueue jobs_;  // ends before the gate that it answers through
};

}  // namespace usher::adapters
