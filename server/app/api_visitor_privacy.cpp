// What visitors do with what is known of them, by their own token: they are told it, or erased.

#include <array>

#include "app/api_route.hpp"

namespace usher::app {

namespace {

void allow(const ApiCall& call) {
  // A preflight tells nothing and allows nothing by itself: the request behind it is checked.
  call.respond({204,
                {{"access-control-allow-origin", "*"},
                 {"access-control-allow-methods", "POST"},
                 {"access-control-allow-headers", "authorization"},
                 {"access-control-max-age", "86400"}},
                {}});
}

// The page that asked may read the answer.
Respond readable(const ApiCall& call) {
  const auto origin = call.request.headers.find("origin");
  const std::string from = origin == call.request.headers.end() ? "" : origin->second;
  return [respond = call.respond, from](HttpResponse response) {
    if (!from.empty()) response.headers.emplace_back("access-control-allow-origin", from);
    response.headers.emplace_back("vary", "origin");
    respond(std::move(response));
  };
}

// None after the answer why not.
std::optional<PrivacyDesk::Subject> asking(const ApiCall& call, const Respond& respond) {
  const auto who = call.world.visitor_of(call.request, respond);
  if (!who || call.world.privacy.may_ask(*who)) return who;
  respond(error_response(429, "rate_limited", "not so often; try again in a minute"));
  return std::nullopt;
}

void tell(const ApiCall& call) {
  const Respond respond = readable(call);
  if (const auto who = asking(call, respond))
    call.world.privacy.tell(who->account, {who->visitor}, {}, respond);
}

void erase(const ApiCall& call) {
  const Respond respond = readable(call);
  const auto who = asking(call, respond);
  if (!who) return;
  call.world.privacy.erase(*who, {});
  respond(json_response(202, R"({"erasing":true})"));
}

constexpr std::array<ApiRoute, 4> table{{
    {"POST", "/api/v1/visitor/export", ApiAccess::visitor_page, &tell},
    {"POST", "/api/v1/visitor/erase", ApiAccess::visitor_page, &erase},
    {"OPTIONS", "/api/v1/visitor/export", ApiAccess::visitor_page, &allow},
    {"OPTIONS", "/api/v1/visitor/erase", ApiAccess::visitor_page, &allow},
}};

}  // namespace

std::span<const ApiRoute> visitor_privacy_routes() { return table; }

}  // namespace usher::app
