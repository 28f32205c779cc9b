#include "net/poll_body.hpp"

#include <charconv>

#include "core/limits.hpp"
#include "net/request.hpp"

namespace usher::net {
namespace {

// Walks over JSON text without building anything. A failed step leaves `at` anywhere.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool take(char c) {
    skip_space();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool at_end() {
    skip_space();
    return at_ == text_.size();
  }

  // A string's raw content, escapes and all.
  std::optional<std::string_view> string() {
    if (!take('"')) return std::nullopt;
    const std::size_t begin = at_;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') return text_.substr(begin, at_++ - begin);
      if (static_cast<unsigned char>(c) < 0x20) return std::nullopt;
      at_ += c == '\\' ? 2 : 1;
    }
    return std::nullopt;
  }

  std::optional<std::uint64_t> number() {
    skip_space();
    std::uint64_t value = 0;
    const char* const begin = text_.data() + at_;
    const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), value);
    if (error != std::errc() || value >= (std::uint64_t{1} << 53)) return std::nullopt;
    at_ += static_cast<std::size_t>(end - begin);
    return value;
  }

  // A whole value, brackets balanced. Any depth: no recursion.
  std::optional<std::string_view> value() {
    skip_space();
    const std::size_t begin = at_;
    std::string open;
    do {
      skip_space();
      if (at_ >= text_.size()) return std::nullopt;
      const char c = text_[at_];
      if (c == '"') {
        if (!string()) return std::nullopt;
      } else if (c == '{' || c == '[') {
        if (open.size() >= limits::poll_depth_max) return std::nullopt;
        open.push_back(c == '{' ? '}' : ']');
        ++at_;
      } else if (c == '}' || c == ']') {
        if (open.empty() || open.back() != c) return std::nullopt;
        open.pop_back();
        ++at_;
      } else if (open.empty()) {
        if (!word()) return std::nullopt;
      } else {
        ++at_;
      }
    } while (!open.empty());
    return text_.substr(begin, at_ - begin);
  }

 private:
  void skip_space() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != text_.npos) ++at_;
  }
  // A number, true, false or null; whether it is well spelt is nobody's business here.
  bool word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && std::string_view(" \t\r\n,]}\"").find(text_[at_]) == text_.npos) {
      ++at_;
    }
    return at_ > begin;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

bool read_frames(Scanner& scanner, std::vector<std::string_view>& frames) {
  if (!scanner.take('[')) return false;
  if (scanner.take(']')) return true;
  do {
    const auto frame = scanner.value();
    if (!frame || frame->front() != '{' || frame->size() > limits::frame_bytes_max) return false;
    frames.push_back(*frame);
  } while (scanner.take(','));
  return scanner.take(']');
}

bool read_member(Scanner& scanner, PollBody& body) {
  const auto name = scanner.string();
  if (!name || !scanner.take(':')) return false;
  if (*name == "frames") return body.frames.empty() && read_frames(scanner, body.frames);
  if (*name != "ack" && *name != "seq") return scanner.value().has_value();
  const auto number = scanner.number();
  if (!number) return false;
  (*name == "ack" ? body.ack : body.seq) = *number;
  return true;
}

}  // namespace

std::optional<PollBody> read_poll_body(std::string_view text) {
  if (!is_utf8(text)) return std::nullopt;
  Scanner scanner(text);
  PollBody body;
  if (!scanner.take('{')) return std::nullopt;
  if (!scanner.take('}')) {
    do {
      if (!read_member(scanner, body)) return std::nullopt;
    } while (scanner.take(','));
    if (!scanner.take('}')) return std::nullopt;
  }
  if (!scanner.at_end() || body.seq == 0) return std::nullopt;
  return body;
}

}  // namespace usher::net
