#include "members.hpp"

#include <utility>

#include "protocol/ids.hpp"

namespace usher::protocol {
namespace {

constexpr std::size_t client_id_bytes_max = 64;
constexpr std::size_t entries_kept_max = 65;      // one more than a map may have
constexpr std::size_t entry_name_shown_max = 64;  // of a name in an error

bool has_nul(std::string_view text) { return text.find('\0') != std::string_view::npos; }

// Empty when the name is not worth showing.
std::string entry_field(const std::string& name) {
  if (name.empty() || name.size() > entry_name_shown_max) return "attributes";
  return "attributes." + name;
}

}  // namespace

bool Members::refuse(ErrorCode code, std::string_view field) {
  if (!fault_) fault_ = Fault{code, std::string(field)};
  return false;
}

FrameError Members::error() {
  FrameError error;
  if (fault_) {
    error.code = fault_->code;
    error.field = std::move(fault_->field);
  }
  error.message = meaning_of(error.code);
  const Value& client_id = (*this)[Field::client_id];
  if (client_id.kind == Kind::text && !client_id.text.empty() &&
      client_id.text.size() <= client_id_bytes_max) {
    error.client_id = client_id.text;
  }
  const Value& type = (*this)[Field::type];
  if (type.kind == Kind::text && client_frame_of(type.text)) error.reply_to = type.text;
  return error;
}

void Members::note_entry(const std::string& name, std::string&& value) {
  if (entries_.contains(name)) return note_bad_entry(ErrorCode::duplicate_field, name);
  if (entries_.size() < entries_kept_max) entries_.emplace(name, std::move(value));
}

void Members::note_bad_entry(ErrorCode code, const std::string& name) {
  if (!entry_fault_) entry_fault_ = Fault{code, entry_field(name)};
}

bool Members::is(Field field, Kind kind) {
  const Kind found = (*this)[field].kind;
  if (found == kind) return true;
  return refuse(found == Kind::absent ? ErrorCode::missing_field : ErrorCode::wrong_type,
                name_of(field));
}

bool Members::take_text(Field field, std::string& out, std::size_t min, std::size_t max) {
  if (!is(field, Kind::text)) return false;
  std::string& text = (*this)[field].text;
  if (text.size() > max) return refuse(ErrorCode::too_long, name_of(field));
  if (text.size() < min || has_nul(text)) return refuse(ErrorCode::bad_value, name_of(field));
  // A fault in a later member still echoes the client_id, so that one is copied.
  if (field == Field::client_id) {
    out = text;
  } else {
    out = std::move(text);
  }
  return true;
}

bool Members::take_optional_text(Field field, std::optional<std::string>& out, std::size_t min,
                                 std::size_t max) {
  if ((*this)[field].kind == Kind::absent) return true;
  return take_text(field, out.emplace(), min, max);
}

bool Members::take_integer(Field field, std::uint64_t& out, std::uint64_t min, std::uint64_t max) {
  if ((*this)[field].kind == Kind::far_integer) {
    return refuse(ErrorCode::out_of_range, name_of(field));
  }
  if (!is(field, Kind::integer)) return false;
  out = (*this)[field].number;
  return (out >= min && out <= max) || refuse(ErrorCode::out_of_range, name_of(field));
}

bool Members::take_integer(Field field, std::int64_t& out, std::uint64_t min, std::uint64_t max) {
  std::uint64_t number = 0;
  const bool good = take_integer(field, number, min, max);
  if (good) out = static_cast<std::int64_t>(number);
  return good;
}

bool Members::take_optional_integer(Field field, std::optional<std::int64_t>& out,
                                    std::uint64_t min, std::uint64_t max) {
  if ((*this)[field].kind == Kind::absent) return true;
  return take_integer(field, out.emplace(), min, max);
}

bool Members::take_boolean(Field field, bool& out) {
  if (!is(field, Kind::boolean)) return false;
  out = (*this)[field].number != 0;
  return true;
}

bool Members::take_optional_boolean(Field field, std::optional<bool>& out) {
  if ((*this)[field].kind == Kind::absent) return true;
  return take_boolean(field, out.emplace());
}

bool Members::take_id(Field field, std::uint64_t& out, char prefix) {
  if (!is(field, Kind::text)) return false;
  const auto id = parse_id(prefix, (*this)[field].text);
  if (!id) return refuse(ErrorCode::bad_value, name_of(field));
  out = *id;
  return true;
}

bool Members::take_optional_id(Field field, std::optional<std::uint64_t>& out, char prefix) {
  if ((*this)[field].kind == Kind::absent) return true;
  return take_id(field, out.emplace(), prefix);
}

bool Members::take_map(TextMap& out, std::size_t max, std::size_t name_max, std::size_t value_max) {
  if ((*this)[Field::attributes].kind == Kind::absent) return true;
  if (!is(Field::attributes, Kind::object)) return false;
  if (entry_fault_) return refuse(entry_fault_->code, entry_fault_->field);
  if (entries_.size() > max) return refuse(ErrorCode::too_many, "attributes");
  for (const auto& [name, value] : entries_) {
    if (name.size() > name_max) return refuse(ErrorCode::too_long, "attributes");
    if (name.empty() || has_nul(name)) return refuse(ErrorCode::bad_value, "attributes");
    if (value.size() > value_max) return refuse(ErrorCode::too_long, entry_field(name));
    if (has_nul(value)) return refuse(ErrorCode::bad_value, entry_field(name));
  }
  out = std::move(entries_);
  return true;
}

}  // namespace usher::protocol
