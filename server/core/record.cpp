#include "core/record.hpp"

namespace usher::core::record {

namespace {

// What would end a field, and what stores take for a text's end.
constexpr std::string_view special("\t\n\\\0", 4);
constexpr std::string_view letters("tn\\0", 4);

}  // namespace

void escape(std::string_view text, std::string& out) {
  for (;;) {
    const std::size_t plain = text.find_first_of(special);
    out.append(text.substr(0, plain));
    if (plain == std::string_view::npos) return;
    out += '\\';
    out += letters[special.find(text[plain])];
    text.remove_prefix(plain + 1);
  }
}

std::optional<std::string> unescape(std::string_view field) {
  std::string text;
  text.reserve(field.size());
  for (;;) {
    const std::size_t plain = field.find('\\');
    text.append(field.substr(0, plain));
    if (plain == std::string_view::npos) return text;
    if (plain + 1 == field.size()) return std::nullopt;
    const std::size_t which = letters.find(field[plain + 1]);
    if (which == std::string_view::npos) return std::nullopt;
    text += special[which];
    field.remove_prefix(plain + 2);
  }
}

std::optional<std::string_view> Reader::next() {
  if (at_end_) return std::nullopt;
  const std::size_t tab = rest_.find('\t');
  const std::string_view field = rest_.substr(0, tab);
  if (tab == std::string_view::npos) {
    at_end_ = true;
  } else {
    rest_.remove_prefix(tab + 1);
  }
  return field;
}

void Reader::field(std::string& text) {
  const auto raw = next();
  if (!raw) return;
  auto plain = unescape(*raw);
  good_ = good_ && plain;
  if (good_) text = std::move(*plain);
}

void Reader::field(std::optional<std::string>& text) {
  const auto raw = next();
  if (!raw || raw->empty()) return;
  auto plain = unescape(raw->substr(1));
  good_ = good_ && plain && raw->front() == '=';
  if (good_) text = std::move(plain);
}

void Reader::field(QueuePolicy& policy) {
  std::string inner;
  field(inner);
  if (inner.empty()) return;  // written before queues had policies
  auto read = decode_policy(inner);
  good_ = good_ && read;
  if (good_) policy = std::move(*read);
}

void Reader::field(Attributes& attributes) {
  std::string inner;
  field(inner);
  if (inner.empty()) return;
  Reader reader(inner);
  while (reader.good() && !reader.at_end()) {
    std::string name;
    std::string value;
    reader(name);
    good_ = good_ && !reader.at_end();
    reader(value);
    attributes.insert_or_assign(std::move(name), std::move(value));
  }
  good_ = good_ && reader.good();
}

}  // namespace usher::core::record
