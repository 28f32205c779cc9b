#include "core/words.hpp"

#include <algorithm>
#include <deque>
#include <limits>

#include "core/limits.hpp"

namespace usher::core {
namespace {

constexpr unsigned char folded(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 'A' && byte <= 'Z' ? static_cast<unsigned char>(byte - 'A' + 'a') : byte;
}

constexpr bool is_word_byte(char c) {
  const unsigned char byte = folded(c);
  return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

}  // namespace

static_assert(limits::words_max * limits::word_bytes_max <
              std::numeric_limits<std::uint16_t>::max());

WordList::WordList(std::vector<std::string> words) : words_(std::move(words)) {
  if (words_.empty()) return;
  states_.emplace_back();
  for (std::size_t i = 0; i < words_.size(); ++i) add(i);
  link();
}

void WordList::add(std::size_t index) {
  Node node = 0;
  for (const char c : words_[index]) {
    const unsigned char byte = folded(c);
    auto& edges = states_[node].edges;
    const auto place = std::ranges::lower_bound(edges, byte, {}, &Edge::byte);
    if (place != edges.end() && place->byte == byte) {
      node = place->to;
      continue;
    }
    const Node fresh = static_cast<Node>(states_.size());
    edges.insert(place, {byte, fresh});
    states_.emplace_back();
    node = fresh;
  }
  if (node != 0 && states_[node].word == 0) states_[node].word = index + 1;
}

// Nearer to the root first: a fallback is always nearer.
void WordList::link() {
  std::deque<Node> open;
  for (const Edge& edge : states_[0].edges) {
    root_[edge.byte] = edge.to;
    open.push_back(edge.to);
  }
  while (!open.empty()) {
    const Node node = open.front();
    open.pop_front();
    for (const Edge& edge : states_[node].edges) {
      State& state = states_[edge.to];
      state.fallback = next(states_[node].fallback, edge.byte);
      const State& fallback = states_[state.fallback];
      state.shorter = fallback.word != 0 ? state.fallback : fallback.shorter;
      open.push_back(edge.to);
    }
  }
}

WordList::Node WordList::next(Node node, unsigned char byte) const {
  for (; node != 0; node = states_[node].fallback) {
    const auto& edges = states_[node].edges;
    const auto edge = std::ranges::lower_bound(edges, byte, {}, &Edge::byte);
    if (edge != edges.end() && edge->byte == byte) return edge->to;
  }
  return root_[byte];
}

bool WordList::stands(std::string_view text, std::size_t end, const std::string& word) const {
  const std::size_t begin = end - word.size();
  const bool begins = !is_word_byte(word.front()) || begin == 0 || !is_word_byte(text[begin - 1]);
  const bool ends = !is_word_byte(word.back()) || end == text.size() || !is_word_byte(text[end]);
  return begins && ends;
}

const std::string* WordList::find_in(std::string_view text) const {
  if (states_.empty()) return nullptr;
  Node node = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    node = next(node, folded(text[i]));
    if (node == 0) continue;
    Node whole = states_[node].word != 0 ? node : states_[node].shorter;
    for (; whole != 0; whole = states_[whole].shorter) {
      const std::string& word = words_[states_[whole].word - 1];
      if (stands(text, i + 1, word)) return &word;
    }
  }
  return nullptr;
}

std::optional<WordFault> fault_of_words(const std::vector<std::string>& words) {
  if (words.size() > limits::words_max) return WordFault{{}, "an account has at most 200 words"};
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word.empty() || word.size() > limits::word_bytes_max) {
      return WordFault{i, "a word has 1 to 64 bytes"};
    }
    if (word.front() == ' ' || word.back() == ' ') {
      return WordFault{i, "a word neither begins nor ends with a space"};
    }
  }
  return std::nullopt;
}

}  // namespace usher::core
