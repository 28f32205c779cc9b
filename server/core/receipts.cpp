#include "core/receipts.hpp"

#include <algorithm>
#include <array>

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

constexpr std::size_t probes = 4;

// Bit numbers by double hashing (Kirsch and Mitzenmacher, "Less Hashing, Same Performance", 2006).
std::array<std::size_t, probes> bits_of(std::uint64_t hash) {
  std::array<std::size_t, probes> bits{};
  const std::uint64_t low = hash & 0xffff'ffffU;
  const std::uint64_t high = hash >> 32 | 1U;
  for (std::size_t i = 0; i < probes; ++i) bits[i] = (low + i * high) % limits::receipt_filter_bits;
  return bits;
}

}  // namespace

std::uint64_t text_hash(std::string_view text) { return fnv(fnv_offset, text); }

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
  return std::ranges::all_of(bits_of(id_hash(author, client_id)), [this](std::size_t bit) {
    return (filter_[bit / 64] >> (bit % 64) & 1U) != 0;
  });
}

void Receipts::trim(std::size_t size_max) {
  while (newest_.size() > size_max) {
    cut_ = true;
    if (filter_is_whole_) {
      filter_.resize(limits::receipt_filter_bits / 64);
      for (const std::size_t bit : bits_of(ids_.front())) {
        filter_[bit / 64] |= std::uint64_t{1} << (bit % 64);
      }
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
