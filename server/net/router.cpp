#include "net/router.hpp"

#include <exception>
#include <utility>

#include "net/response.hpp"

namespace usher::net {
namespace {

constexpr std::string_view poll_prefix = "/poll/";

std::string header(const app::HttpRequest& request, const std::string& name) {
  const auto at = request.headers.find(name);
  return at == request.headers.end() ? std::string() : at->second;
}

Reply refusal(unsigned status, std::string_view allow = {}) {
  Reply reply{plain_answer(status), {}};
  if (!allow.empty()) reply.response.headers.emplace_back("allow", allow);
  return reply;
}

Reply redirect(unsigned status, std::string location) {
  Reply reply{plain_answer(status), {}};
  reply.response.headers.emplace_back("location", std::move(location));
  return reply;
}

bool belongs_to_app(std::string_view path) {
  return path.starts_with("/api/") || path.starts_with("/files/") || path == "/healthz" ||
         path == "/readyz" || path == "/metrics";
}

std::string_view as_text(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Reply asset_reply(const Asset& asset, const app::HttpRequest& request) {
  const Encoding encoding = negotiate(header(request, "accept-encoding"), asset);
  std::string etag(asset.etag);
  Reply reply{{200, {}, ""}, as_text(asset.identity)};
  auto& headers = reply.response.headers;
  switch (encoding) {
    case Encoding::none:
      return refusal(406);
    case Encoding::identity:
      break;
    case Encoding::gzip:
      headers.emplace_back("content-encoding", "gzip");
      reply.asset = as_text(asset.gzip);
      etag += "-gz";
      break;
    case Encoding::brotli:
      headers.emplace_back("content-encoding", "br");
      reply.asset = as_text(asset.brotli);
      etag += "-br";
      break;
  }
  headers.emplace_back("etag", "\"" + etag + "\"");
  headers.emplace_back("vary", "accept-encoding");
  headers.emplace_back("cache-control", is_immutable(asset.path)
                                            ? "public, max-age=31536000, immutable"
                                            : "no-cache");
  if (etag_matches(header(request, "if-none-match"), etag)) {
    reply.response.status = 304;
    std::erase_if(headers, [](const auto& field) { return field.first == "content-encoding"; });
    reply.asset.reset();
    return reply;
  }
  headers.emplace_back("content-type", asset.content_type);
  return reply;
}

// Pages of other sites read a visitor's poll. No credentials: the poll's id is the secret.
app::HttpResponse readable_by(app::HttpResponse response, const std::string& origin) {
  if (!origin.empty()) response.headers.emplace_back("access-control-allow-origin", origin);
  response.headers.emplace_back("vary", "origin");
  return response;
}

}  // namespace

std::optional<app::Admission> Router::serve(app::HttpRequest request, bool asks_for_websocket,
                                            const Answer& answer) {
  try {
    const std::string& path = request.path;
    if (path == "/ws/visitor" || path == "/ws/agent") {
      return upgrade(request, asks_for_websocket, answer);
    }
    if (path.starts_with(poll_prefix)) {
      poll(std::move(request), answer);
    } else if (belongs_to_app(path)) {
      front_.handle(std::move(request), [answer](app::HttpResponse response) {
        answer({std::move(response), {}});
      });
    } else {
      page(request, answer);
    }
  } catch (const std::exception& failure) {
    log_.error("request_failed", {{"reason", failure.what()}});
    answer(refusal(500));
  }
  return std::nullopt;
}

std::optional<app::Admission> Router::upgrade(const app::HttpRequest& request,
                                              bool asks_for_websocket, const Answer& answer) {
  if (request.method != "GET") {
    answer(refusal(405, "GET"));
    return std::nullopt;
  }
  if (!asks_for_websocket) {
    Reply reply = refusal(426);
    reply.response.headers.emplace_back("upgrade", "websocket");
    answer(std::move(reply));
    return std::nullopt;
  }
  auto admitted = front_.admit(request);
  if (auto* refused = std::get_if<app::HttpResponse>(&admitted)) {
    answer({std::move(*refused), {}});
    return std::nullopt;
  }
  return std::get<app::Admission>(std::move(admitted));
}

void Router::poll(app::HttpRequest request, const Answer& answer) {
  if (request.method == "OPTIONS") {
    // A preflight tells nothing and allows nothing by itself: the request behind it is checked.
    Reply reply{{204, {}, ""}, {}};
    reply.response.headers = {{"access-control-allow-origin", "*"},
                              {"access-control-allow-methods", "POST"},
                              {"access-control-allow-headers", "content-type"},
                              {"access-control-max-age", "86400"}};
    return answer(std::move(reply));
  }
  if (request.method != "POST") return answer(refusal(405, "POST, OPTIONS"));

  std::string origin = header(request, "origin");
  const app::Respond respond = [answer, origin](app::HttpResponse response) {
    answer({readable_by(std::move(response), origin), {}});
  };
  const std::string name = request.path.substr(poll_prefix.size());
  if (name != "visitor" && name != "agent") {
    return polls_.exchange(name, origin, std::move(request.body), respond);
  }
  auto admitted = front_.admit(request);
  if (auto* refused = std::get_if<app::HttpResponse>(&admitted)) {
    return answer({std::move(*refused), {}});
  }
  polls_.open(std::get<app::Admission>(std::move(admitted)), std::move(origin), respond);
}

void Router::page(const app::HttpRequest& request, const Answer& answer) {
  const Asset* const asset = assets_.find(request.path);
  const bool is_root = request.path == "/" && assets_.is_folder("/console");
  if (!asset && !is_root && !assets_.is_folder(request.path)) return answer(refusal(404));
  if (request.method != "GET" && request.method != "HEAD") {
    return answer(refusal(405, "GET, HEAD"));
  }
  if (asset) return answer(asset_reply(*asset, request));
  answer(is_root ? redirect(302, "/console/") : redirect(308, request.path + "/"));
}

}  // namespace usher::net
