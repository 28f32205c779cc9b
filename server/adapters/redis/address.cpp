#include "adapters/redis/address.hpp"

#include <charconv>
#include <optional>
#include <string_view>

namespace usher::adapters {
namespace {

constexpr std::uint16_t redis_port = 6379;
constexpr std::uint16_t sentinel_port = 26379;
constexpr std::uint32_t databases_max = 1'000'000;

[[noreturn]] void refuse(const std::string& what) {
  throw RedisAddressError("the address of Redis: " + what +
                          "; one looks like redis://:password@127.0.0.1:6379/0");
}

template <class Number>
Number number_of(std::string_view text, const char* what, Number most) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value > most || text.empty()) {
    refuse(std::string(what) + " is no number that there is");
  }
  return static_cast<Number>(value);
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    std::uint8_t byte = 0;
    const char* digits = text.data() + i + 1;
    if (text.size() - i < 3) refuse("a % without its digits");
    const auto [end, error] = std::from_chars(digits, digits + 2, byte, 16);
    if (error != std::errc() || end != digits + 2) refuse("a % without its digits");
    out += static_cast<char>(byte);
    i += 2;
  }
  return out;
}

RedisAddress::Host host_of(std::string_view text, std::uint16_t port) {
  RedisAddress::Host host{{}, port};
  std::size_t colon = text.rfind(':');
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) refuse("a [ without its ]");
    host.name = text.substr(1, end - 1);
    colon = end + 1 < text.size() && text[end + 1] == ':' ? end + 1 : std::string_view::npos;
  } else {
    host.name = text.substr(0, colon);
  }
  if (colon != std::string_view::npos) {
    host.port = number_of<std::uint16_t>(text.substr(colon + 1), "its port", 65'535);
  }
  if (host.name.empty() || host.port == 0) refuse("no host is named");
  return host;
}

void read_login(std::string_view login, RedisAddress& address) {
  const std::size_t colon = login.find(':');
  if (colon == std::string_view::npos) refuse("a password comes behind a colon");
  address.user = decoded(login.substr(0, colon));
  address.password = decoded(login.substr(colon + 1));
}

}  // namespace

RedisAddress parse_redis_address(const std::string& text) {
  std::string_view rest = text;
  RedisAddress address;
  if (rest.starts_with("rediss")) {
    refuse("TLS is not part of this build; put stunnel or a private network between");
  }
  const bool sentinel = rest.starts_with("redis+sentinel://");
  if (!sentinel && !rest.starts_with("redis://")) refuse("it begins with redis://");
  rest.remove_prefix(rest.find("//") + 2);
  if (const std::size_t at = rest.rfind('@'); at != std::string_view::npos) {
    read_login(rest.substr(0, at), address);
    rest.remove_prefix(at + 1);
  }
  const std::size_t slash = rest.find('/');
  std::string_view hosts = rest.substr(0, slash);
  std::string_view path = slash == std::string_view::npos ? "" : rest.substr(slash + 1);
  while (!hosts.empty()) {
    const std::size_t comma = hosts.find(',');
    address.hosts.push_back(host_of(hosts.substr(0, comma), sentinel ? sentinel_port : redis_port));
    hosts.remove_prefix(comma == std::string_view::npos ? hosts.size() : comma + 1);
  }
  if (address.hosts.empty()) refuse("no host is named");
  if (!sentinel && address.hosts.size() > 1) refuse("several hosts need redis+sentinel://");
  if (sentinel) {
    const std::size_t end = path.find('/');
    address.master = path.substr(0, end);
    if (address.master.empty()) refuse("the Sentinels' master is not named");
    path = end == std::string_view::npos ? "" : path.substr(end + 1);
  }
  if (!path.empty()) address.database = number_of(path, "its database", databases_max);
  return address;
}

std::string shown(const RedisAddress& address) {
  std::string text = address.master.empty() ? "redis://" : "redis+sentinel://";
  for (const RedisAddress::Host& host : address.hosts) {
    if (&host != &address.hosts.front()) text += ',';
    const bool v6 = host.name.find(':') != std::string::npos;
    text += (v6 ? "[" + host.name + "]" : host.name) + ':' + std::to_string(host.port);
  }
  if (!address.master.empty()) text += '/' + address.master;
  return text + '/' + std::to_string(address.database);
}

}  // namespace usher::adapters
