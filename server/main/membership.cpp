#include "main/membership.hpp"

#include <unistd.h>

#include <array>
#include <string_view>

#include "core/cluster_limits.hpp"
#include "core/hex.hpp"

namespace usher {
namespace {

// The machine's name as far as it is one of a node.
std::string machine_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "node";
  std::string known;
  for (const char letter : std::string_view(name.data())) {
    const bool fits = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                      (letter >= '0' && letter <= '9') || letter == '-';
    if (!fits || known.size() == limits::node_name_bytes_max) break;
    known += letter;
  }
  return known.empty() ? "node" : known;
}

ports::NodeId new_id(const ServeOptions& options, ports::Random& random) {
  std::array<std::uint8_t, 4> bytes{};
  random.fill(bytes);
  const std::string start(bytes.begin(), bytes.end());
  return (options.node.empty() ? machine_name() : options.node) + '.' + core::to_hex(start);
}

}  // namespace

adapters::RedisAddress redis_address(const ServeOptions& options) {
  try {
    return adapters::parse_redis_address(options.redis);
  } catch (const adapters::RedisAddressError& error) {
    throw OptionError(error.what());
  }
}

Membership::Membership(const ServeOptions& options, ports::Claims& claims,
                       const ports::Clock& clock, ports::Random& random, ports::Log& log,
                       ports::Metrics& metrics)
    : claims_(claims),
      taking_(clock),
      hub_({redis_address(options), new_id(options, random)}, log, metrics),
      leases_(hub_),
      bus_(hub_, metrics),
      presence_(hub_, metrics) {}

void Membership::stop() {
  bus_.stop();
  taking_.stop();
  taking_.join();
}

}  // namespace usher
