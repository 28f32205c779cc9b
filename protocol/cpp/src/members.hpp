#pragma once
// What was read of a frame, by name, until its type is known; and the checks that turn it into the
// frame's members. Every take_…() is false after it has noted the fault.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "fields.gen.hpp"

namespace usher::protocol {

enum class Kind : std::uint8_t {
  absent,
  null,
  boolean,
  integer,      // 0 … 2^64-1, without a sign
  far_integer,  // negative, -0, or too large
  fraction,     // written with a point or an exponent
  text,
  object,
  array,
};

struct Value {
  Kind kind = Kind::absent;
  std::uint64_t number = 0;  // of an integer; 1 for true
  std::string text;
};

class Members {
 public:
  Value& operator[](Field field) { return values_[static_cast<std::size_t>(field)]; }
  const Value& operator[](Field field) const { return values_[static_cast<std::size_t>(field)]; }

  // The first fault stands.
  bool refuse(ErrorCode code, std::string_view field);
  bool refused() const { return fault_.has_value(); }
  FrameError error();  // the fault, with what else could be read

  // The members of "attributes". Whether they matter is known only with the type, so a fault in
  // them waits until take_map().
  void note_entry(const std::string& name, std::string&& value);
  void note_bad_entry(ErrorCode code, const std::string& name);

  bool take_text(Field field, std::string& out, std::size_t min, std::size_t max);
  bool take_optional_text(Field field, std::optional<std::string>& out, std::size_t min,
                          std::size_t max);
  bool take_integer(Field field, std::uint64_t& out, std::uint64_t min, std::uint64_t max);
  bool take_integer(Field field, std::int64_t& out, std::uint64_t min, std::uint64_t max);
  bool take_optional_integer(Field field, std::optional<std::int64_t>& out, std::uint64_t min,
                             std::uint64_t max);
  bool take_boolean(Field field, bool& out);
  bool take_optional_boolean(Field field, std::optional<bool>& out);
  bool take_id(Field field, std::uint64_t& out, char prefix);
  bool take_optional_id(Field field, std::optional<std::uint64_t>& out, char prefix);
  bool take_map(TextMap& out, std::size_t max, std::size_t name_max, std::size_t value_max);

  template <class Word>
  bool take_word(Field field, Word& out) {
    if (!is(field, Kind::text)) return false;
    return word_of((*this)[field].text, out) || refuse(ErrorCode::bad_value, name_of(field));
  }

 private:
  struct Fault {
    ErrorCode code;
    std::string field;
  };

  bool is(Field field, Kind kind);

  std::array<Value, field_count> values_;
  std::optional<Fault> fault_;
  TextMap entries_;
  std::optional<Fault> entry_fault_;
};

}  // namespace usher::protocol
