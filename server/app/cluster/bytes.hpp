#pragma once
// Numbers and texts as bytes, between nodes: little-endian, texts with their length before them.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace usher::app {

template <class Number>
void put_number(std::string& out, Number number) {
  char bytes[sizeof(Number)];
  for (char& byte : bytes) {
    byte = static_cast<char>(number & 0xff);
    number = static_cast<Number>(std::uint64_t{number} >> 8);
  }
  out.append(bytes, sizeof bytes);
}

inline void put_text(std::string& out, std::string_view text) {
  put_number(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

// Reads what was put, and never past its end: after a text that is not whole, ok() is false and
// everything else reads as zero or empty.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  bool ok() const { return ok_; }
  bool at_end() const { return rest_.empty(); }
  void fail() {
    ok_ = false;
    rest_ = {};
  }

  template <class Number>
  Number number() {
    const std::string_view bytes = take(sizeof(Number));
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i > 0; --i) {
      value = value << 8 | static_cast<unsigned char>(bytes[i - 1]);
    }
    return static_cast<Number>(value);
  }
  bool flag() {
    const auto value = number<std::uint8_t>();
    if (value > 1) fail();
    return value == 1;
  }
  std::string_view text() { return take(number<std::uint32_t>()); }
  std::string_view take(std::size_t bytes) {
    if (bytes > rest_.size()) fail();
    const std::string_view taken = rest_.substr(0, ok_ ? bytes : 0);
    rest_.remove_prefix(taken.size());
    return taken;
  }
  std::string_view rest() { return take(rest_.size()); }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace usher::app
