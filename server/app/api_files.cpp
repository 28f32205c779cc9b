// Uploads, of visitors and of staff.

#include <array>

#include "app/api_route.hpp"

namespace usher::app {

namespace {

void allow(const ApiCall& call) {
  // A preflight tells nothing and allows nothing by itself: the request behind it is checked.
  call.respond({204,
                {{"access-control-allow-origin", "*"},
                 {"access-control-allow-methods", "POST"},
                 {"access-control-allow-headers", "authorization, content-type"},
                 {"access-control-max-age", "86400"}},
                {}});
}

void take_of_visitor(const ApiCall& call) {
  const auto origin = call.request.headers.find("origin");
  const std::string from = origin == call.request.headers.end() ? "" : origin->second;
  call.world.take_visitor_file(call.request, [respond = call.respond, from](HttpResponse response) {
    if (!from.empty()) response.headers.emplace_back("access-control-allow-origin", from);
    response.headers.emplace_back("vary", "origin");
    respond(std::move(response));
  });
}

void take_of_agent(const ApiCall& call) {
  call.world.files.take(call.world.file_tickets(call.account()), call.account(),
                        core::author_of(call.me().setting.id), call.request, call.respond);
}

constexpr std::array<ApiRoute, 3> table{{
    {"POST", "/api/v1/files", ApiAccess::signed_in, &take_of_agent},
    {"POST", "/api/v1/visitor_files", ApiAccess::visitor_page, &take_of_visitor},
    {"OPTIONS", "/api/v1/visitor_files", ApiAccess::visitor_page, &allow},
}};

}  // namespace

std::span<const ApiRoute> file_routes() { return table; }

}  // namespace usher::app
