#include "protocol/ids.hpp"

#include "support/catch.hpp"

using namespace usher::protocol;

namespace {

std::string text_of(std::uint64_t id) {
  std::string text;
  append_id(text, 'c', id);
  return text;
}

}  // namespace

TEST_CASE("an id comes back from its text") {
  for (const std::uint64_t id : {std::uint64_t{1}, std::uint64_t{31}, std::uint64_t{32},
                                 std::uint64_t{123'456'789}, id_max}) {
    CHECK(parse_id('c', text_of(id)) == id);
  }
  CHECK(text_of(1) == "c_1");
  CHECK(text_of(32) == "c_10");
  CHECK(text_of(id_max) == "c_7zzzzzzzzzz");
}

TEST_CASE("one number has one spelling, and nothing else is an id") {
  for (const char* text : {"", "c", "c_", "c_0", "c_01", "v_1", "c-1", "c_A", "c_u", "c_i", "c_l",
                           "c_o", "c_ 1", "c_1 ", "c_-1", "c_80000000000", "c_zzzzzzzzzzzz"}) {
    INFO(text);
    CHECK_FALSE(parse_id('c', text));
  }
}
