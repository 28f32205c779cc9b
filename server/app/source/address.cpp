#include "app/source/address.hpp"

#include <algorithm>

#include "core/limits.hpp"

namespace usher::app {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return lower(c); });
  return out;
}

bool same(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

bool is_host(std::string_view host) {
  return !host.empty() && host.size() <= limits::host_bytes_max && host.front() != '.' &&
         std::ranges::all_of(host, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
                  c == '_' || c == ':';
         });
}

// "user:password@Host.:8080" → "host", "[::1]:80" → "::1"
std::string host_of(std::string_view authority) {
  if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
    authority.remove_prefix(at + 1);
  }
  if (authority.starts_with('[')) {
    const auto end = authority.find(']');
    return end == std::string_view::npos ? std::string() : lower(authority.substr(1, end - 1));
  }
  authority = authority.substr(0, authority.find(':'));
  if (authority.ends_with('.')) authority.remove_suffix(1);
  return lower(authority);
}

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape =
        text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0;
    if (escape) {
      out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

}  // namespace

std::optional<Address> read_address(std::string_view url) {
  url = url.substr(0, limits::url_bytes_max);
  const auto colon = url.find("://");
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view scheme = url.substr(0, colon);
  if (!same(scheme, "https") && !same(scheme, "http") && !same(scheme, "android-app")) {
    return std::nullopt;
  }
  url.remove_prefix(colon + 3);
  url = url.substr(0, url.find('#'));
  Address address;
  address.host = host_of(url.substr(0, url.find_first_of("/?\\")));
  if (!is_host(address.host)) return std::nullopt;
  if (const auto mark = url.find('?'); mark != std::string_view::npos) {
    address.query = url.substr(mark + 1);
  }
  return address;
}

std::optional<std::string> parameter(std::string_view query, std::string_view name) {
  std::optional<std::string> found;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    const auto equals = pair.find('=');
    if (!same(pair.substr(0, equals), name)) continue;
    found = equals == std::string_view::npos ? "" : decoded(pair.substr(equals + 1));
    if (!found->empty()) return found;
  }
  return found;
}

}  // namespace usher::app
