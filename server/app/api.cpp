#include "app/api.hpp"

#include <algorithm>

#include "protocol/ids.hpp"
#include "protocol/write.hpp"

namespace usher::app {

namespace {

// Cross-site forms can send neither JSON, nor bytes as such, nor our Origin.
bool forged(const HttpRequest& request) {
  const auto type = request.headers.find("content-type");
  const bool ours = request.body.empty() || (type != request.headers.end() &&
                                             (type->second.starts_with("application/json") ||
                                              type->second == "application/octet-stream"));
  return !ours || !same_origin(request);
}

bool may(core::Role role, ApiAccess access) {
  switch (access) {
    case ApiAccess::visitor_page:
    case ApiAccess::anyone:
    case ApiAccess::signed_in:
      return true;
    case ApiAccess::supervisor:
      return role != core::Role::agent;
    case ApiAccess::admin:
      return role == core::Role::admin;
  }
  return false;
}

// The id at the path's end, 0 when the route has none; none when the path is another.
std::optional<std::uint64_t> match(std::string_view route, std::string_view path) {
  const std::size_t brace = route.find('{');
  if (brace == std::string_view::npos) {
    return route == path ? std::optional<std::uint64_t>(0) : std::nullopt;
  }
  if (!path.starts_with(route.substr(0, brace))) return std::nullopt;
  return protocol::parse_id(route[brace + 1], path.substr(brace));
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

HttpResponse json_response(unsigned status, std::string body) {
  return {status,
          {{"content-type", "application/json; charset=utf-8"}, {"cache-control", "no-store"}},
          std::move(body)};
}

HttpResponse error_response(unsigned status, std::string_view code, std::string_view message,
                            std::string_view field) {
  std::string body = R"({"error":{"code":")";
  body += code;
  body += R"(","message":)";
  protocol::append_json_text(body, message);
  if (!field.empty()) {
    body += R"(,"field":)";
    protocol::append_json_text(body, field);
  }
  body += "}}";
  return json_response(status, std::move(body));
}

HttpResponse fault_response(const protocol::BodyFault& fault) {
  return error_response(400, fault.code, fault.message, fault.field);
}

HttpResponse not_found() { return error_response(404, "not_found", "no such path or id"); }

HttpResponse too_busy() {
  HttpResponse response = error_response(503, "retry_later", "could not be done now");
  response.headers.emplace_back("retry-after", "1");
  return response;
}

bool is_language(std::string_view text) {
  constexpr std::size_t part_bytes_max = 8;
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const std::string_view first = text.substr(0, text.find('-'));
  if (!std::ranges::all_of(first, is_letter) || first.size() == 1) return text.empty();
  for (std::string_view rest = text; !text.empty();) {
    const std::size_t end = rest.find('-');
    const std::string_view part = rest.substr(0, end);
    const auto fits = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); };
    if (part.empty() || part.size() > part_bytes_max || !std::ranges::all_of(part, fits)) {
      return false;
    }
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  return true;
}

std::optional<protocol::JsonValue> body_of(const ApiCall& call) {
  auto read = protocol::read_json(call.request.body);
  if (auto* value = std::get_if<protocol::JsonValue>(&read)) return std::move(*value);
  call.respond(fault_response(std::get<protocol::BodyFault>(read)));
  return std::nullopt;
}

const std::vector<Api::Route>& Api::routes() {
  static const std::vector<Route> all = [] {
    std::vector<Route> joined;
    for (const auto part : {session_routes(),
                            account_routes(),
                            queue_routes(),
                            agent_routes(),
                            canned_routes(),
                            site_routes(),
                            beacon_routes(),
                            webhook_routes(),
                            faq_routes(),
                            file_routes(),
                            archive_routes(),
                            funnel_routes(),
                            invitation_rule_routes(),
                            invitation_why_routes(),
                            profile_routes(),
                            people_routes(),
                            person_field_routes(),
                            people_csv_routes(),
                            privacy_routes(),
                            visitor_privacy_routes(),
                            retention_routes(),
                            node_routes()}) {
      joined.insert(joined.end(), part.begin(), part.end());
    }
    return joined;
  }();
  return all;
}

void Api::handle(const HttpRequest& request, const Respond& respond) {
  const std::string method = request.method == "HEAD" ? "GET" : request.method;
  std::string allowed;
  for (const Route& route : routes()) {
    const auto id = match(route.path, request.path);
    if (!id) continue;
    if (route.method == method) return call(route, *id, request, respond);
    allowed += allowed.empty() ? "" : ", ";
    allowed += route.method;
  }
  if (allowed.empty()) return respond(not_found());
  HttpResponse response = error_response(405, "method_not_allowed", "allowed: " + allowed);
  response.headers.emplace_back("allow", allowed);
  respond(std::move(response));
}

void Api::call(const Route& route, std::uint64_t id, const HttpRequest& request,
               const Respond& respond) {
  const bool is_ours = route.access != Access::visitor_page;
  if (is_ours && route.method != "GET" && forged(request)) {
    return respond(error_response(403, "csrf", "send JSON from the server's own pages"));
  }
  std::optional<SignIns::Session> session;
  if (is_ours && route.access != Access::anyone) {
    session = world_.sign_ins.find(cookie_of(request, session_cookie));
    if (!session) return respond(error_response(401, "signed_out", "sign in first"));
    if (!may(session->agent.setting.role, route.access)) {
      return respond(error_response(403, "not_allowed", "your role may not do this"));
    }
  }
  route.call({world_, request, session ? &*session : nullptr, id, respond});
}

}  // namespace usher::app
