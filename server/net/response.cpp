#include "net/response.hpp"

#include <algorithm>
#include <ctime>

namespace usher::net {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

void add_missing(app::HttpResponse& response, std::string_view name, std::string_view value) {
  if (!has_header(response, name)) response.headers.emplace_back(name, value);
}

// Scripts, styles and connections from this server only, nothing inline, nothing embedded.
constexpr std::string_view own_resources =
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'";

std::string policy_for(std::string_view path, std::string_view host) {
  std::string ancestors;
  if (path.starts_with("/console")) ancestors = "'none'";
  if (path.starts_with("/chat")) ancestors = "*";
  if (path.starts_with("/demo")) ancestors = "'self'";
  if (ancestors.empty()) return "default-src 'none'; frame-ancestors 'none'";
  std::string policy(own_resources);
  // Safari before 15.4 does not count sockets to the page's own host as 'self'.
  const std::string name(host);
  policy.append("; connect-src 'self' ws://" + name + " wss://" + name);
  return policy + "; frame-ancestors " + ancestors;
}

std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[40];
  const std::size_t size = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return std::string(text, size);
}

bool is_line(std::string_view text) { return text.find_first_of("\r\n") == std::string_view::npos; }

}  // namespace

std::string_view reason_phrase(unsigned status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 204:
      return "No Content";
    case 302:
      return "Found";
    case 304:
      return "Not Modified";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 422:
      return "Unprocessable Content";
    case 426:
      return "Upgrade Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 507:
      return "Insufficient Storage";
    default:
      return status < 400 ? "OK" : "Error";
  }
}

app::HttpResponse plain_answer(unsigned status) {
  return {status,
          {{"content-type", "text/plain; charset=utf-8"}},
          std::to_string(status) + " " + std::string(reason_phrase(status)) + "\n"};
}

bool has_header(const app::HttpResponse& response, std::string_view name) {
  return std::any_of(response.headers.begin(), response.headers.end(),
                     [&](const auto& header) { return same_name(header.first, name); });
}

void add_policies(std::string_view path, std::string_view host, app::HttpResponse& response) {
  const bool is_console = path.starts_with("/console");
  const bool is_page = is_console || path.starts_with("/chat") || path.starts_with("/demo");
  const bool is_script = path.starts_with("/w/");
  add_missing(response, "x-content-type-options", "nosniff");
  add_missing(response, "referrer-policy",
              is_console ? "no-referrer" : "strict-origin-when-cross-origin");
  if (is_script) {
    // Other people's pages load these.
    add_missing(response, "access-control-allow-origin", "*");
    add_missing(response, "cross-origin-resource-policy", "cross-origin");
    return;
  }
  add_missing(response, "content-security-policy",
              policy_for(response.status < 400 ? path : std::string_view(), host));
  if (is_console) add_missing(response, "x-frame-options", "DENY");
  if (is_console) add_missing(response, "cross-origin-opener-policy", "same-origin");
  if (!is_page) add_missing(response, "cache-control", "no-store");
}

std::string write_head(const app::HttpResponse& response, HeadOptions options) {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
  head.append(reason_phrase(response.status)).append("\r\nDate: ").append(http_date());
  for (const auto& [name, value] : response.headers) {
    if (is_line(name) && is_line(value)) {
      head.append("\r\n").append(name).append(": ").append(value);
    }
  }
  // RFC 9110, 8.6: no length where there can be no body.
  if (response.status != 204 && response.status != 304) {
    head.append("\r\nContent-Length: ").append(std::to_string(options.content_length));
  }
  head.append(options.keep_alive ? "\r\nConnection: keep-alive" : "\r\nConnection: close");
  head.append("\r\n\r\n");
  return head;
}

}  // namespace usher::net
