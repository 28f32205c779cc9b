#include "adapters/sql/message_filter.hpp"

namespace usher::adapters {
namespace {

// 2 MiB, and with sixteen bits a message one new message in a hundred is taken for a stored one.
constexpr std::size_t words = 256 * 1024;
constexpr std::size_t messages_max = words * 64 / 16;

// A blocked Bloom filter, as in core/receipts.cpp.
struct FilterBits {
  std::size_t word = 0;
  std::uint64_t mask = 0;
};

FilterBits bits_of(ConversationKey key, Number hash) {
  const auto where = static_cast<std::uint64_t>(key.conversation ^ key.shelf << position_bits);
  std::uint64_t mixed = (static_cast<std::uint64_t>(hash) ^ where) * 0x9E37'79B9'7F4A'7C15ULL;
  mixed ^= mixed >> 32;
  FilterBits bits{mixed % words, 0};
  for (const int shift : {24, 30, 36, 42}) bits.mask |= std::uint64_t{1} << (mixed >> shift & 63U);
  return bits;
}

}  // namespace

void MessageFilter::add(ConversationKey key, Number hash) {
  if (words_.empty()) words_.resize(words);
  ++added_;
  const FilterBits bits = bits_of(key, hash);
  words_[bits.word] |= bits.mask;
}

bool MessageFilter::full() const { return added_ >= messages_max; }

bool MessageFilter::may_hold(ConversationKey key, Number hash) const {
  if (words_.empty()) return false;
  const FilterBits bits = bits_of(key, hash);
  return (words_[bits.word] & bits.mask) == bits.mask;
}

}  // namespace usher::adapters
