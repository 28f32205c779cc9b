// What the HTTP API reads: JSON bodies, the session's cookie, and ids as the wire spells them.
// Laws: nothing crashes, what was accepted is within its limits, one id has one spelling, and a
// policy that was accepted is read again as it is written, a rule as it is stored.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "app/api.hpp"
#include "app/invitation_rule_json.hpp"
#include "app/policy_json.hpp"
#include "protocol/http_body.hpp"
#include "protocol/ids.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

std::optional<usher::core::QueuePolicy> policy_in(std::string_view text) {
  using namespace usher;
  const auto read = protocol::read_json(text);
  const auto* value = std::get_if<protocol::JsonValue>(&read);
  if (!value) return std::nullopt;
  core::QueuePolicy policy;
  protocol::ObjectReader::Fault fault;
  app::read_policy(*value, "policy", policy, fault);
  if (fault) return std::nullopt;
  return policy;
}

std::optional<usher::core::InvitationRule> rule_in(std::string_view text) {
  using namespace usher;
  const auto read = protocol::read_json(text);
  const auto* value = std::get_if<protocol::JsonValue>(&read);
  if (!value) return std::nullopt;
  core::InvitationRule rule;
  protocol::ObjectReader::Fault fault;
  app::read_rule(*value, rule, fault);
  if (fault) return std::nullopt;
  return rule;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace usher;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto body = protocol::read_text_object(text)) {
    std::size_t bytes = 0;
    for (const auto& [name, value] : *body) bytes += name.size() + value.size();
    require(bytes <= text.size());
  }
  if (const auto policy = policy_in(text)) {
    require(!core::fault_of(*policy));
    std::string again;
    app::write_policy(again, *policy);
    require(policy_in(again) == policy);
  }
  if (const auto rule = rule_in(text)) {
    require(!core::fault_of(*rule));
    require(core::decode_rule(core::encode_rule(*rule)) == rule);
  }
  for (const char prefix : {'c', 'v', 'a', 'q', 't'}) {
    const auto id = protocol::parse_id(prefix, text);
    if (!id) continue;
    require(*id > 0 && *id <= protocol::id_max);
    std::string again;
    protocol::append_id(again, prefix, *id);
    require(again == text);
  }
  app::HttpRequest request;
  request.headers = {{"cookie", std::string(text)}, {"origin", std::string(text)}};
  request.host = "usher.test";
  require(app::cookie_of(request, app::session_cookie).size() < text.size() + 1);
  if (app::same_origin(request)) require(text.ends_with("://usher.test"));
  return 0;
}
