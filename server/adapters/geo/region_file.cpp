#include "adapters/geo/region_file.hpp"

#include <maxminddb.h>

#include <array>
#include <initializer_list>
#include <tuple>
#include <utility>
#include <vector>

#include "core/limits.hpp"

namespace usher::adapters {

namespace {

using Path = std::vector<const char*>;

// Empty: there is none.
std::string text_at(MMDB_entry_s entry, const Path& path, std::initializer_list<const char*> more) {
  Path steps = path;
  steps.insert(steps.end(), more);
  steps.push_back(nullptr);
  MMDB_entry_data_s data{};
  if (MMDB_aget_value(&entry, &data, steps.data()) != MMDB_SUCCESS || !data.has_data) return {};
  if (data.type != MMDB_DATA_TYPE_UTF8_STRING) return {};
  return {data.utf8_string, data.data_size};
}

void read_names(const MMDB_entry_s& entry, const Path& path, std::string& zh, std::string& en) {
  zh = text_at(entry, path, {"names", "zh-CN"});
  en = text_at(entry, path, {"names", "en"});
  if (zh.empty()) zh = en;
  if (en.empty()) en = zh;
}

std::optional<core::Region> region_of(const MMDB_entry_s& entry) {
  core::Region region;
  auto& [code, zh, en] = region;
  // Where an address is used; else, where its network is registered.
  for (const char* country : {"country", "registered_country"}) {
    code = text_at(entry, {country}, {"iso_code"});
    read_names(entry, {country}, zh.country, en.country);
    if (!code.empty() || !en.country.empty()) break;
  }
  read_names(entry, {"subdivisions", "0"}, zh.province, en.province);
  read_names(entry, {"city"}, zh.city, en.city);
  if (region == core::Region{}) return std::nullopt;
  return region;
}

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& what) {
  throw RegionFileError("region file " + path.string() + ": " + what);
}

}  // namespace

class RegionFile::Mapped {
 public:
  explicit Mapped(const std::filesystem::path& path) {
    std::error_code failed;
    if (!std::filesystem::is_regular_file(path, failed)) refuse(path, "no such file");
    const int error = MMDB_open(path.c_str(), MMDB_MODE_MMAP, &file_);
    if (error == MMDB_FILE_OPEN_ERROR) refuse(path, "may not be read");
    if (error != MMDB_SUCCESS) refuse(path, "is no MaxMind database, or damaged");
    const Finding finding = probe();
    if (finding == Finding::regions) return;
    const std::string type = file_.metadata.database_type;
    MMDB_close(&file_);
    if (finding == Finding::damage) refuse(path, "is damaged");
    refuse(path, "tells no countries: its type is " + type);
  }
  ~Mapped() { MMDB_close(&file_); }
  Mapped(const Mapped&) = delete;
  Mapped& operator=(const Mapped&) = delete;

  std::string type() const { return file_.metadata.database_type; }

  std::optional<core::Region> find(const std::string& address) const {
    int bad_address = 0;
    int error = MMDB_SUCCESS;
    const MMDB_lookup_result_s found =
        MMDB_lookup_string(&file_, address.c_str(), &bad_address, &error);
    if (bad_address != 0 || error != MMDB_SUCCESS || !found.found_entry) return std::nullopt;
    return region_of(found.entry);
  }

 private:
  enum class Finding : std::uint8_t { regions, nothing, damage };

  // Looks at the first records: a file of something else is as well formed as ours.
  Finding probe() const {
    std::vector<std::uint32_t> ahead{0};
    for (std::size_t looked = 0; !ahead.empty() && looked < limits::region_nodes_probed; ++looked) {
      MMDB_search_node_s node{};
      if (MMDB_read_node(&file_, ahead.back(), &node) != MMDB_SUCCESS) return Finding::damage;
      ahead.pop_back();
      const std::array branches{
          std::tuple{node.right_record_type, node.right_record, node.right_record_entry},
          std::tuple{node.left_record_type, node.left_record, node.left_record_entry}};
      for (const auto& [kind, child, entry] : branches) {
        if (kind == MMDB_RECORD_TYPE_INVALID) return Finding::damage;
        if (kind == MMDB_RECORD_TYPE_DATA && region_of(entry)) return Finding::regions;
        if (kind == MMDB_RECORD_TYPE_SEARCH_NODE) {
          ahead.push_back(static_cast<std::uint32_t>(child));
        }
      }
    }
    return Finding::nothing;
  }

  MMDB_s file_{};
};

RegionFile::RegionFile(std::filesystem::path path, ports::Log& log)
    : path_(std::move(path)), log_(log), seen_(stamp()) {
  open();
}

RegionFile::~RegionFile() = default;

void RegionFile::check(const std::filesystem::path& path) { const Mapped mapped(path); }

RegionFile::Stamp RegionFile::stamp() const {
  std::error_code failed;
  const auto written = std::filesystem::last_write_time(path_, failed);
  if (failed) return {};
  const std::uintmax_t bytes = std::filesystem::file_size(path_, failed);
  return failed ? Stamp{} : Stamp{written, bytes};
}

void RegionFile::open() {
  auto fresh = std::make_shared<const Mapped>(path_);
  log_.info("regions_opened", {{"file", path_.string()}, {"type", fresh->type()}});
  const std::lock_guard lock(mutex_);
  mapped_.swap(fresh);
}

std::optional<core::Region> RegionFile::find(const std::string& address) const {
  std::shared_ptr<const Mapped> mapped;
  {
    const std::lock_guard lock(mutex_);
    mapped = mapped_;
  }
  return mapped->find(address);
}

// Tried once for each file that appears, so that a bad one is logged once.
void RegionFile::refresh() {
  const Stamp now = stamp();
  if (now == seen_) return;
  seen_ = now;
  try {
    open();
  } catch (const RegionFileError& error) {
    log_.error("regions_not_replaced", {{"why", error.what()}});
  }
}

}  // namespace usher::adapters
