// Two addresses, one a line: that of the page before, that of the first page. Law: whatever they
// are, the source's texts are clean and within their limits.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "adapters/system/charset.hpp"
#include "app/source/read_source.hpp"
#include "core/limits.hpp"
#include "net/request.hpp"

namespace {

using namespace usher;

void require(bool holds) {
  if (!holds) std::abort();
}

void require_text(std::string_view text, std::size_t bytes_max) {
  require(text.size() <= bytes_max && net::is_utf8(text));
  for (const char c : text) require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(text.find('\n'), text.size());
  const core::Source source = app::read_source(
      text.substr(0, end), text.substr(std::min(end + 1, text.size())), adapters::SystemCharset());
  require_text(source.host, limits::host_bytes_max);
  require_text(source.keyword, limits::keyword_bytes_max);
  require((source.keyword_state == core::KeywordState::given) == !source.keyword.empty());
  const core::Campaign& campaign = source.campaign;
  for (const auto* part :
       {&campaign.source, &campaign.medium, &campaign.name, &campaign.term, &campaign.content}) {
    require_text(*part, limits::campaign_bytes_max);
  }
  return 0;
}
