#pragma once
// The server's word for an uploaded file, which whoever uploaded it hands back with a message: what
// the file is, and an HMAC-SHA256 of that, of the account and of the uploader, under the account's
// key. So the floor's thread learns all about a file without asking anybody.

#include <optional>
#include <string>
#include <string_view>

#include "core/command.hpp"
#include "core/ids.hpp"
#include "ports/crypto.hpp"

namespace usher::app {

class FileTickets {
 public:
  FileTickets(const ports::Crypto& crypto, std::string key, core::AccountId account)
      : crypto_(crypto), key_(std::move(key)), account_(account) {}

  std::string issue(core::Author by, const core::File& file) const;
  // None for anything that issue() did not give to this author.
  std::optional<core::File> read(core::Author by, std::string_view ticket) const;

 private:
  std::string signature(core::Author by, std::string_view said) const;

  const ports::Crypto& crypto_;
  std::string key_;
  core::AccountId account_;
};

}  // namespace usher::app
