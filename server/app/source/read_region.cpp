#include "app/source/read_region.hpp"

#include <algorithm>

#include "app/source/text.hpp"
#include "core/limits.hpp"

namespace usher::app {

namespace {

bool is_code(std::string_view text) {
  return text.size() == 2 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace

std::optional<core::Region> read_region(const ports::Regions& regions, const std::string& address,
                                        const ports::Charset& charset) {
  auto region = regions.find(address);
  if (!region) return std::nullopt;
  if (!is_code(region->country)) region->country.clear();
  for (core::RegionNames* names : {&region->zh, &region->en}) {
    for (std::string* name : {&names->country, &names->province, &names->city}) {
      *name = read_text(*name, Encoding::utf8, limits::region_name_bytes_max, charset).value_or("");
    }
  }
  if (*region == core::Region{}) return std::nullopt;
  return region;
}

}  // namespace usher::app
