#include "protocol/write.hpp"

#include "support/catch.hpp"

using namespace usher::protocol;

namespace {

std::string json_text(std::string_view text) {
  std::string out;
  append_json_text(out, text);
  return out;
}

}  // namespace

TEST_CASE("texts are escaped where JSON wants it and left alone elsewhere") {
  CHECK(json_text("") == R"("")");
  CHECK(json_text("plain") == R"("plain")");
  CHECK(json_text("a\"b\\c/") == R"("a\"b\\c/")");
  CHECK(json_text("\n\r\t") == R"("\n\r\t")");
  CHECK(json_text(std::string_view("\0\x1f\x7f", 3)) == "\"\\u0000\\u001f\x7f\"");
  CHECK(json_text("\u2028客\U0001f600") == "\"\u2028客\U0001f600\"");
}

TEST_CASE("optional members without a value are left out, nullable ones are null") {
  std::string out;
  Error error{};
  error.code = ErrorCode::retry_later;
  error.message = "later";
  write(out, error);
  CHECK(out == R"({"type":"error","code":"retry_later","message":"later"})");

  out.clear();
  VisitorView visitor{};
  visitor.visitor = 33;
  write(out, VisitorChanged{visitor});
  CHECK(out == R"({"type":"visitor_changed","visitor":{"visitor":"v_11","name":null,"email":null,)"
               R"("phone":null,"attributes":{},"online":false,"visit":null}})");
}

TEST_CASE("the close codes keep their ranges") {
  CHECK(static_cast<int>(CloseCode::draining) == 4000);
  CHECK(name_of(CloseCode::signed_out) == "signed_out");
  CHECK(retry_of(ErrorCode::storage_full) == Retry::later);
  CHECK(retry_of(ErrorCode::id_conflict) == Retry::new_id);
  CHECK(retry_of(ErrorCode::bad_json) == Retry::no);
}
