#include "core/masking.hpp"

#include "support/catch.hpp"

using usher::core::without_secret_numbers;

TEST_CASE("a card's number is masked but for its end, however it is parted") {
  CHECK(without_secret_numbers("4111111111111111") == "************1111");
  CHECK(without_secret_numbers("my card: 4111 1111 1111 1111, thanks") ==
        "my card: **** **** **** 1111, thanks");
  CHECK(without_secret_numbers("卡号5500-0000-0000-0004。") == "卡号****-****-****-0004。");
  CHECK(without_secret_numbers("378282246310005") == "***********0005");
  CHECK(without_secret_numbers("6222021234567890128") == "***************0128");
  CHECK(without_secret_numbers("4111111111111111 4012888888881881") ==
        "************1111 ************1881");
}

TEST_CASE("an identity card's number is masked, with an X at its end or not") {
  CHECK(without_secret_numbers("身份证11010519491231002X") == "身份证**************002X");
  CHECK(without_secret_numbers("11010519491231002x.") == "**************002x.");
  CHECK(without_secret_numbers("440524188001010014") == "**************0014");
}

TEST_CASE("orders, telephones, times and wrong numbers stay") {
  for (const char* text : {"", "order 4111111111111112", "tel. 138 0013 8000", "+86 138-0013-8000",
                           "2026-11-28", "110105194912310021", "12", "4111 1111 1111  1111", "X",
                           "1X2", "411111111111111141111111111111114111111111111111"}) {
    CHECK(without_secret_numbers(text) == text);
  }
}
