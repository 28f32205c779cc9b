#pragma once
// The proof that a browser is the visitor it says: the visitor's id and an HMAC-SHA256 over
// account, site and id under the account's key. Nothing is stored; see server/docs/decisions/0005.
// But for those who were erased, whose tokens are refused.

#include <optional>
#include <set>
#include <shared_mutex>
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

  // Stands for a visitor who is erased, and tells nobody who it was: an HMAC of its id.
  std::string mark_of(core::VisitorId visitor) const;
  // Tokens of this visitor are no longer good. From any thread.
  void refuse(std::string mark);

 private:
  bool is_refused(core::VisitorId visitor) const;
  std::string signature(core::SiteId site, std::string_view id) const;

  const ports::Crypto& crypto_;
  std::string key_;
  core::AccountId account_;
  mutable std::shared_mutex mutex_;
  std::set<std::string> refused_;
};

}  // namespace usher::app
