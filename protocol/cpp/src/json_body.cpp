#include "protocol/json_body.hpp"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "protocol/ids.hpp"

namespace usher::protocol {
namespace {

constexpr std::size_t body_bytes_max = 256 * 1024;
constexpr std::size_t depth_max = 8;
constexpr std::size_t members_max = 256;  // of one object: doubles are looked for among them

using Kind = JsonValue::Kind;

// An open container never moves: its parent gets no further child before it is closed.
class TreeBuilder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  JsonValue root;
  BodyFault fault{"bad_json", {}, "the body is not JSON"};

  bool null() override { return add({}) != nullptr; }
  bool boolean(bool value) override {
    JsonValue added;
    added.kind = Kind::boolean;
    added.number = value ? 1 : 0;
    return add(std::move(added)) != nullptr;
  }
  bool number_integer(number_integer_t value) override { return add_integer(value); }
  bool number_unsigned(number_unsigned_t value) override {
    constexpr auto max = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return add_integer(static_cast<std::int64_t>(std::min(value, max)));
  }
  bool number_float(number_float_t, const string_t&) override { return add_empty(Kind::fraction); }
  bool binary(binary_t&) override { return false; }
  bool string(string_t& value) override {
    JsonValue added;
    added.kind = Kind::text;
    added.text = std::move(value);
    return add(std::move(added)) != nullptr;
  }
  bool start_array(std::size_t) override { return open(Kind::array); }
  bool end_array() override { return close(); }
  bool start_object(std::size_t) override { return open(Kind::object); }
  bool end_object() override { return close(); }
  bool key(string_t& name) override {
    const auto& members = open_.back()->members;
    if (members.size() == members_max) {
      fault = {"too_many", {}, "an object has too many members"};
      return false;
    }
    const auto same = [&](const auto& member) { return member.name == name; };
    if (std::any_of(members.begin(), members.end(), same)) {
      fault = {"duplicate_field", name, "the member comes twice"};
      return false;
    }
    name_ = std::move(name);
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override {
    return false;
  }

 private:
  JsonValue* add(JsonValue value) {
    if (open_.empty()) {
      root = std::move(value);
      return &root;
    }
    JsonValue& parent = *open_.back();
    if (parent.kind == Kind::array) return &parent.items.emplace_back(std::move(value));
    parent.members.push_back({std::move(name_), std::move(value)});
    return &parent.members.back().value;
  }
  bool add_integer(std::int64_t number) {
    JsonValue added;
    added.kind = Kind::integer;
    added.number = number;
    return add(std::move(added)) != nullptr;
  }
  bool add_empty(Kind kind) {
    JsonValue added;
    added.kind = kind;
    return add(std::move(added)) != nullptr;
  }
  bool open(Kind kind) {
    if (open_.size() == depth_max) {
      fault = {"too_deep", {}, "the body is nested too deeply"};
      return false;
    }
    JsonValue added;
    added.kind = kind;
    open_.push_back(add(std::move(added)));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  std::vector<JsonValue*> open_;
  std::string name_;
};

bool is_control(char byte) {
  const auto value = static_cast<unsigned char>(byte);
  return value < 0x20 || value == 0x7f;
}

}  // namespace

std::variant<JsonValue, BodyFault> read_json(std::string_view body) {
  if (body.size() > body_bytes_max) return BodyFault{"too_long", {}, "the body is too long"};
  TreeBuilder tree;
  if (!nlohmann::json::sax_parse(body.begin(), body.end(), &tree)) return std::move(tree.fault);
  return std::move(tree.root);
}

ObjectReader::ObjectReader(const JsonValue& value, std::string path, Fault& fault)
    : value_(value), path_(std::move(path)), fault_(fault) {
  if (value.kind != Kind::object && !fault_) {
    fault_ = BodyFault{"wrong_type", path_, "an object is wanted"};
  }
}

std::string ObjectReader::path_of(std::string_view name) const {
  return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

void ObjectReader::refuse(std::string_view code, std::string_view name, std::string_view message) {
  if (!fault_) fault_ = BodyFault{std::string(code), path_of(name), std::string(message)};
}

const JsonValue* ObjectReader::find(std::string_view name) {
  asked_.push_back(name);
  const auto named = [&](const auto& member) { return member.name == name; };
  const auto found = std::find_if(value_.members.begin(), value_.members.end(), named);
  return found == value_.members.end() ? nullptr : &found->value;
}

const JsonValue* ObjectReader::find(std::string_view name, Kind kind) {
  const JsonValue* value = find(name);
  if (!value || value->kind == kind) return value;
  refuse("wrong_type", name, "another type is wanted");
  return nullptr;
}

void ObjectReader::require(std::string_view name) {
  if (!find(name)) refuse("missing_field", name, "it must be given");
}

void ObjectReader::line(std::string_view name, std::string& out, Size bytes) {
  const JsonValue* value = find(name, Kind::text);
  if (value && std::any_of(value->text.begin(), value->text.end(), is_control)) {
    return refuse("bad_value", name, "it holds a control character");
  }
  text(name, out, bytes);
}

void ObjectReader::lines(std::string_view name, std::vector<std::string>& out,
                         std::size_t count_max, Size bytes) {
  const JsonValue* list = find(name, Kind::array);
  if (!list) return;
  if (list->items.size() > count_max) {
    return refuse("too_many", name, "at most " + std::to_string(count_max));
  }
  std::vector<std::string> lines;
  for (const JsonValue& item : list->items) {
    const std::string place = std::string(name) + "." + std::to_string(lines.size());
    const auto& text = item.text;
    if (item.kind != Kind::text) return refuse("wrong_type", place, "these are texts");
    if (std::any_of(text.begin(), text.end(), is_control)) {
      return refuse("bad_value", place, "it holds a control character");
    }
    if (text.size() < bytes.min || text.find_first_not_of(' ') == std::string::npos) {
      return refuse("bad_value", place, "it is empty");
    }
    if (text.size() > bytes.max) {
      return refuse("too_long", place, "at most " + std::to_string(bytes.max) + " bytes");
    }
    if (std::find(lines.begin(), lines.end(), text) != lines.end()) {
      return refuse("bad_value", place, "it is there already");
    }
    lines.push_back(text);
  }
  out = std::move(lines);
}

void ObjectReader::text(std::string_view name, std::string& out, Size bytes) {
  const JsonValue* value = find(name, Kind::text);
  if (!value) return;
  if (value->text.size() > bytes.max) {
    return refuse("too_long", name, "at most " + std::to_string(bytes.max) + " bytes");
  }
  if (value->text.size() < bytes.min) {
    return refuse("bad_value", name, "at least " + std::to_string(bytes.min) + " bytes");
  }
  if (value->text.find('\0') != std::string::npos) {
    return refuse("bad_value", name, "it holds a NUL");
  }
  out = value->text;
}

void ObjectReader::boolean(std::string_view name, bool& out) {
  if (const JsonValue* value = find(name, Kind::boolean)) out = value->number != 0;
}

std::optional<std::int64_t> ObjectReader::integer_of(std::string_view name, std::int64_t min,
                                                     std::int64_t max) {
  const JsonValue* value = find(name, Kind::integer);
  if (!value) return std::nullopt;
  if (value->number >= min && value->number <= max) return value->number;
  refuse("out_of_range", name, "from " + std::to_string(min) + " to " + std::to_string(max));
  return std::nullopt;
}

bool ObjectReader::is_null(std::string_view name) {
  const JsonValue* value = find(name);
  return value && value->kind == Kind::null;
}

void ObjectReader::id(std::string_view name, std::uint64_t& out, char prefix) {
  const JsonValue* value = find(name);
  if (!value) return;
  if (value->kind == Kind::null) {
    out = 0;
    return;
  }
  if (value->kind != Kind::text) return refuse("wrong_type", name, "an id is a text");
  const auto parsed = parse_id(prefix, value->text);
  if (!parsed) return refuse("bad_value", name, "not an id of this kind");
  out = *parsed;
}

void ObjectReader::refuse_others() {
  for (const auto& [name, value] : value_.members) {
    if (std::find(asked_.begin(), asked_.end(), name) == asked_.end()) {
      return refuse("unknown_field", name, "there is no such member");
    }
  }
}

}  // namespace usher::protocol
