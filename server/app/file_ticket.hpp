#pragma once
// The server's word for an uploaded file, which whoever uploaded it hands back with a message: what
// the file is, until when the word is good, and an HMAC-SHA256 of that, of the account and of the
// uploader, under the account's key. So the floor's thread learns all about a file without asking
// anybody.
//
// Thread: any.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/command.hpp"
#include "core/ids.hpp"
#include "ports/clock.hpp"
#include "ports/crypto.hpp"

namespace usher::app {

class FileTickets {
 public:
  using Redeemed = std::function<void(const std::string& key)>;

  FileTickets(const ports::Crypto& crypto, const ports::Clock& clock, std::string key,
              core::AccountId account, Redeemed redeemed)
      : crypto_(crypto),
        clock_(clock),
        key_(std::move(key)),
        account_(account),
        redeemed_(std::move(redeemed)) {}

  std::string issue(core::Author by, const core::File& file) const;
  // The file, which is kept from now on. None for anything that issue() did not give to this author
  // within limits::file_ticket_ms. As often as one likes: a message may come twice.
  std::optional<core::File> redeem(core::Author by, std::string_view ticket) const;

 private:
  std::string signature(core::Author by, std::string_view said) const;

  const ports::Crypto& crypto_;
  const ports::Clock& clock_;
  std::string key_;
  core::AccountId account_;
  Redeemed redeemed_;
};

}  // namespace usher::app
