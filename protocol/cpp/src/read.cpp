#include "protocol/read.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "members.hpp"

namespace usher::protocol {
namespace {

using json = nlohmann::json;

// Notes the members of the outermost object and of its "attributes"; skips everything else.
// A callback that returns false ends the parse.
class Listener {
 public:
  explicit Listener(Members& members) : members_(members) {}

  bool null() { return scalar(Kind::null, 0); }
  bool boolean(bool value) { return scalar(Kind::boolean, value ? 1 : 0); }
  // The parser calls this for numbers with a minus only.
  bool number_integer(json::number_integer_t) { return scalar(Kind::far_integer, 0); }
  bool number_unsigned(json::number_unsigned_t value) { return scalar(Kind::integer, value); }
  bool number_float(json::number_float_t, const std::string& spelling) {
    const bool whole = spelling.find_first_not_of("-0123456789") == std::string::npos;
    return scalar(whole ? Kind::far_integer : Kind::fraction, 0);
  }

  bool string(std::string& value) {
    if (depth_ == 1 && field_) {
      members_[*field_].kind = Kind::text;
      members_[*field_].text = value;
    } else if (in_attributes()) {
      members_.note_entry(entry_, std::move(value));
    }
    return depth_ > 0 || no_object();
  }
  bool binary(json::binary_t&) { return false; }  // JSON has none

  bool key(std::string& name) {
    if (depth_ == 1) {
      field_ = field_of(name);
      if (field_ && members_[*field_].kind != Kind::absent) {
        return members_.refuse(ErrorCode::duplicate_field, name);
      }
    } else if (in_attributes()) {
      entry_ = name;
    }
    return true;
  }

  bool start_object(std::size_t) { return enter(Kind::object); }
  bool end_object() { return leave(); }
  bool start_array(std::size_t) { return enter(Kind::array); }
  bool end_array() { return leave(); }

  bool parse_error(std::size_t, const std::string&, const json::exception& problem) {
    constexpr int number_overflow = 406;
    if (problem.id == number_overflow && field_) {
      return members_.refuse(ErrorCode::out_of_range, name_of(*field_));
    }
    return members_.refuse(ErrorCode::bad_json, "");
  }

 private:
  bool in_attributes() const { return depth_ == 2 && field_ == Field::attributes; }
  bool no_object() { return members_.refuse(ErrorCode::bad_json, ""); }

  bool scalar(Kind kind, std::uint64_t number) {
    if (depth_ == 1 && field_) {
      members_[*field_].kind = kind;
      members_[*field_].number = number;
    } else if (in_attributes()) {
      members_.note_bad_entry(ErrorCode::wrong_type, entry_);
    }
    return depth_ > 0 || no_object();
  }

  bool enter(Kind kind) {
    if (depth_ == 0 && kind != Kind::object) return no_object();
    if (depth_ == depth_max) return members_.refuse(ErrorCode::too_deep, "");
    if (depth_ == 1 && field_) members_[*field_].kind = kind;
    if (in_attributes()) members_.note_bad_entry(ErrorCode::wrong_type, entry_);
    ++depth_;
    return true;
  }
  bool leave() {
    --depth_;
    return true;
  }

  Members& members_;
  std::size_t depth_ = 0;
  std::optional<Field> field_;  // the outermost object's member that is being read; none: unknown
  std::string entry_;           // the name of the attribute that is being read
};

bool parse(std::string_view text, Members& members) {
  if (text.size() > client_frame_bytes_max) return members.refuse(ErrorCode::too_long, "");
  constexpr char byte_order_mark = '\xef';  // the parser would skip it
  if (text.starts_with(byte_order_mark)) return members.refuse(ErrorCode::bad_json, "");
  Listener listener(members);
  const bool whole = json::sax_parse(text.data(), text.data() + text.size(), &listener);
  return whole || members.refuse(ErrorCode::bad_json, "");
}

std::optional<ClientFrame> type_of(std::string_view text, Members& members) {
  const Value& type = members[Field::type];
  if (type.kind == Kind::absent)
    return members.refuse(ErrorCode::missing_field, "type"), std::nullopt;
  if (type.kind != Kind::text) return members.refuse(ErrorCode::wrong_type, "type"), std::nullopt;
  const auto kind = client_frame_of(type.text);
  if (!kind) return members.refuse(ErrorCode::unknown_type, "type"), std::nullopt;
  if (text.size() > bytes_max_of(*kind))
    return members.refuse(ErrorCode::too_long, ""), std::nullopt;
  return kind;
}

template <class Frame>
std::variant<Frame, FrameError> read(std::string_view text,
                                     std::optional<Frame> (*fill)(Members&, ClientFrame)) {
  try {
    Members members;
    if (!parse(text, members)) return members.error();
    const auto kind = type_of(text, members);
    if (!kind) return members.error();
    auto frame = fill(members, *kind);
    if (!frame) return members.error();
    return std::move(*frame);
  } catch (const std::exception&) {
    // Out of memory, or a fault of the parser's: this frame is lost, nothing else.
    return FrameError{};
  }
}

}  // namespace

VisitorRead read_visitor_frame(std::string_view text) {
  return read<VisitorFrame>(text, fill_visitor_frame);
}

AgentRead read_agent_frame(std::string_view text) {
  return read<AgentFrame>(text, fill_agent_frame);
}

}  // namespace usher::protocol
