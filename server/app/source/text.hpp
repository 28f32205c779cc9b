#pragma once
// Bytes out of an address as text that may be stored and shown.

#include <optional>
#include <string>
#include <string_view>

#include "ports/charset.hpp"

namespace usher::app {

enum class Encoding : std::uint8_t {
  utf8,
  gbk,
  either,   // UTF-8 where the bytes are that, GBK otherwise
  chinese,  // the same, but a text of two-byte characters only is GBK: Cyrillic or Greek is rarer
};

// Valid UTF-8 of at most `bytes_max` bytes, without control characters and blanks at its ends. A
// character that was cut in half at the end is dropped. None: the bytes are no text.
std::optional<std::string> read_text(std::string_view bytes, Encoding encoding,
                                     std::size_t bytes_max, const ports::Charset& charset);

}  // namespace usher::app
