#include "adapters/http/public_address.hpp"

#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace usher::adapters {
namespace {

struct Block4 {
  std::uint32_t address;
  unsigned bits;
};

constexpr std::uint32_t v4(unsigned a, unsigned b, unsigned c, unsigned d) {
  return a << 24 | b << 16 | c << 8 | d;
}

constexpr std::array<Block4, 15> special4{{
    {v4(0, 0, 0, 0), 8},        // this network
    {v4(10, 0, 0, 0), 8},       // private
    {v4(100, 64, 0, 0), 10},    // shared by carriers
    {v4(127, 0, 0, 0), 8},      // loopback
    {v4(169, 254, 0, 0), 16},   // link-local; clouds' metadata
    {v4(172, 16, 0, 0), 12},    // private
    {v4(192, 0, 0, 0), 24},     // protocol assignments
    {v4(192, 0, 2, 0), 24},     // documentation
    {v4(192, 88, 99, 0), 24},   // 6to4 relays
    {v4(192, 168, 0, 0), 16},   // private
    {v4(198, 18, 0, 0), 15},    // benchmarks
    {v4(198, 51, 100, 0), 24},  // documentation
    {v4(203, 0, 113, 0), 24},   // documentation
    {v4(224, 0, 0, 0), 4},      // multicast
    {v4(240, 0, 0, 0), 4},      // reserved, and the broadcast
}};

bool is_public4(std::uint32_t address) {
  return std::ranges::none_of(special4, [address](const Block4& block) {
    return (address ^ block.address) >> (32 - block.bits) == 0;
  });
}

using Bytes = std::array<std::uint8_t, 16>;
struct Block6 {
  Bytes address;
  unsigned bits;
};

bool lies_in(const Bytes& address, const Block6& block) {
  const std::size_t whole = block.bits / 8;
  if (!std::equal(address.begin(), address.begin() + static_cast<std::ptrdiff_t>(whole),
                  block.address.begin())) {
    return false;
  }
  const unsigned rest = block.bits % 8;
  return rest == 0 || (address[whole] ^ block.address[whole]) >> (8 - rest) == 0;
}

// All that is public lies in 2000::/3: neither loopback, mapped, link-local, unique-local nor
// multicast addresses do.
constexpr Block6 global6{{0x20}, 3};
constexpr std::array<Block6, 4> special6{{
    {{0x20, 0x01, 0x00}, 23},        // protocol assignments, Teredo among them
    {{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
    {{0x20, 0x02}, 16},              // 6to4: any IPv4 address may stand in it
    {{0x3f, 0xff, 0x00}, 20},        // documentation
}};
// IPv4 addresses, for networks that have none of their own: as public as what stands in them.
constexpr Block6 translated6{{0x00, 0x64, 0xff, 0x9b}, 96};

bool is_public6(const Bytes& address) {
  if (lies_in(address, translated6)) {
    return is_public4(v4(address[12], address[13], address[14], address[15]));
  }
  return lies_in(address, global6) && std::ranges::none_of(special6, [&](const Block6& block) {
           return lies_in(address, block);
         });
}

}  // namespace

bool is_public(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    return is_public4(ntohl(in.sin_addr.s_addr));
  }
  if (address.sa_family != AF_INET6) return false;
  sockaddr_in6 in{};
  std::memcpy(&in, &address, sizeof in);
  Bytes bytes{};
  std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
  return is_public6(bytes);
}

}  // namespace usher::adapters
