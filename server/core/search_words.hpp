#pragma once
// A text as the search sees it: words of writings that part them, pairs of neighbouring characters
// of those that do not (Chinese, Japanese, Korean), and their single characters. Case does not
// count, nor does the width of Latin letters; simplified and traditional characters stay different
// ones.
//
// Pairs find a word without a dictionary that would know it ("退款" is in "怎么退款"): see Chapter
// 3 of C. D. Manning, P. Raghavan, H. Schütze, Introduction to Information Retrieval, 2008, on
// character k-grams.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace usher::core {

struct SearchWords {
  std::vector<std::string> terms;       // words, pairs, and characters that stand alone
  std::vector<std::string> characters;  // those of the pairs
  bool open_end = false;  // the text ends in the last term, which is a word and may go on
};

// At most this many of each, from the beginning. Bytes that are no UTF-8 part words.
SearchWords search_words(std::string_view text, std::size_t terms_max);

// True of a word, false of a pair or a character.
bool is_search_word(std::string_view term);

}  // namespace usher::core
