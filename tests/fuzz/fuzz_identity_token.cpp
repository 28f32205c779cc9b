// A token that says who a visitor is. Law: what is taken has an id and values within their limits,
// what is refused names a part of the token, and nothing throws.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "app/identity_proof.hpp"
#include "core/limits.hpp"

namespace {

using namespace usher;

// Signs everything alike, so that mutations come past the signature: it is 43 times "A".
class OneSignature final : public ports::Crypto {
 public:
  std::string hmac(std::string_view, std::string_view) const override {
    constexpr std::size_t bytes = 32;
    return std::string(bytes, '\0');
  }
  std::string sha256_hex(std::string_view) const override { return {}; }
  bool equal(std::string_view a, std::string_view b) const override { return a == b; }
};

void require(bool holds) {
  if (!holds) std::abort();
}

bool within(const std::optional<std::string>& text, std::size_t bytes_max) {
  return !text || (!text->empty() && text->size() <= bytes_max);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view token(reinterpret_cast<const char*>(data), size);
  ports::Site site;
  site.key = "s_shop";
  site.identity_keys = {{"uik_key", {}}};
  constexpr core::Time now{1'800'000'000'000};
  const auto checked = app::check_token(OneSignature(), site, now, token);
  if (const auto* fault = std::get_if<app::ProofFault>(&checked)) {
    require(fault->field == "token" || fault->field.starts_with("token."));
    require(!fault->why.empty());
    return 0;
  }
  const auto& person = std::get<app::ProvenPerson>(checked);
  require(!person.external_id.empty() && within(person.external_id, limits::external_id_bytes_max));
  require(within(person.told.name, limits::name_bytes_max));
  require(within(person.told.email, limits::email_bytes_max));
  require(within(person.told.phone, limits::phone_bytes_max));
  return 0;
}
