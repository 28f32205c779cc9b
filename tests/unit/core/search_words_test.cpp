// How a text is seen by a search.

#include "core/search_words.hpp"

#include <string>
#include <vector>

#include "support/catch.hpp"

namespace usher::test {

using Texts = std::vector<std::string>;

TEST_CASE("words are parted by signs, Chinese is taken in pairs and characters") {
  const auto mixed = core::search_words("iPhone15 退款吗？ Ok", 100);
  CHECK(mixed.terms == Texts{"iphone15", "退款", "款吗", "ok"});
  CHECK(mixed.characters == Texts{"退", "款", "吗"});
  CHECK(mixed.open_end);
  CHECK(core::search_words("茶", 100).terms == Texts{"茶"});
  CHECK(core::search_words("茶", 100).characters.empty());
  CHECK_FALSE(core::search_words("ok ", 100).open_end);
  CHECK_FALSE(core::search_words("退款", 100).open_end);
  CHECK(core::search_words("、。？ \n!", 100).terms.empty());
  CHECK(core::search_words("ＡＢ１ É Š Ω Ж", 100).terms == Texts{"ab1", "é", "š", "ω", "ж"});
  CHECK(core::search_words("a b c d", 2).terms == Texts{"a", "b"});
}

TEST_CASE("bytes that are no UTF-8 part words and do no harm") {
  CHECK(core::search_words("a\xff"
                           "b\xe9\x80",
                           100)
            .terms == Texts{"a", "b"});
  CHECK(core::search_words("\xf0\x9f\x98\x80 ok \xc3", 100).terms == Texts{"ok"});
}

}  // namespace usher::test
