#pragma once
// The HTTP API: who may call what, and what it answers. Thread: the front's loop.

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "app/front.hpp"
#include "app/sign_in.hpp"
#include "ports/metrics.hpp"

namespace usher::app {

// The cookie that signs an agent in.
inline constexpr std::string_view session_cookie = "usher_session";

// The value of a cookie in the request; empty when it has none.
std::string cookie_of(const HttpRequest& request, std::string_view name);
// The request's Origin header names the host that it was sent to.
bool same_origin(const HttpRequest& request);
HttpResponse error_response(unsigned status, std::string_view code, std::string_view message);

class Api {
 public:
  struct World {
    SignIns& sign_ins;
    ports::Metrics& metrics;
    std::function<bool()> ready;
    // The sign-in with this token hash ended, or, when it is empty, all of this agent's.
    std::function<void(const ports::Agent&, const std::string& token_hash)> signed_out;
  };
  explicit Api(World world) : world_(std::move(world)) {}

  void handle(const HttpRequest& request, const Respond& respond);

  enum class Access : std::uint8_t { anyone, signed_in };
  struct Route {
    std::string_view method;
    std::string_view path;
    Access access = Access::anyone;
    void (Api::*call)(const HttpRequest&, const SignIns::Session*, const Respond&) = nullptr;
  };
  static std::span<const Route> routes();

 private:
  void health(const HttpRequest&, const SignIns::Session*, const Respond& respond);
  void readiness(const HttpRequest&, const SignIns::Session*, const Respond& respond);
  void metrics(const HttpRequest&, const SignIns::Session*, const Respond& respond);
  void sign_in(const HttpRequest& request, const SignIns::Session*, const Respond& respond);
  void who_am_i(const HttpRequest&, const SignIns::Session* session, const Respond& respond);
  void sign_out(const HttpRequest& request, const SignIns::Session* session,
                const Respond& respond);
  void change_password(const HttpRequest& request, const SignIns::Session* session,
                       const Respond& respond);

  World world_;
};

}  // namespace usher::app
