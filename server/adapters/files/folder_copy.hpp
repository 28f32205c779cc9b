#pragma once
// A folder of files, copied while it is used: what is half written is left out.

#include <cstdint>
#include <filesystem>
#include <stdexcept>

namespace usher::adapters {

struct CopyError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Copied {
  std::size_t files = 0;
  std::uintmax_t bytes = 0;
};

// All files of FROM and its folders to the same places in TO, synced. A FROM that is missing is
// empty; a file that goes meanwhile is left out. Blocks; throws CopyError.
Copied copy_files(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace usher::adapters
