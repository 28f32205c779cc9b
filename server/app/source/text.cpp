#include "app/source/text.hpp"

#include <algorithm>

namespace usher::app {
namespace {

// How many bytes a character takes that begins so; 0: none does.
std::size_t width(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

// Whether `second` may follow `lead`: no overlong forms, no surrogates, nothing above U+10FFFF.
bool may_follow(unsigned char lead, unsigned char second) {
  const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  return second >= low && second <= high;
}

struct Utf8 {
  bool valid = true;      // but for a character cut in half at the end
  std::size_t whole = 0;  // bytes before that
  std::size_t widest = 0;
};

Utf8 examine(std::string_view text) {
  Utf8 seen;
  while (seen.whole < text.size()) {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[seen.whole + i]); };
    const std::size_t wanted = width(at(0));
    const std::size_t present = std::min(wanted, text.size() - seen.whole);
    seen.valid = wanted > 0;
    for (std::size_t i = 1; i < present; ++i) {
      const bool follows = i == 1 ? may_follow(at(0), at(1)) : (at(i) & 0xC0) == 0x80;
      seen.valid = seen.valid && follows;
    }
    if (!seen.valid || present < wanted) return seen;
    seen.widest = std::max(seen.widest, wanted);
    seen.whole += wanted;
  }
  return seen;
}

std::string clean(std::string text, std::size_t bytes_max) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
  text.resize(std::min(text.size(), bytes_max));
  text.resize(examine(text).whole);
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

}  // namespace

std::optional<std::string> read_text(std::string_view bytes, Encoding encoding,
                                     std::size_t bytes_max, const ports::Charset& charset) {
  const Utf8 utf8 = examine(bytes);
  const bool guessed =
      encoding == Encoding::either || (encoding == Encoding::chinese && utf8.widest != 2);
  if (utf8.valid && (guessed || encoding == Encoding::utf8)) {
    return clean(std::string(bytes.substr(0, utf8.whole)), bytes_max);
  }
  if (encoding == Encoding::utf8) return std::nullopt;
  auto text = charset.from_gbk(bytes);
  if (!text && !bytes.empty()) text = charset.from_gbk(bytes.substr(0, bytes.size() - 1));
  if (text) return clean(*std::move(text), bytes_max);
  if (!utf8.valid) return std::nullopt;
  return clean(std::string(bytes.substr(0, utf8.whole)), bytes_max);
}

}  // namespace usher::app
