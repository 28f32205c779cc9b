#include "app/file_ticket.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/hex.hpp"
#include "core/limits.hpp"

namespace usher::app {

std::string FileTickets::issue(core::Author by, const core::File& file) const {
  const core::Time until = clock_.now() + limits::file_ticket_ms;
  std::string said = file.key + '.' + std::to_string(file.bytes) + (file.image ? ".1." : ".0.") +
                     core::to_hex(file.name) + '.' + std::to_string(until.ms);
  const std::string signed_so = signature(by, said);
  return said + '.' + signed_so;
}

std::optional<core::File> FileTickets::redeem(core::Author by, std::string_view ticket) const {
  const std::size_t last = ticket.rfind('.');
  if (last == std::string_view::npos) return std::nullopt;
  std::string_view said = ticket.substr(0, last);
  if (!crypto_.equal(signature(by, said), ticket.substr(last + 1))) return std::nullopt;
  // What we signed has five parts.
  std::array<std::string_view, 5> parts;
  for (std::string_view& part : parts) {
    part = said.substr(0, said.find('.'));
    said.remove_prefix(std::min(part.size() + 1, said.size()));
  }
  const auto number = [](std::string_view digits) {
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
  };
  if (clock_.now().ms >= number(parts[4])) return std::nullopt;
  core::File file;
  file.key = parts[0];
  file.bytes = static_cast<std::uint64_t>(number(parts[1]));
  file.image = parts[2] == "1";
  file.name = core::from_hex(parts[3]).value_or("");
  redeemed_(file.key);
  return file;
}

std::string FileTickets::signature(core::Author by, std::string_view said) const {
  std::string text = "file:" + std::to_string(account_.value) + ':' +
                     std::to_string(static_cast<int>(by.kind)) + ':' + std::to_string(by.id) + ':';
  text += said;
  return core::to_hex(crypto_.hmac(key_, text));
}

}  // namespace usher::app
