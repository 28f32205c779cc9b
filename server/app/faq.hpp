#pragma once
// An account's questions and answers as visitors may find them: made anew when any of them changes,
// and then read by any thread.
//
// Entries are ranked by BM25 (S. Robertson, H. Zaragoza, The Probabilistic Relevance Framework:
// BM25 and Beyond, 2009) over the terms of search_words.hpp; a term in the question counts for more
// than one in the answer. The last word of a query stands for all words that begin with it.

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ports/directory.hpp"

namespace usher::app {

class Faq {
 public:
  // Who asks: a visitor of this site, with this language tag, which may be empty.
  struct Reader {
    const ports::Site& site;
    std::string_view language;
  };
  using Found = std::vector<const ports::FaqEntry*>;

  // `entries` in their order, drafts included.
  explicit Faq(std::vector<ports::FaqEntry> entries);

  const std::vector<ports::FaqEntry>& entries() const { return entries_; }

  // Published on the reader's site, in its language; when there are none in that, in the site's;
  // else in any. Those of no language always. The first `count` by rank.
  Found first(const Reader& reader, std::size_t count) const;
  // The same, the best answers to a query first; without a word in it, the first ones.
  Found find(const Reader& reader, std::string_view query, std::size_t count) const;
  // Null unless the reader may know of it, in whatever language.
  const ports::FaqEntry* entry(const ports::Site& site, ports::FaqEntryId id) const;

 private:
  struct Posting {
    std::uint32_t entry = 0;  // its index
    float weight = 0;         // how often the term is in it
  };
  using Postings = std::vector<Posting>;

  void index(std::uint32_t entry);
  // Of a term, or of all words that begin with it, together.
  Postings postings(const std::string& term, bool is_prefix) const;
  // Adds what a term says of each entry to its score.
  void score(const Postings& postings, double weight, std::vector<double>& scores) const;
  std::vector<bool> audience(const Reader& reader) const;

  std::vector<ports::FaqEntry> entries_;
  std::vector<float> lengths_;  // of entries, in terms
  double length_mean_ = 1;
  std::unordered_map<std::string, Postings> terms_;
  std::vector<std::string_view> words_;  // of `terms_`, sorted
};

}  // namespace usher::app
