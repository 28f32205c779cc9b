#include "net/request.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "core/limits.hpp"

namespace usher::net {
namespace {

namespace ip = boost::asio::ip;

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex(text[i + 1]);
      const int low = hex(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && plus_is_space) {
      c = ' ';
    }
    if (is_control(c)) return std::nullopt;
    out.push_back(c);
  }
  if (!is_utf8(out)) return std::nullopt;
  return out;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

ip::address_v6 as_v6(const ip::address& address) {
  return address.is_v6() ? address.to_v6() : ip::make_address_v6(ip::v4_mapped, address.to_v4());
}

ip::address unmapped(const ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return ip::make_address_v4(ip::v4_mapped, address.to_v6());
  }
  return address;
}

// A hop may carry a port: "10.0.0.7:4711", "[::1]:4711".
std::optional<ip::address> read_hop(std::string_view text) {
  text = trim(text);
  if (!text.empty() && text.front() == '[') {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    text = text.substr(1, end - 1);
  } else if (std::count(text.begin(), text.end(), ':') == 1) {
    text = text.substr(0, text.find(':'));
  }
  boost::system::error_code error;
  const ip::address address = ip::make_address(std::string(text), error);
  if (error) return std::nullopt;
  return unmapped(address);
}

}  // namespace

std::optional<Target> read_target(std::string_view target) {
  if (target.empty() || target.front() != '/') return std::nullopt;
  if (target.find('#') != std::string_view::npos) return std::nullopt;
  const std::size_t mark = target.find('?');
  std::optional<std::string> path = decode(target.substr(0, mark), false);
  if (!path) return std::nullopt;
  Target result{std::move(*path), {}};
  std::string_view rest = mark == std::string_view::npos ? "" : target.substr(mark + 1);
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const std::size_t equals = pair.find('=');
    auto name = decode(pair.substr(0, equals), true);
    auto value = decode(equals == std::string_view::npos ? "" : pair.substr(equals + 1), true);
    if (!name || !value) return std::nullopt;
    if (!pair.empty()) result.query.insert_or_assign(std::move(*name), std::move(*value));
  }
  return result;
}

bool is_host(std::string_view host) {
  if (host.empty() || host.size() > 255) return false;
  return std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._:[]").find(c) != std::string_view::npos;
  });
}

std::size_t body_bytes_max(std::string_view head) {
  const bool uploads =
      head.starts_with("POST /api/v1/files?") || head.starts_with("POST /api/v1/visitor_files?");
  return uploads ? limits::file_bytes_max : limits::http_body_bytes_max;
}

bool is_utf8(std::string_view text) {
  const auto* at = reinterpret_cast<const unsigned char*>(text.data());
  const auto* const end = at + text.size();
  while (at < end) {
    const unsigned char lead = *at++;
    if (lead < 0x80) continue;
    const int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    if (lead < 0xc2 || lead > 0xf4 || end - at < more) return false;
    // The second byte's range shuts out overlong forms, surrogates and what is above U+10FFFF.
    const unsigned char lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    const unsigned char highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (*at < lowest || *at > highest) return false;
    ++at;
    for (int i = 1; i < more; ++i, ++at) {
      if ((*at & 0xc0) != 0x80) return false;
    }
  }
  return true;
}

bool Networks::add(std::string_view text) {
  const std::size_t slash = text.find('/');
  boost::system::error_code error;
  const ip::address address = ip::make_address(std::string(text.substr(0, slash)), error);
  if (error) return false;
  const unsigned bits = address.is_v4() ? 32 : 128;
  unsigned prefix = bits;
  if (slash != std::string_view::npos) {
    const std::string_view digits = text.substr(slash + 1);
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
    if (code != std::errc() || end != digits.data() + digits.size() || prefix > bits) return false;
  }
  networks_.push_back({as_v6(address), prefix + 128 - bits});
  return true;
}

bool Networks::contains(const ip::address& address) const {
  const auto bytes = as_v6(address).to_bytes();
  return std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) {
    const auto wanted = network.address.to_bytes();
    for (unsigned bit = 0; bit < network.prefix; ++bit) {
      const auto mask = static_cast<unsigned char>(0x80U >> (bit % 8));
      if ((bytes[bit / 8] & mask) != (wanted[bit / 8] & mask)) return false;
    }
    return true;
  });
}

Client client_of(const ip::address& peer, bool tls, const Networks& trusted,
                 std::string_view forwarded_for, std::string_view forwarded_proto) {
  ip::address client = unmapped(peer);
  bool secure = tls;
  if (trusted.contains(client)) {
    std::string_view hops = forwarded_for;
    while (!trim(hops).empty() && trusted.contains(client)) {
      const std::size_t comma = hops.rfind(',');
      const auto hop = read_hop(comma == std::string_view::npos ? hops : hops.substr(comma + 1));
      if (!hop) break;
      client = *hop;
      hops = comma == std::string_view::npos ? "" : hops.substr(0, comma);
    }
    const std::string_view proto = trim(forwarded_proto);
    if (!proto.empty()) secure = proto == "https";
  }
  return {client.to_string(), secure};
}

}  // namespace usher::net
