#include "core/search_words.hpp"

#include <cstdint>
#include <utility>

namespace usher::core {

namespace {

using Code = std::uint32_t;
constexpr Code no_character = 0xFFFD;

bool within(Code code, Code first, Code last) { return first <= code && code <= last; }

// The character at the front, which is taken off. The texts were checked when they came in, so
// that what is malformed only has to do no harm.
Code take_code(std::string_view& text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (lead < 0x80) {
    text.remove_prefix(1);
    return lead;
  }
  Code code = lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    const auto next = i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    if ((next & 0xC0U) != 0x80U) {
      text.remove_prefix(1);
      return no_character;
    }
    code = code << 6U | (next & 0x3FU);
  }
  text.remove_prefix(size);
  return code;
}

void append_code(std::string& out, Code code) {
  const auto trail = [&](unsigned shift) {
    out += static_cast<char>(0x80U | (code >> shift & 0x3FU));
  };
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0U | code >> 6U);
    trail(0);
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0U | code >> 12U);
    trail(6), trail(0);
  } else {
    out += static_cast<char>(0xF0U | code >> 18U);
    trail(12), trail(6), trail(0);
  }
}

// Wide Latin becomes Latin, capitals of Latin, Greek and Cyrillic small letters.
Code folded(Code code) {
  if (within(code, 0xFF01, 0xFF5E)) code -= 0xFF01 - '!';
  if (within(code, 'A', 'Z')) return code + 32;
  if (within(code, 0xC0, 0xDE) && code != 0xD7) return code + 32;
  if (within(code, 0x100, 0x137) || within(code, 0x14A, 0x177)) return code | 1U;
  if (within(code, 0x139, 0x148) || within(code, 0x179, 0x17E)) return code + code % 2;
  if (within(code, 0x391, 0x3A9)) return code + 32;
  if (within(code, 0x410, 0x42F)) return code + 32;
  if (within(code, 0x400, 0x40F)) return code + 80;
  return code;
}

// Of a writing that does not part its words.
bool is_unparted(Code code) {
  return within(code, 0x4E00, 0x9FFF) || within(code, 0x3400, 0x4DBF) || code == 0x3005 ||
         (within(code, 0x3041, 0x30FF) && code != 0x30FB) || within(code, 0xAC00, 0xD7A3) ||
         within(code, 0xF900, 0xFAFF) || within(code, 0x20000, 0x3FFFF);
}

bool is_letter(Code code) {
  if (is_unparted(code)) return false;
  if (code < 0x80) return within(code, 'a', 'z') || within(code, '0', '9');
  const bool sign = code < 0xC0 || code == 0xD7 || code == 0xF7 || within(code, 0x2000, 0x2BFF) ||
                    within(code, 0x3000, 0x303F) || within(code, 0xFE00, 0xFFFF) || code > 0x1EFFF;
  return !sign;
}

// Collects characters into runs of one kind, and runs into terms.
class Collector {
 public:
  explicit Collector(std::size_t terms_max) : terms_max_(terms_max) {}

  // False: there is enough.
  bool take(Code code) {
    const Kind kind = is_unparted(code) ? Kind::unparted
                      : is_letter(code) ? Kind::letters
                                        : Kind::none;
    if (kind != kind_) end_run();
    kind_ = kind;
    if (kind == Kind::letters) append_code(word_, code);
    if (kind == Kind::unparted) take_unparted(code);
    return words_.terms.size() < terms_max_;
  }

  SearchWords finish() {
    const bool open_end = kind_ == Kind::letters;
    end_run();
    words_.open_end = open_end;
    return std::move(words_);
  }

 private:
  enum class Kind : std::uint8_t { none, letters, unparted };

  void take_unparted(Code code) {
    std::string character;
    append_code(character, code);
    if (run_ > 0) words_.terms.push_back(last_ + character);
    if (run_ == 1) words_.characters.push_back(last_);
    if (run_ > 0) words_.characters.push_back(character);
    last_ = std::move(character);
    ++run_;
  }

  void end_run() {
    if (!word_.empty()) words_.terms.push_back(std::exchange(word_, {}));
    if (run_ == 1) words_.terms.push_back(last_);
    run_ = 0;
  }

  std::size_t terms_max_;
  SearchWords words_;
  Kind kind_ = Kind::none;
  std::string word_;
  std::string last_;
  std::size_t run_ = 0;
};

}  // namespace

bool is_search_word(std::string_view term) { return is_letter(take_code(term)); }

SearchWords search_words(std::string_view text, std::size_t terms_max) {
  Collector collector(terms_max);
  while (!text.empty()) {
    if (!collector.take(folded(take_code(text)))) break;
  }
  return collector.finish();
}

}  // namespace usher::core
