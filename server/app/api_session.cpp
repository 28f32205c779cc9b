// Who is signed in, and how the server is.

#include <array>

#include "app/api_route.hpp"
#include "core/limits.hpp"
#include "protocol/http_body.hpp"
#include "protocol/ids.hpp"
#include "protocol/write.hpp"

namespace usher::app {

namespace {

std::string agent_json(const ports::Agent& agent) {
  std::string out = R"({"agent":{"agent":")";
  protocol::append_id(out, 'a', agent.setting.id.value);
  out += R"(","name":)";
  protocol::append_json_text(out, agent.setting.name);
  out += R"(,"login":)";
  protocol::append_json_text(out, agent.login);
  constexpr std::array<std::string_view, 3> roles{"agent", "supervisor", "admin"};
  out += R"(,"role":")";
  out += roles[static_cast<std::size_t>(agent.setting.role)];
  out += "\"}}";
  return out;
}

void set_cookie(HttpResponse& response, const HttpRequest& request, std::string_view token) {
  std::string cookie(session_cookie);
  cookie += '=';
  cookie += token;
  cookie += "; Path=/; HttpOnly; SameSite=Strict";
  if (token.empty()) cookie += "; Max-Age=0";
  if (request.secure) cookie += "; Secure";
  response.headers.emplace_back("set-cookie", std::move(cookie));
}

// The answer to a sign-in or a change of password.
HttpResponse answer_response(const HttpRequest& request, const SignIns::Answer& answer) {
  if (const auto* granted = std::get_if<SignIns::Granted>(&answer)) {
    HttpResponse response = json_response(200, agent_json(granted->agent));
    set_cookie(response, request, granted->token);
    return response;
  }
  if (const auto* many = std::get_if<SignIns::TooMany>(&answer)) {
    HttpResponse response = error_response(429, "rate_limited", "too many failed tries; wait");
    response.headers.emplace_back("retry-after",
                                  std::to_string((many->retry_after_ms + 999) / 1000));
    return response;
  }
  if (std::holds_alternative<SignIns::Busy>(answer)) return too_busy();
  return error_response(401, "bad_credentials", "the login or the password is wrong");
}

void health(const ApiCall& call) { call.respond(json_response(200, R"({"status":"alive"})")); }

void readiness(const ApiCall& call) {
  switch (call.world.readiness()) {
    case Readiness::ready:
      return call.respond(json_response(200, R"({"status":"ready"})"));
    case Readiness::degraded:
      return call.respond(json_response(
          200, R"({"status":"degraded","why":"leases_away","message":)"
               R"("Redis does not answer; this node serves the floors that it owns"})"));
    case Readiness::starting:
      return call.respond(error_response(503, "starting", "floors are being rebuilt; wait"));
    case Readiness::draining:
      return call.respond(error_response(503, "draining", "it was told to stop"));
    case Readiness::unable_to_store:
      return call.respond(error_response(503, "unable_to_store",
                                         "a floor cannot write to its journal; look into the log"));
  }
}

void metrics(const ApiCall& call) {
  call.respond({200,
                {{"content-type", "text/plain; version=0.0.4; charset=utf-8"}},
                call.world.metrics.text()});
}

void sign_in(const ApiCall& call) {
  auto body = protocol::read_text_object(call.request.body);
  if (!body || !body->contains("login") || !body->contains("password")) {
    return call.respond(
        error_response(400, "bad_request", "expected {\"login\":text,\"password\":text}"));
  }
  if (body->at("password").size() > limits::password_bytes_max ||
      body->at("login").size() > limits::name_bytes_max) {
    return call.respond(
        error_response(401, "bad_credentials", "the login or the password is wrong"));
  }
  call.world.sign_ins.sign_in(
      body->at("login"), std::move(body->at("password")), call.request.peer,
      [request = call.request, respond = call.respond](const SignIns::Answer& answer) {
        respond(answer_response(request, answer));
      });
}

void who_am_i(const ApiCall& call) { call.respond(json_response(200, agent_json(call.me()))); }

void sign_out(const ApiCall& call) {
  call.world.sign_ins.sign_out(call.session->token_hash);
  call.world.signed_out(call.me(), call.session->token_hash);
  HttpResponse response{204, {{"cache-control", "no-store"}}, {}};
  set_cookie(response, call.request, "");
  call.respond(std::move(response));
}

void change_password(const ApiCall& call) {
  auto body = protocol::read_text_object(call.request.body);
  if (!body || !body->contains("current") || !body->contains("new")) {
    return call.respond(
        error_response(400, "bad_request", "expected {\"current\":text,\"new\":text}"));
  }
  const std::size_t size = body->at("new").size();
  if (size < limits::password_bytes_min || size > limits::password_bytes_max) {
    return call.respond(error_response(400, "bad_password", "a password has 8 to 256 bytes"));
  }
  const ports::Agent agent = call.me();
  auto answered = [&world = call.world, agent, request = call.request,
                   respond = call.respond](const SignIns::Answer& answer) {
    if (std::holds_alternative<SignIns::Granted>(answer)) world.signed_out(agent, {});
    respond(answer_response(request, answer));
  };
  call.world.sign_ins.change_password(agent, std::move(body->at("current")),
                                      std::move(body->at("new")), std::move(answered));
}

constexpr std::array<ApiRoute, 7> table{{
    {"GET", "/healthz", ApiAccess::anyone, &health},
    {"GET", "/readyz", ApiAccess::anyone, &readiness},
    {"GET", "/metrics", ApiAccess::anyone, &metrics},
    {"POST", "/api/v1/session", ApiAccess::anyone, &sign_in},
    {"GET", "/api/v1/session", ApiAccess::signed_in, &who_am_i},
    {"DELETE", "/api/v1/session", ApiAccess::signed_in, &sign_out},
    {"POST", "/api/v1/password", ApiAccess::signed_in, &change_password},
}};

}  // namespace

std::span<const ApiRoute> session_routes() { return table; }

}  // namespace usher::app
