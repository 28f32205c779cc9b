#pragma once
// The proof that a browser is the visitor it says: the visitor's id and an HMAC-SHA256 over
// account, site and id under the account's key. Nothing is stored; see server/docs/decisions/0005.

#include <optional>
#include <string>
#include <string_view>

#include "core/ids.hpp"
#include "ports/crypto.hpp"

namespace usher::app {

class VisitorTokens {
 public:
  VisitorTokens(const ports::Crypto& crypto, std::string key, core::AccountId account)
      : crypto_(crypto), key_(std::move(key)), account_(account) {}

  std::string issue(core::SiteId site, core::VisitorId visitor) const;
  // None for anything that issue() did not give for this site. Takes constant time in the
  // signature.
  std::optional<core::VisitorId> verify(core::SiteId site, std::string_view token) const;

 private:
  std::string signature(core::SiteId site, std::string_view id) const;

  const ports::Crypto& crypto_;
  std::string key_;
  core::AccountId account_;
};

}  // namespace usher::app
