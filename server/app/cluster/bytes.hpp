#pragma once
// Numbers and texts as bytes, for what nodes tell each other. See envelope.hpp for the layout.

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace usher::app {

class ByteWriter {
 public:
  explicit ByteWriter(std::string& out) : out_(out) {}

  template <class Number>
  void number(Number value) {
    for (std::size_t i = 0; i < sizeof(Number); ++i) {
      out_ += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xff);
    }
  }
  void text(std::string_view value) {
    number(static_cast<std::uint32_t>(value.size()));
    out_ += value;
  }

 private:
  std::string& out_;
};

// After the first value that is not there everything is 0 or empty, and `sound` is false.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  template <class Number>
  Number number() {
    std::uint64_t value = 0;
    const std::string_view bytes = take(sizeof(Number));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
    }
    return static_cast<Number>(value);
  }
  // Inside what is read.
  std::string_view text() { return take(number<std::uint32_t>()); }
  // How many entries follow, each of at least one byte.
  std::uint32_t count() {
    const auto value = number<std::uint32_t>();
    sound = sound && value <= rest_.size();
    return sound ? value : 0;
  }
  std::string_view rest() const { return rest_; }

  bool sound = true;

 private:
  std::string_view take(std::size_t size) {
    sound = sound && size <= rest_.size();
    if (!sound) return {};
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  std::string_view rest_;
};

}  // namespace usher::app
