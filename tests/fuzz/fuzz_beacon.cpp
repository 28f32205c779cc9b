// What pages send by beacon. Laws: nothing crashes, what was accepted names its visitor and says
// something, and what it says is within its limits.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "adapters/system/charset.hpp"
#include "app/beacon.hpp"
#include "core/limits.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace usher;
  const auto read = app::read_beacon({reinterpret_cast<const char*>(data), size});
  const auto* beacon = std::get_if<app::Beacon>(&read);
  if (!beacon) return 0;
  require(!beacon->token.empty());
  require(beacon->page || beacon->dwell);
  if (beacon->page) {
    const adapters::SystemCharset charset;
    const auto page = app::view_page(core::VisitorId{1}, {}, {}, *beacon->page, charset);
    require(page.url.size() <= limits::url_bytes_max);
    require(page.title.size() <= limits::title_bytes_max);
    require(page.view.size() <= limits::view_bytes_max);
    require(page.ago_ms >= 0 && page.ago_ms <= limits::page_ago_ms_max);
  }
  if (beacon->dwell) {
    const auto report = app::report_dwell(core::VisitorId{1}, *beacon->dwell);
    require(!report.view.empty() && report.view.size() <= limits::view_bytes_max);
    require(report.dwell.visible_ms >= 0 && report.dwell.active_ms >= 0);
  }
  return 0;
}
