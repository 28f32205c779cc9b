#pragma once
// Checks what the backend of a site signed to say who a visitor is, with either of the site's
// identity keys: a hash of the person's id, or a JSON Web Token (RFC 7519, HS256 alone).
//
// A hash is good for its site and id for as long as the key is. A token also ends by itself, and
// carries what the backend knows of the person. Neither is stored, nor written to a log.
//
// Thread: any. Never throws, whatever the bytes.

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/command.hpp"
#include "ports/crypto.hpp"
#include "ports/directory.hpp"
#include "ports/loop.hpp"
#include "protocol/frames.gen.hpp"

namespace usher::app {

struct ProofFault {
  protocol::ErrorCode code = protocol::ErrorCode::bad_proof;
  std::string field;     // "hash", "token", "token.exp"
  std::string_view why;  // for developers; a literal
};

// Of a token: the person, and what the backend says of it.
struct ProvenPerson {
  std::string external_id;
  core::Contact told;
};

std::optional<ProofFault> check_hash(const ports::Crypto& crypto, const ports::Site& site,
                                     std::string_view external_id, std::string_view hash);
std::variant<ProvenPerson, ProofFault> check_token(const ports::Crypto& crypto,
                                                   const ports::Site& site, core::Time now,
                                                   std::string_view token);

// The backend's values in place of the frame's, and who vouches for what. A fault changes nothing.
std::optional<ProofFault> prove(const ports::Crypto& crypto, const ports::Site& site,
                                core::Time now, const protocol::Identify& frame,
                                core::command::Identify& command);

// The first value that is told without proof: "name", "email" or "phone". Empty: none.
std::string_view unproven(const core::Contact& told, const core::Vouched& vouched);

}  // namespace usher::app
