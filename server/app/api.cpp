#include "app/api.hpp"

#include <algorithm>
#include <array>

#include "core/limits.hpp"
#include "protocol/http_body.hpp"
#include "protocol/ids.hpp"
#include "protocol/write.hpp"

namespace usher::app {

namespace {

HttpResponse json_response(unsigned status, std::string body) {
  return {status,
          {{"content-type", "application/json; charset=utf-8"}, {"cache-control", "no-store"}},
          std::move(body)};
}

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

// Cross-site forms can send neither JSON nor our Origin.
bool forged(const HttpRequest& request) {
  const auto type = request.headers.find("content-type");
  const bool json = request.body.empty() ||
                    (type != request.headers.end() && type->second.starts_with("application/json"));
  return !json || !same_origin(request);
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
  if (std::holds_alternative<SignIns::Busy>(answer)) {
    HttpResponse response = error_response(503, "retry_later", "too many sign-ins at once");
    response.headers.emplace_back("retry-after", "1");
    return response;
  }
  return error_response(401, "bad_credentials", "the login or the password is wrong");
}

}  // namespace

std::string cookie_of(const HttpRequest& request, std::string_view name) {
  const auto header = request.headers.find("cookie");
  if (header == request.headers.end()) return {};
  std::string_view rest = header->second;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    std::string_view pair = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
      return std::string(pair.substr(name.size() + 1));
    }
  }
  return {};
}

bool same_origin(const HttpRequest& request) {
  const auto origin = request.headers.find("origin");
  if (origin == request.headers.end()) {
    const auto site = request.headers.find("sec-fetch-site");
    return site != request.headers.end() && site->second == "same-origin";
  }
  const std::size_t scheme = origin->second.find("://");
  return scheme != std::string::npos && !request.host.empty() &&
         std::string_view(origin->second).substr(scheme + 3) == request.host;
}

HttpResponse error_response(unsigned status, std::string_view code, std::string_view message) {
  std::string body = R"({"error":{"code":")";
  body += code;
  body += R"(","message":)";
  protocol::append_json_text(body, message);
  body += "}}";
  return json_response(status, std::move(body));
}

std::span<const Api::Route> Api::routes() {
  static constexpr std::array<Route, 7> table{{
      {"GET", "/healthz", Access::anyone, &Api::health},
      {"GET", "/readyz", Access::anyone, &Api::readiness},
      {"GET", "/metrics", Access::anyone, &Api::metrics},
      {"POST", "/api/v1/session", Access::anyone, &Api::sign_in},
      {"GET", "/api/v1/session", Access::signed_in, &Api::who_am_i},
      {"DELETE", "/api/v1/session", Access::signed_in, &Api::sign_out},
      {"POST", "/api/v1/password", Access::signed_in, &Api::change_password},
  }};
  return table;
}

void Api::handle(const HttpRequest& request, const Respond& respond) {
  const std::string method = request.method == "HEAD" ? "GET" : request.method;
  std::string allowed;
  for (const Route& route : routes()) {
    if (route.path != request.path) continue;
    if (route.method != method) {
      allowed += allowed.empty() ? "" : ", ";
      allowed += route.method;
      continue;
    }
    if (method != "GET" && forged(request)) {
      return respond(error_response(403, "csrf", "send JSON from the server's own pages"));
    }
    std::optional<SignIns::Session> session;
    if (route.access == Access::signed_in) {
      session = world_.sign_ins.find(cookie_of(request, session_cookie));
      if (!session) return respond(error_response(401, "signed_out", "sign in first"));
    }
    return (this->*route.call)(request, session ? &*session : nullptr, respond);
  }
  if (allowed.empty()) return respond(error_response(404, "not_found", "no such path"));
  HttpResponse response = error_response(405, "method_not_allowed", "allowed: " + allowed);
  response.headers.emplace_back("allow", allowed);
  respond(std::move(response));
}

void Api::health(const HttpRequest&, const SignIns::Session*, const Respond& respond) {
  respond(json_response(200, R"({"status":"alive"})"));
}

void Api::readiness(const HttpRequest&, const SignIns::Session*, const Respond& respond) {
  if (world_.ready()) return respond(json_response(200, R"({"status":"ready"})"));
  respond(error_response(503, "not_ready", "starting, draining, or unable to store"));
}

void Api::metrics(const HttpRequest&, const SignIns::Session*, const Respond& respond) {
  respond(
      {200, {{"content-type", "text/plain; version=0.0.4; charset=utf-8"}}, world_.metrics.text()});
}

void Api::sign_in(const HttpRequest& request, const SignIns::Session*, const Respond& respond) {
  auto body = protocol::read_text_object(request.body);
  if (!body || !body->contains("login") || !body->contains("password")) {
    return respond(
        error_response(400, "bad_request", "expected {\"login\":text,\"password\":text}"));
  }
  if (body->at("password").size() > limits::password_bytes_max ||
      body->at("login").size() > limits::name_bytes_max) {
    return respond(error_response(401, "bad_credentials", "the login or the password is wrong"));
  }
  world_.sign_ins.sign_in(body->at("login"), std::move(body->at("password")), request.peer,
                          [request, respond](const SignIns::Answer& answer) {
                            respond(answer_response(request, answer));
                          });
}

void Api::who_am_i(const HttpRequest&, const SignIns::Session* session, const Respond& respond) {
  respond(json_response(200, agent_json(session->agent)));
}

void Api::sign_out(const HttpRequest& request, const SignIns::Session* session,
                   const Respond& respond) {
  world_.sign_ins.sign_out(session->token_hash);
  world_.signed_out(session->agent, session->token_hash);
  HttpResponse response{204, {{"cache-control", "no-store"}}, {}};
  set_cookie(response, request, "");
  respond(std::move(response));
}

void Api::change_password(const HttpRequest& request, const SignIns::Session* session,
                          const Respond& respond) {
  auto body = protocol::read_text_object(request.body);
  if (!body || !body->contains("current") || !body->contains("new")) {
    return respond(error_response(400, "bad_request", "expected {\"current\":text,\"new\":text}"));
  }
  const std::size_t size = body->at("new").size();
  if (size < limits::password_bytes_min || size > limits::password_bytes_max) {
    return respond(error_response(400, "bad_password", "a password has 8 to 256 bytes"));
  }
  const ports::Agent agent = session->agent;
  auto answered = [this, agent, request, respond](const SignIns::Answer& answer) {
    if (std::holds_alternative<SignIns::Granted>(answer)) world_.signed_out(agent, {});
    respond(answer_response(request, answer));
  };
  world_.sign_ins.change_password(agent, std::move(body->at("current")), std::move(body->at("new")),
                                  std::move(answered));
}

}  // namespace usher::app
