#pragma once
// Finds words of a list in a text, all at once and in one pass (Aho and Corasick 1975): a text
// costs time by its length, however many words there are.
//
// A to Z count as a to z; other scripts are compared byte by byte, so their capitals are other
// letters. Where a word begins or ends with a letter or digit of ASCII, it begins or ends a word of
// the text, too ("refund" is not in "refunded"). A Chinese word is found anywhere.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace usher::core {

class WordList {
 public:
  WordList() = default;
  explicit WordList(std::vector<std::string> words);

  const std::vector<std::string>& words() const { return words_; }
  // The one that ends first, of several the longest; null: none. It lives as long as the list.
  const std::string* find_in(std::string_view text) const;

  friend bool operator==(const WordList& a, const WordList& b) { return a.words_ == b.words_; }

 private:
  using Node = std::uint16_t;  // 0: the root
  struct Edge {
    unsigned char byte = 0;
    Node to = 0;
  };
  // What was read so far is the beginning of some word; the longest such.
  struct State {
    std::vector<Edge> edges;  // by byte
    Node fallback = 0;        // the longest ending of it that begins a word, too
    Node shorter = 0;         // the same, that is a whole word; 0: none is
    std::size_t word = 0;     // its place in words_, from 1; 0: it is no whole word
  };

  void add(std::size_t index);
  void link();
  Node next(Node node, unsigned char byte) const;
  bool stands(std::string_view text, std::size_t end, const std::string& word) const;

  std::vector<std::string> words_;
  std::vector<State> states_;
  std::array<Node, 256> root_{};  // its edges; 0: back to it
};

// What is wrong with a list: the first word at fault, or none for the list itself, and why.
struct WordFault {
  std::optional<std::size_t> word;
  std::string_view why;
};
std::optional<WordFault> fault_of_words(const std::vector<std::string>& words);

}  // namespace usher::core
