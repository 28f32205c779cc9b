#pragma once
// The HTTP API: who may call what. Thread: the front's loop.

#include <string>
#include <string_view>
#include <vector>

#include "app/api_route.hpp"

namespace usher::app {

// The value of a cookie in the request; empty when it has none.
std::string cookie_of(const HttpRequest& request, std::string_view name);
// The request's Origin header names the host that it was sent to.
bool same_origin(const HttpRequest& request);

class Api {
 public:
  using World = ApiWorld;
  using Access = ApiAccess;
  using Route = ApiRoute;

  explicit Api(World world) : world_(std::move(world)) {}

  void handle(const HttpRequest& request, const Respond& respond);

  static const std::vector<Route>& routes();

 private:
  void call(const Route& route, std::uint64_t id, const HttpRequest& request,
            const Respond& respond);

  World world_;
};

}  // namespace usher::app
