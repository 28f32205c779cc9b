#include "kit/frames.hpp"

#include <charconv>

namespace usher::load {
namespace {

void append_hex(std::string& out, std::uint32_t value) {
  for (int shift = 28; shift >= 0; shift -= 4) {
    out.push_back("0123456789abcdef"[value >> shift & 0xf]);
  }
}

std::optional<std::uint32_t> parse_hex(std::string_view digits) {
  std::uint32_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value, 16);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

}  // namespace

std::string bare_conversation(std::uint32_t pair) {
  std::string id = "c_111";
  append_hex(id, pair);
  return id;
}

void append_client_id(std::string& out, std::uint32_t pair, std::uint32_t count) {
  append_hex(out, pair);
  append_hex(out, count);
}

std::optional<ClientId> parse_client_id(std::string_view digits) {
  if (digits.size() != client_id_size) return std::nullopt;
  const auto pair = parse_hex(digits.substr(0, 8));
  const auto count = parse_hex(digits.substr(8));
  if (!pair || !count) return std::nullopt;
  return ClientId{*pair, *count};
}

void append_ask(std::string& out, ClientId id, std::string_view text) {
  out.append(ask_start);
  append_client_id(out, id.pair, id.count);
  out.append(ask_text).append(text).append("\"}");
}

void append_post(std::string& out, ClientId id, std::string_view conversation,
                 std::string_view text) {
  out.append(post_start);
  append_client_id(out, id.pair, id.count);
  out.append(post_conversation).append(conversation);
  out.append(ask_text).append(text).append("\"}");
}

std::string_view string_member(std::string_view frame, std::string_view name) {
  std::size_t at = frame.find(name);
  if (at == std::string_view::npos) return {};
  at += name.size();
  if (at >= frame.size() || frame[at] != '"') return {};
  const std::size_t end = frame.find('"', at + 1);
  if (end == std::string_view::npos) return {};
  return frame.substr(at + 1, end - at - 1);
}

std::optional<std::uint64_t> number_member(std::string_view frame, std::string_view name) {
  const std::size_t at = frame.find(name);
  if (at == std::string_view::npos) return std::nullopt;
  std::uint64_t value = 0;
  const char* start = frame.data() + at + name.size();
  if (std::from_chars(start, frame.data() + frame.size(), value).ec != std::errc{}) {
    return std::nullopt;
  }
  return value;
}

bool is_type(std::string_view frame, std::string_view type) {
  constexpr std::string_view start = R"({"type":")";
  if (!frame.starts_with(start)) return false;
  frame.remove_prefix(start.size());
  return frame.starts_with(type) && frame.size() > type.size() && frame[type.size()] == '"';
}

}  // namespace usher::load
