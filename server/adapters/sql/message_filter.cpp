#include "adapters/sql/message_filter.hpp"

#include <algorithm>
#include <array>

namespace usher::adapters {
namespace {

// 1 MiB, and with twelve bits a message 0.4 % of new messages are taken for stored ones.
constexpr std::size_t filter_bits = 8 * 1024 * 1024;
constexpr std::size_t messages_max = filter_bits / 12;
constexpr std::size_t probes = 5;

// Bit numbers by double hashing, as in core/receipts.cpp.
std::array<std::size_t, probes> bits_of(ConversationKey key, Number hash) {
  const auto where = static_cast<std::uint64_t>(key.conversation ^ key.shelf << position_bits);
  std::uint64_t mixed = (static_cast<std::uint64_t>(hash) ^ where) * 0x9E37'79B9'7F4A'7C15ULL;
  mixed ^= mixed >> 32;
  const std::uint64_t step = mixed >> 24 | 1U;
  std::array<std::size_t, probes> bits{};
  for (std::size_t i = 0; i < probes; ++i) bits[i] = (mixed + i * step) % filter_bits;
  return bits;
}

}  // namespace

void MessageFilter::add(ConversationKey key, Number hash) {
  if (bits_.empty()) bits_.resize(filter_bits / 64);
  ++added_;
  for (const std::size_t bit : bits_of(key, hash)) bits_[bit / 64] |= std::uint64_t{1} << bit % 64;
}

bool MessageFilter::full() const { return added_ >= messages_max; }

bool MessageFilter::may_hold(ConversationKey key, Number hash) const {
  if (bits_.empty()) return false;
  return std::ranges::all_of(bits_of(key, hash), [this](std::size_t bit) {
    return (bits_[bit / 64] >> bit % 64 & 1U) != 0;
  });
}

}  // namespace usher::adapters
