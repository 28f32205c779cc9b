#include <array>
#include <cstdio>
#include <ctime>

#include "adapters/log/spdlog_log.hpp"

namespace usher::adapters {
namespace {

// Length of the well-formed UTF-8 sequence at `at`, 0 when there is none (RFC 3629, section 4).
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) -> unsigned {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  const auto tail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return tail(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const bool overlong = first == 0xE0 && byte(1) < 0xA0;
    const bool surrogate = first == 0xED && byte(1) > 0x9F;
    return !overlong && !surrogate && tail(1) && tail(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool overlong = first == 0xF0 && byte(1) < 0x90;
    const bool too_high = first == 0xF4 && byte(1) > 0x8F;
    return !overlong && !too_high && tail(1) && tail(2) && tail(3) ? 4 : 0;
  }
  return 0;
}

// U+0080 to U+009F and the two separators are line breaks or terminal commands to some readers.
bool is_control(std::string_view sequence) {
  if (sequence.size() == 1) {
    const auto byte = static_cast<unsigned char>(sequence[0]);
    return byte < 0x20 || byte == 0x7F;
  }
  if (sequence.size() == 2) return sequence[0] == '\xC2' && sequence[1] < '\xA0';
  return sequence == "\xE2\x80\xA8" || sequence == "\xE2\x80\xA9";
}

void append_escape(std::string& out, std::string_view sequence) {
  unsigned code = static_cast<unsigned char>(sequence[0]);
  if (sequence.size() == 2) code = static_cast<unsigned char>(sequence[1]);
  if (sequence.size() == 3) code = 0x2000U + (static_cast<unsigned char>(sequence[2]) & 0x3FU);
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "\\u%04x", code);
  out += text.data();
}

void append_string(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = sequence_length(text, at);
    const std::string_view sequence = text.substr(at, length == 0 ? 1 : length);
    if (length == 0) {
      out += "\\ufffd";
    } else if (is_control(sequence)) {
      append_escape(out, sequence);
    } else {
      if (sequence == "\"" || sequence == "\\") out += '\\';
      out += sequence;
    }
    at += sequence.size();
  }
  out += '"';
}

void append_time(std::string& out, std::int64_t at_ms) {
  const auto seconds = static_cast<std::time_t>(at_ms / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  out += text.data();
  std::snprintf(text.data(), text.size(), ".%03dZ", static_cast<int>(at_ms % 1000));
  out += text.data();
}

std::string_view name_of(ports::Level level) {
  switch (level) {
    case ports::Level::debug:
      return "debug";
    case ports::Level::info:
      return "info";
    case ports::Level::warning:
      return "warning";
    case ports::Level::error:
      return "error";
  }
  return "error";
}

}  // namespace

std::string log_line(std::int64_t at_ms, ports::Level level, std::string_view event,
                     std::initializer_list<ports::Log::Field> fields) {
  std::string line = R"({"at":")";
  append_time(line, at_ms);
  line += R"(","level":")";
  line += name_of(level);
  line += R"(","event":)";
  append_string(line, event);
  for (const auto& [name, value] : fields) {
    line += ',';
    append_string(line, name);
    line += ':';
    append_string(line, value);
  }
  line += '}';
  return line;
}

}  // namespace usher::adapters
