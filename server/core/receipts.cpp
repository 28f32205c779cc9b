#include "core/receipts.hpp"

#include <algorithm>

#include "core/limits.hpp"

namespace usher::core {
namespace {

constexpr std::uint64_t fnv_offset = 14'695'981'039'346'656'037U;
constexpr std::uint64_t fnv_prime = 1'099'511'628'211U;

std::uint64_t fnv(std::uint64_t hash, std::string_view text) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * fnv_prime;
  return hash;
}

std::uint64_t id_hash(Author author, std::string_view client_id) {
  const std::uint64_t kind = author.kind == AuthorKind::agent ? 1 : 0;
  return fnv((fnv_offset ^ (author.id * 2 + kind)) * fnv_prime, client_id);
}

constexpr std::size_t word_bits = 64;

// A blocked Bloom filter: the four bits of an id stand in one word, so that a look is one look into
// memory (Putze, Sanders and Singler, "Cache-, Hash- and Space-Efficient Bloom Filters", 2007).
struct FilterBits {
  std::size_t word = 0;
  std::uint64_t mask = 0;
};

FilterBits bits_of(std::uint64_t hash) {
  FilterBits bits{hash % (limits::receipt_filter_bits / word_bits), 0};
  for (const int shift : {32, 38, 44, 50}) bits.mask |= std::uint64_t{1} << (hash >> shift & 63U);
  return bits;
}

}  // namespace

std::uint64_t text_hash(std::string_view text) { return fnv(fnv_offset, text); }

std::uint64_t message_hash(std::string_view text, const std::optional<File>& file) {
  const std::uint64_t hash = text_hash(text);
  return file ? fnv(hash * fnv_prime, file->key) : hash;
}

void Receipts::add(Receipt receipt) {
  ids_.push_back(id_hash(receipt.author, receipt.client_id));
  newest_.push_back(std::move(receipt));
}

const Receipt* Receipts::find(Author author, std::string_view client_id) const {
  const std::uint64_t hash = id_hash(author, client_id);
  for (auto id = ids_.begin(); (id = std::find(id, ids_.end(), hash)) != ids_.end(); ++id) {
    const Receipt& receipt = newest_[static_cast<std::size_t>(id - ids_.begin())];
    if (receipt.author == author && receipt.client_id == client_id) return &receipt;
  }
  return nullptr;
}

bool Receipts::may_be_older(Author author, std::string_view client_id) const {
  if (!cut_) return false;
  if (!filter_is_whole_) return true;
  const FilterBits bits = bits_of(id_hash(author, client_id));
  return (filter_[bits.word] & bits.mask) == bits.mask;
}

void Receipts::trim(std::size_t size_max) {
  while (newest_.size() > size_max) {
    cut_ = true;
    if (filter_is_whole_) {
      filter_.resize(limits::receipt_filter_bits / word_bits);
      const FilterBits bits = bits_of(ids_.front());
      filter_[bits.word] |= bits.mask;
    }
    ids_.pop_front();
    newest_.pop_front();
  }
}

void Receipts::forget_older() {
  cut_ = true;
  filter_is_whole_ = false;
  filter_ = {};
}

}  // namespace usher::core
