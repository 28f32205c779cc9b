// The last words of visitors' pages.

#include <array>

#include "app/api_route.hpp"

namespace usher::app {

namespace {

void hear(const ApiCall& call) { call.respond(call.world.hear_beacon(call.request)); }

constexpr std::array<ApiRoute, 1> table{{
    {"POST", "/api/v1/beacon", ApiAccess::visitor_page, &hear},
}};

}  // namespace

std::span<const ApiRoute> beacon_routes() { return table; }

}  // namespace usher::app
