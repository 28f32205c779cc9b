#include <array>

#include "protocol/write.hpp"

namespace usher::protocol {
namespace {

constexpr auto needs_escape = [] {
  std::array<bool, 256> table{};
  for (std::size_t control = 0; control < 0x20; ++control) table[control] = true;
  table['"'] = true;
  table['\\'] = true;
  return table;
}();

void append_escape(std::string& out, unsigned char byte) {
  constexpr std::string_view hex = "0123456789abcdef";
  switch (byte) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += "\\u00";
      out += hex[byte >> 4];
      out += hex[byte & 15];
  }
}

}  // namespace

// Runs of plain text, nearly always the whole of it, are copied at once.
void append_json_text(std::string& out, std::string_view text) {
  out += '"';
  std::size_t run = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (!needs_escape[byte]) continue;
    out.append(text, run, at - run);
    append_escape(out, byte);
    run = at + 1;
  }
  out.append(text, run);
  out += '"';
}

}  // namespace usher::protocol
