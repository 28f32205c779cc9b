#include "app/visitor_token.hpp"

#include <mutex>
#include <utility>

#include "core/hex.hpp"
#include "protocol/ids.hpp"

namespace usher::app {

std::string VisitorTokens::issue(core::SiteId site, core::VisitorId visitor) const {
  std::string token;
  protocol::append_id(token, 'v', visitor.value);
  const std::string signed_id = signature(site, token);
  token += '.';
  token += signed_id;
  return token;
}

std::optional<core::VisitorId> VisitorTokens::verify(core::SiteId site,
                                                     std::string_view token) const {
  const std::size_t dot = token.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const std::string_view id = token.substr(0, dot);
  if (!crypto_.equal(signature(site, id), token.substr(dot + 1))) return std::nullopt;
  const auto value = protocol::parse_id('v', id);
  if (!value || is_refused(core::VisitorId{*value})) return std::nullopt;
  return core::VisitorId{*value};
}

std::string VisitorTokens::mark_of(core::VisitorId visitor) const {
  const std::string text =
      "erased:" + std::to_string(account_.value) + ':' + std::to_string(visitor.value);
  return core::to_hex(crypto_.hmac(key_, text));
}

void VisitorTokens::refuse(std::string mark) {
  const std::unique_lock lock(mutex_);
  refused_.insert(std::move(mark));
}

bool VisitorTokens::is_refused(core::VisitorId visitor) const {
  const std::shared_lock lock(mutex_);
  return !refused_.empty() && refused_.contains(mark_of(visitor));
}

std::string VisitorTokens::signature(core::SiteId site, std::string_view id) const {
  std::string text =
      "visitor:" + std::to_string(account_.value) + ':' + std::to_string(site.value) + ':';
  text += id;
  return core::to_hex(crypto_.hmac(key_, text));
}

}  // namespace usher::app
