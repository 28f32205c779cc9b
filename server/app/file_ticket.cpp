#include "app/file_ticket.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "app/hex.hpp"

namespace usher::app {

std::string FileTickets::issue(core::Author by, const core::File& file) const {
  std::string said = file.key + '.' + std::to_string(file.bytes) + (file.image ? ".1." : ".0.") +
                     to_hex(file.name);
  const std::string signed_so = signature(by, said);
  return said + '.' + signed_so;
}

std::optional<core::File> FileTickets::read(core::Author by, std::string_view ticket) const {
  const std::size_t last = ticket.rfind('.');
  if (last == std::string_view::npos) return std::nullopt;
  std::string_view said = ticket.substr(0, last);
  if (!crypto_.equal(signature(by, said), ticket.substr(last + 1))) return std::nullopt;
  // What we signed has four parts.
  std::array<std::string_view, 4> parts;
  for (std::string_view& part : parts) {
    part = said.substr(0, said.find('.'));
    said.remove_prefix(std::min(part.size() + 1, said.size()));
  }
  core::File file;
  file.key = parts[0];
  std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), file.bytes);
  file.image = parts[2] == "1";
  file.name = from_hex(parts[3]).value_or("");
  return file;
}

std::string FileTickets::signature(core::Author by, std::string_view said) const {
  std::string text = "file:" + std::to_string(account_.value) + ':' +
                     std::to_string(static_cast<int>(by.kind)) + ':' + std::to_string(by.id) + ':';
  text += said;
  return to_hex(crypto_.hmac(key_, text));
}

}  // namespace usher::app
