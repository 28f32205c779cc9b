#pragma once
// An array as PostgreSQL reads it in binary: a whole column of a batch in one parameter.

#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/sql/place.hpp"

namespace usher::adapters {

class PostgresArray {
 public:
  // The types' numbers in every PostgreSQL.
  static constexpr std::uint32_t number = 20;  // int8
  static constexpr std::uint32_t text = 25;

  explicit PostgresArray(std::uint32_t type) {
    for (const std::uint32_t word : {1U, 0U, type, 0U, 1U}) put(word);  // dimensions, nulls, …
  }

  void add(Number value) {
    put(8);
    const auto bits = static_cast<std::uint64_t>(value);
    put(static_cast<std::uint32_t>(bits >> 32));
    put(static_cast<std::uint32_t>(bits));
    count();
  }
  void add(std::string_view value) {
    put(static_cast<std::uint32_t>(value.size()));
    bytes_ += value;
    count();
  }

  bool empty() const { return count_ == 0; }
  const std::string& bytes() const { return bytes_; }

 private:
  static constexpr std::size_t count_at = 12;

  void put(std::uint32_t word) {
    for (int shift = 24; shift >= 0; shift -= 8) bytes_ += static_cast<char>(word >> shift & 0xFF);
  }
  void count() {
    ++count_;
    for (int i = 0; i < 4; ++i) {
      bytes_[count_at + static_cast<std::size_t>(i)] =
          static_cast<char>(count_ >> (24 - 8 * i) & 0xFF);
    }
  }

  std::string bytes_;
  std::uint32_t count_ = 0;
};

}  // namespace usher::adapters
