#include "app/source/region_view.hpp"

namespace usher::app {

namespace {

protocol::RegionNames names_view(const core::RegionNames& names) {
  return {names.country, names.province, names.city};
}

}  // namespace

protocol::Region region_view(const core::Region& region) {
  return {region.country, names_view(region.zh), names_view(region.en)};
}

}  // namespace usher::app
