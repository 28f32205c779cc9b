#pragma once
// Writes objects of the HTTP API, member by member. Names are ours and need no escape; texts must
// be UTF-8 and may hold anything.

#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/ids.hpp"
#include "protocol/write.hpp"

namespace usher::protocol {

// Opens an object when made and closes it in end().
class ObjectWriter {
 public:
  explicit ObjectWriter(std::string& out) : out_(out) { out_ += '{'; }

  // The member's value is written by the caller.
  void name(std::string_view name) {
    out_ += first_ ? "\"" : ",\"";
    out_ += name;
    out_ += "\":";
    first_ = false;
  }
  void text(std::string_view member, std::string_view value) {
    name(member);
    append_json_text(out_, value);
  }
  void integer(std::string_view member, std::int64_t value) {
    name(member);
    out_ += std::to_string(value);
  }
  void boolean(std::string_view member, bool value) {
    name(member);
    out_ += value ? "true" : "false";
  }
  // 0 becomes null.
  void id(std::string_view member, char prefix, std::uint64_t value) {
    name(member);
    if (value == 0) {
      out_ += "null";
      return;
    }
    out_ += '"';
    append_id(out_, prefix, value);
    out_ += '"';
  }
  // `write_one(each)` appends one item.
  template <class List, class WriteOne>
  void list(std::string_view member, const List& items, WriteOne write_one) {
    name(member);
    out_ += '[';
    bool first = true;
    for (const auto& each : items) {
      if (!first) out_ += ',';
      first = false;
      write_one(each);
    }
    out_ += ']';
  }
  void end() { out_ += '}'; }

 private:
  std::string& out_;
  bool first_ = true;
};

}  // namespace usher::protocol
