#include "app/identity_proof.hpp"

#include <algorithm>
#include <array>

#include "core/hex.hpp"
#include "core/limits.hpp"
#include "protocol/json_body.hpp"

namespace usher::app {

namespace {

using protocol::ErrorCode;
using protocol::JsonValue;
using Kind = JsonValue::Kind;

bool is_signed(const ports::Crypto& crypto, const ports::Site& site, std::string_view said,
               std::string_view code) {
  return std::ranges::any_of(site.identity_keys, [&](const ports::IdentityKey& key) {
    return crypto.equal(crypto.hmac(key.secret, said), code);
  });
}

// Base64 with the alphabet for URLs and no padding (RFC 4648, 5): one text for the same bytes.
std::optional<std::string> from_base64url(std::string_view text) {
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string bytes;
  unsigned held = 0;
  int bits = 0;
  for (const char c : text) {
    const std::size_t value = alphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    held = (held << 6U) | static_cast<unsigned>(value);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>((held >> static_cast<unsigned>(bits)) & 0xffU);
    held &= (1U << static_cast<unsigned>(bits)) - 1;
  }
  if (bits == 6 || held != 0) return std::nullopt;
  return bytes;
}

std::optional<JsonValue> object_in(std::string_view part) {
  const auto text = from_base64url(part);
  if (!text) return std::nullopt;
  auto read = protocol::read_json(*text);
  auto* value = std::get_if<JsonValue>(&read);
  if (!value || value->kind != Kind::object) return std::nullopt;
  return std::move(*value);
}

const JsonValue* member(const JsonValue& object, std::string_view name) {
  const auto found = std::ranges::find(object.members, name, &protocol::JsonMember::name);
  return found == object.members.end() ? nullptr : &found->value;
}

bool is_text(const JsonValue* value, std::string_view text) {
  return value && value->kind == Kind::text && value->text == text;
}

// The claims of a token whose signature is good. The first fault stands.
class Claims {
 public:
  Claims(const JsonValue& claims, core::Time now) : claims_(claims), now_s_(now.ms / 1000) {}

  void times() {
    constexpr std::int64_t leeway_s = limits::identity_leeway_ms / 1000;
    constexpr std::int64_t ahead_s = limits::identity_token_ms / 1000;
    const auto until = seconds("exp");
    if (!until) return refuse(ErrorCode::bad_proof, "exp", "a time in seconds is wanted");
    if (*until <= now_s_) return refuse(ErrorCode::proof_expired, "exp", "its time is over");
    if (*until > now_s_ + ahead_s) refuse(ErrorCode::bad_proof, "exp", "it is good for too long");
    for (const std::string_view name : {"iat", "nbf"}) {
      if (!member(claims_, name)) continue;
      const auto since = seconds(name);
      if (!since) {
        refuse(ErrorCode::bad_proof, name, "a time in seconds is wanted");
      } else if (*since > now_s_ + leeway_s) {
        refuse(ErrorCode::proof_expired, name, "its time has not come");
      }
    }
  }

  void audience(std::string_view site) {
    const JsonValue* value = member(claims_, "aud");
    if (!value || is_text(value, site)) return;
    const bool among =
        value->kind == Kind::array && std::ranges::any_of(value->items, [&](const JsonValue& each) {
          return is_text(&each, site);
        });
    if (!among) refuse(ErrorCode::bad_proof, "aud", "it is for another site");
  }

  std::optional<std::string> text(std::string_view name, std::size_t bytes_max) {
    const JsonValue* value = member(claims_, name);
    if (!value) return std::nullopt;
    if (value->kind != Kind::text || value->text.empty() || value->text.size() > bytes_max ||
        value->text.find('\0') != std::string::npos) {
      refuse(ErrorCode::bad_proof, name, "a text is wanted, not empty and not too long");
    }
    return value->text;
  }

  void refuse(ErrorCode code, std::string_view claim, std::string_view why) {
    if (!fault) fault = ProofFault{code, "token." + std::string(claim), why};
  }

  std::optional<ProofFault> fault;

 private:
  std::optional<std::int64_t> seconds(std::string_view name) const {
    const JsonValue* value = member(claims_, name);
    if (!value || value->kind != Kind::integer || value->number < 0) return std::nullopt;
    return value->number;
  }

  const JsonValue& claims_;
  std::int64_t now_s_;
};

std::variant<ProvenPerson, ProofFault> person_in(const JsonValue& object, const ports::Site& site,
                                                 core::Time now) {
  Claims claims(object, now);
  ProvenPerson person;
  claims.times();
  claims.audience(site.key);
  const auto subject = claims.text("sub", limits::external_id_bytes_max);
  if (!subject) claims.refuse(ErrorCode::bad_proof, "sub", "the person's id is wanted");
  person.told.name = claims.text("name", limits::name_bytes_max);
  person.told.email = claims.text("email", limits::email_bytes_max);
  person.told.phone = claims.text("phone", limits::phone_bytes_max);
  if (claims.fault) return *std::move(claims.fault);
  person.external_id = *subject;
  return person;
}

ProofFault missing(std::string_view field, std::string_view why) {
  return {ErrorCode::missing_field, std::string(field), why};
}

}  // namespace

std::optional<ProofFault> check_hash(const ports::Crypto& crypto, const ports::Site& site,
                                     std::string_view external_id, std::string_view hash) {
  // What no token's first part can begin with: whoever chooses an own id in the shop must not be
  // handed the signature of a token.
  constexpr std::string_view mark = "id:";
  const auto code = core::from_hex(hash);
  const std::string said = std::string(mark) += external_id;
  if (code && is_signed(crypto, site, said, *code)) return std::nullopt;
  return ProofFault{ErrorCode::bad_proof, "hash", "not made of this id with this site's key"};
}

std::variant<ProvenPerson, ProofFault> check_token(const ports::Crypto& crypto,
                                                   const ports::Site& site, core::Time now,
                                                   std::string_view token) {
  const ProofFault no_token{ErrorCode::bad_proof, "token", "not a token of three parts"};
  const std::size_t first = token.find('.');
  const std::size_t last = token.rfind('.');
  if (first == last || token.find('.', first + 1) != last) return no_token;
  const auto header = object_in(token.substr(0, first));
  if (!header) return no_token;
  // Whoever made the token does not choose how it is checked.
  if (!is_text(member(*header, "alg"), "HS256")) {
    return ProofFault{ErrorCode::bad_proof, "token.alg", "HS256 is wanted, and nothing else"};
  }
  if (member(*header, "crit")) {
    return ProofFault{ErrorCode::bad_proof, "token.crit", "no extensions are known"};
  }
  const auto code = from_base64url(token.substr(last + 1));
  if (!code || !is_signed(crypto, site, token.substr(0, last), *code)) {
    return ProofFault{ErrorCode::bad_proof, "token", "not signed with this site's key"};
  }
  const auto claims = object_in(token.substr(first + 1, last - first - 1));
  if (!claims) return no_token;
  return person_in(*claims, site, now);
}

std::optional<ProofFault> prove(const ports::Crypto& crypto, const ports::Site& site,
                                core::Time now, const protocol::Identify& frame,
                                core::command::Identify& command) {
  if (frame.token) {
    if (frame.external_id || frame.hash) {
      return ProofFault{ErrorCode::bad_value, "token", "one proof is wanted, not two"};
    }
    auto checked = check_token(crypto, site, now, *frame.token);
    if (auto* fault = std::get_if<ProofFault>(&checked)) return std::move(*fault);
    auto& [external_id, told] = std::get<ProvenPerson>(checked);
    command.proven =
        core::Identity{std::move(external_id),
                       {told.name.has_value(), told.email.has_value(), told.phone.has_value()}};
    if (told.name) command.name = std::move(told.name);
    if (told.email) command.email = std::move(told.email);
    if (told.phone) command.phone = std::move(told.phone);
    return std::nullopt;
  }
  if (!frame.external_id && !frame.hash) return std::nullopt;
  if (!frame.hash) return missing("hash", "an id without its proof says nothing");
  if (!frame.external_id) return missing("external_id", "a hash proves an id");
  auto fault = check_hash(crypto, site, *frame.external_id, *frame.hash);
  if (!fault) command.proven = core::Identity{*frame.external_id, {}};
  return fault;
}

std::string_view unproven(const core::Contact& told, const core::Vouched& vouched) {
  if (told.name && !vouched.name) return "name";
  if (told.email && !vouched.email) return "email";
  if (told.phone && !vouched.phone) return "phone";
  return {};
}

}  // namespace usher::app
