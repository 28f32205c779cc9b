#pragma once
// ports::Regions out of a file in MaxMind's format (.mmdb) that tells countries, subdivisions and
// cities: GeoLite2-City, GeoLite2-Country, and whatever is shaped like them.
//
// The file is mapped, not read: who replaces it must put the new one in its place whole (rename,
// as geoipupdate does), never write into the old one.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>

#include "ports/log.hpp"
#include "ports/regions.hpp"

namespace usher::adapters {

// One line that names the file and what is wrong with it.
struct RegionFileError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class RegionFile final : public ports::Regions {
 public:
  // Throws RegionFileError when the file is missing, damaged, or tells no countries.
  RegionFile(std::filesystem::path path, ports::Log& log);
  ~RegionFile() override;
  static void check(const std::filesystem::path& path);  // throws likewise

  std::optional<core::Region> find(const std::string& address) const override;
  // On one thread.
  void refresh() override;

 private:
  class Mapped;
  // By which another file under the same name is known.
  struct Stamp {
    std::filesystem::file_time_type written;
    std::uintmax_t bytes = 0;
    friend bool operator==(const Stamp&, const Stamp&) = default;
  };

  Stamp stamp() const;
  void open();

  const std::filesystem::path path_;
  ports::Log& log_;
  Stamp seen_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Mapped> mapped_;  // guarded by mutex_
};

}  // namespace usher::adapters
