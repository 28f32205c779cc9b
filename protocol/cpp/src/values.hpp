#pragma once
// How the writers append each kind of value.

#include <charconv>
#include <concepts>
#include <string>
#include <string_view>

#include "protocol/ids.hpp"
#include "protocol/write.hpp"

namespace usher::protocol {

inline void put_id(std::string& out, char prefix, std::uint64_t id) {
  out += '"';
  append_id(out, prefix, id);
  out += '"';
}

template <std::integral Number>
void put_integer(std::string& out, Number number) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

inline void put_boolean(std::string& out, bool value) { out += value ? "true" : "false"; }

// A word of a closed vocabulary: nothing in it needs an escape.
inline void put_word(std::string& out, std::string_view word) {
  out += '"';
  out += word;
  out += '"';
}

template <class List, class PutOne>
void put_list(std::string& out, const List& list, PutOne put_one) {
  out += '[';
  bool first = true;
  for (const auto& each : list) {
    if (!first) out += ',';
    first = false;
    put_one(each);
  }
  out += ']';
}

inline void put_map(std::string& out, const TextMap& map) {
  out += '{';
  bool first = true;
  for (const auto& [name, value] : map) {
    if (!first) out += ',';
    first = false;
    append_json_text(out, name);
    out += ':';
    append_json_text(out, value);
  }
  out += '}';
}

}  // namespace usher::protocol
