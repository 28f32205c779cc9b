#pragma once
// Bodies of the HTTP API as values, and the checks that turn them into settings. Strict: a member
// that is doubled, unknown, missing, of the wrong type or out of its bounds is a fault that names
// the member by its path ("policy.hours.week.2"). Never throws, whatever the bytes.

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace usher::protocol {

struct JsonMember;
struct JsonValue {
  enum class Kind : std::uint8_t { null, boolean, integer, fraction, text, array, object };
  Kind kind = Kind::null;
  std::int64_t number = 0;  // of an integer; 1 for true
  std::string text;
  std::vector<JsonValue> items;
  std::vector<JsonMember> members;
};
struct JsonMember {
  std::string name;
  JsonValue value;
};

struct BodyFault {
  std::string code;     // "bad_json", "missing_field", "wrong_type", "out_of_range", …
  std::string field;    // empty when the body as a whole is at fault
  std::string message;  // for people
};

// One JSON value of at most 256 KiB, 8 levels deep.
std::variant<JsonValue, BodyFault> read_json(std::string_view body);

// Takes the members of one object. The first fault stands, and whatever is taken after it does not
// count; a member that is absent leaves its target as it is.
class ObjectReader {
 public:
  struct Size {
    std::size_t min = 0;
    std::size_t max = 0;
  };
  using Fault = std::optional<BodyFault>;

  // `path` is empty for the whole body. The value and the fault must outlive the reader.
  ObjectReader(const JsonValue& value, std::string path, Fault& fault);

  void require(std::string_view name);
  // A text of one line: without control characters.
  void line(std::string_view name, std::string& out, Size bytes);
  void text(std::string_view name, std::string& out, Size bytes);
  // A list of such lines, each once.
  void lines(std::string_view name, std::vector<std::string>& out, std::size_t count_max,
             Size bytes);
  void boolean(std::string_view name, bool& out);
  template <std::integral Number>
  void integer(std::string_view name, Number& out, std::int64_t min, std::int64_t max) {
    if (const auto taken = integer_of(name, min, max)) out = static_cast<Number>(*taken);
  }
  // One of `words`: `out` becomes its place among them.
  template <class Word, class Words>
  void word(std::string_view name, Word& out, const Words& words) {
    const JsonValue* value = find(name, JsonValue::Kind::text);
    for (std::size_t i = 0; value && i < words.size(); ++i) {
      if (words[i] != value->text) continue;
      out = static_cast<Word>(i);
      return;
    }
    if (value) refuse("bad_value", name, "not one of the words that it may be");
  }
  // Where null says something: whether it is there and null.
  bool is_null(std::string_view name);
  // 0 for null.
  void id(std::string_view name, std::uint64_t& out, char prefix);

  // Null when absent or of another kind.
  const JsonValue* object(std::string_view name) { return find(name, JsonValue::Kind::object); }
  const JsonValue* array(std::string_view name) { return find(name, JsonValue::Kind::array); }

  // Nobody asked for these: they have no business here.
  void refuse_others();
  void refuse(std::string_view code, std::string_view name, std::string_view message);
  std::string path_of(std::string_view name) const;

 private:
  const JsonValue* find(std::string_view name);
  const JsonValue* find(std::string_view name, JsonValue::Kind kind);
  std::optional<std::int64_t> integer_of(std::string_view name, std::int64_t min, std::int64_t max);

  const JsonValue& value_;
  std::string path_;
  Fault& fault_;
  std::vector<std::string_view> asked_;
};

}  // namespace usher::protocol
