#include "app/faq.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "core/faq_limits.hpp"
#include "core/search_words.hpp"

namespace usher::app {

namespace {

// BM25's usual parameters.
constexpr double saturation = 1.2;
constexpr double length_share = 0.75;

// What a term counts in each part of an entry.
constexpr float question_weight = 3;
constexpr float category_weight = 2;
constexpr float answer_weight = 1;

// A single character says less than the pairs that it is in, and finds nothing alone.
constexpr double character_weight = 0.2;
// Entries that are so much worse than the best are noise.
constexpr double worst_share = 0.3;

bool is_told_on(const ports::FaqEntry& entry, core::SiteId site) {
  const auto& sites = entry.sites;
  return entry.published && (sites.empty() || std::ranges::find(sites, site) != sites.end());
}

// Compared as tags are, without case: RFC 5646, 2.1.1.
bool same_tag(std::string_view one, std::string_view other) {
  const auto low = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::equal(one, other, {}, low, low);
}

std::string_view primary_of(std::string_view tag) { return tag.substr(0, tag.find('-')); }

}  // namespace

Faq::Faq(std::vector<ports::FaqEntry> entries)
    : entries_(std::move(entries)), lengths_(entries_.size()) {
  for (std::uint32_t i = 0; i < entries_.size(); ++i) {
    if (entries_[i].published) index(i);
  }
  double sum = 0;
  for (const float length : lengths_) sum += length;
  if (sum > 0) length_mean_ = sum / static_cast<double>(entries_.size());
  for (const auto& [term, postings] : terms_) {
    if (core::is_search_word(term)) words_.push_back(term);
  }
  std::ranges::sort(words_);
}

void Faq::index(std::uint32_t entry) {
  const ports::FaqEntry& it = entries_[entry];
  const std::string_view answer =
      std::string_view(it.answer).substr(0, limits::faq_indexed_bytes_max);
  const auto count = [&](std::vector<std::string>& terms, float weight) {
    for (std::string& term : terms) {
      Postings& postings = terms_[std::move(term)];
      if (postings.empty() || postings.back().entry != entry) postings.push_back({entry, 0});
      postings.back().weight += weight;
      lengths_[entry] += weight;
    }
  };
  for (const auto& [text, weight] : {std::pair(std::string_view(it.question), question_weight),
                                     std::pair(std::string_view(it.category), category_weight),
                                     std::pair(answer, answer_weight)}) {
    core::SearchWords words = core::search_words(text, text.size() + 1);
    count(words.terms, weight);
    count(words.characters, weight);
  }
}

Faq::Postings Faq::postings(const std::string& term, bool is_prefix) const {
  if (!is_prefix) {
    const auto found = terms_.find(term);
    return found == terms_.end() ? Postings{} : found->second;
  }
  std::map<std::uint32_t, float> weights;
  auto at = std::ranges::lower_bound(words_, term);
  for (std::size_t i = 0; i < limits::faq_prefix_terms_max; ++i, ++at) {
    if (at == words_.end() || !at->starts_with(term)) break;
    for (const Posting& posting : terms_.find(std::string(*at))->second) {
      weights[posting.entry] += posting.weight;
    }
  }
  Postings joined;
  for (const auto& [entry, weight] : weights) joined.push_back({entry, weight});
  return joined;
}

void Faq::score(const Postings& postings, double weight, std::vector<double>& scores) const {
  const auto all = static_cast<double>(entries_.size());
  const auto with = static_cast<double>(postings.size());
  const double rarity = std::log(1 + (all - with + 0.5) / (with + 0.5));
  for (const Posting& posting : postings) {
    const double length = 1 - length_share + length_share * lengths_[posting.entry] / length_mean_;
    const double often = posting.weight * (saturation + 1) / (posting.weight + saturation * length);
    scores[posting.entry] += weight * rarity * often;
  }
}

std::vector<bool> Faq::audience(const Reader& reader) const {
  std::vector<bool> told(entries_.size());
  const auto choose = [&](auto&& speaks) {
    bool any = false;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      const ports::FaqEntry& entry = entries_[i];
      const bool on_site = is_told_on(entry, reader.site.id);
      const bool match = on_site && !entry.language.empty() && speaks(entry.language);
      told[i] = on_site && (match || entry.language.empty());
      any = any || match;
    }
    return any;
  };
  for (const std::string_view wanted : {reader.language, std::string_view(reader.site.language)}) {
    if (wanted.empty()) continue;
    if (choose([&](std::string_view tag) { return same_tag(tag, wanted); })) return told;
    if (choose([&](std::string_view tag) { return same_tag(primary_of(tag), primary_of(wanted)); }))
      return told;
  }
  choose([](std::string_view) { return true; });
  return told;
}

Faq::Found Faq::first(const Reader& reader, std::size_t count) const {
  const std::vector<bool> told = audience(reader);
  Found found;
  for (std::size_t i = 0; i < entries_.size() && found.size() < count; ++i) {
    if (told[i]) found.push_back(&entries_[i]);
  }
  return found;
}

Faq::Found Faq::find(const Reader& reader, std::string_view query, std::size_t count) const {
  const core::SearchWords words = core::search_words(query, limits::faq_query_terms_max);
  if (words.terms.empty()) return first(reader, count);
  std::vector<double> scores(entries_.size());
  for (std::size_t i = 0; i < words.terms.size(); ++i) {
    const bool is_prefix = words.open_end && i + 1 == words.terms.size();
    score(postings(words.terms[i], is_prefix), 1, scores);
  }
  const std::vector<bool> told = audience(reader);
  std::vector<std::uint32_t> best;
  for (std::uint32_t i = 0; i < entries_.size(); ++i) {
    if (told[i] && scores[i] > 0) best.push_back(i);
  }
  for (const std::string& character : words.characters) {
    score(postings(character, false), character_weight, scores);
  }
  // Equals stay in the order of their ranks.
  std::ranges::stable_sort(best, std::greater{}, [&](std::uint32_t i) { return scores[i]; });
  Found found;
  for (const std::uint32_t i : best) {
    if (found.size() == count || scores[i] < worst_share * scores[best.front()]) break;
    found.push_back(&entries_[i]);
  }
  return found;
}

const ports::FaqEntry* Faq::entry(const ports::Site& site, ports::FaqEntryId id) const {
  const auto found = std::ranges::find(entries_, id, &ports::FaqEntry::id);
  return found != entries_.end() && is_told_on(*found, site.id) ? &*found : nullptr;
}

}  // namespace usher::app
