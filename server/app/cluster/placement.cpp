#include "app/cluster/placement.hpp"

#include <cstdint>

namespace usher::app {
namespace {

// splitmix64's mixer: all bits of the result depend on all bits of the value.
std::uint64_t mix(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}

std::uint64_t weight(core::AccountId account, const ports::NodeId& node) {
  std::uint64_t hash = mix(account.value + 0x9e3779b97f4a7c15);
  for (const char byte : node) hash = mix(hash ^ static_cast<unsigned char>(byte));
  return hash;
}

}  // namespace

std::optional<ports::NodeId> home_of(core::AccountId account, std::span<const ports::Node> nodes) {
  const ports::Node* home = nullptr;
  std::uint64_t highest = 0;
  for (const ports::Node& node : nodes) {
    if (node.leaving) continue;
    const std::uint64_t its = weight(account, node.id);
    if (home && its <= highest) continue;
    home = &node;
    highest = its;
  }
  return home ? std::optional(home->id) : std::nullopt;
}

}  // namespace usher::app
