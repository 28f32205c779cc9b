#include "core/words.hpp"

#include <algorithm>
#include <random>

#include "core/limits.hpp"
#include "support/catch.hpp"

namespace usher::test {
namespace {

using core::WordList;

std::string found(const WordList& list, std::string_view text) {
  const std::string* word = list.find_in(text);
  return word ? *word : std::string();
}

bool is_word_byte(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// Every word at every place.
bool found_slowly(const std::vector<std::string>& words, const std::string& text) {
  return std::ranges::any_of(words, [&](const std::string& word) {
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
      const std::size_t end = at + word.size();
      const bool begins = !is_word_byte(word.front()) || at == 0 || !is_word_byte(text[at - 1]);
      const bool ends =
          !is_word_byte(word.back()) || end == text.size() || !is_word_byte(text[end]);
      if (begins && ends) return true;
    }
    return false;
  });
}

}  // namespace

TEST_CASE("an English word is found as a whole, in any case") {
  const WordList list({"Refund", "u.s. mail", "c++"});
  CHECK(found(list, "a REFUND, please") == "Refund");
  CHECK(found(list, "refund") == "Refund");
  CHECK(found(list, "refunded").empty());
  CHECK(found(list, "prerefund").empty());
  CHECK(found(list, "refund2").empty());
  CHECK(found(list, "refunded, refund!") == "Refund");
  CHECK(found(list, "by U.S. Mail") == "u.s. mail");
  CHECK(found(list, "C++17") == "c++");  // it ends with no letter: anything may follow
  CHECK(found(list, "").empty());
  CHECK(found(WordList(), "refund").empty());
}

TEST_CASE("a Chinese word is found anywhere, beside English, too") {
  const WordList list({"退款", "差评", "app闪退"});
  CHECK(found(list, "我要退款！") == "退款");
  CHECK(found(list, "给你们差评") == "差评");
  CHECK(found(list, "您的APP闪退了") == "app闪退");
  CHECK(found(list, "xapp闪退").empty());
  CHECK(found(list, "退了款").empty());
}

TEST_CASE("a word inside of another is found where the longer one is not") {
  const WordList list({"abcd", "bc", "c-d"});
  CHECK(found(list, "abc").empty());
  CHECK(found(list, "x bc-d") == "bc");
  CHECK(found(list, "ab c-d") == "c-d");
  CHECK(found(list, "abcd") == "abcd");
}

TEST_CASE("the pass finds what a search for each word finds") {
  std::mt19937 random(7);
  const std::string letters = "ab \xe4\xb8";
  const auto text = [&](std::size_t size) {
    std::string made;
    while (made.size() < size) made += letters[random() % letters.size()];
    return made;
  };
  for (int round = 0; round < 3'000; ++round) {
    std::vector<std::string> words;
    for (std::size_t i = random() % 5 + 1; i > 0; --i) words.push_back(text(random() % 4 + 1));
    const WordList list(words);
    const std::string said = text(random() % 20);
    INFO(said);
    CHECK((list.find_in(said) != nullptr) == found_slowly(words, said));
  }
}

TEST_CASE("a list is bounded, and so is each of its words") {
  CHECK_FALSE(core::fault_of_words({"refund", "退款"}));
  CHECK(core::fault_of_words(std::vector<std::string>(limits::words_max + 1, "a")));
  CHECK(core::fault_of_words({"a", ""})->word == 1);
  CHECK(core::fault_of_words({std::string(limits::word_bytes_max + 1, 'a')})->word == 0);
  CHECK(core::fault_of_words({" a"})->word == 0);
  // The largest list there may be.
  std::vector<std::string> words;
  for (std::size_t i = 0; i < limits::words_max; ++i) {
    std::string word = std::to_string(1'000 + i);
    word.resize(limits::word_bytes_max, 'x');
    words.push_back(std::move(word));
  }
  const WordList list(words);
  CHECK(found(list, "- " + words.back() + ".") == words.back());
}

}  // namespace usher::test
