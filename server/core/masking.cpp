#include "core/masking.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace usher::core {

namespace {

constexpr std::size_t card_digits_min = 13;
constexpr std::size_t card_digits_max = 19;
constexpr std::size_t identity_characters = 18;
constexpr std::size_t shown = 4;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
int value_of(char c) { return c - '0'; }

enum class Parted : std::uint8_t { yes, no };

// Digits, each parted from the next by one blank or dash at most, or not at all, and an X at the
// end.
struct Run {
  std::string characters;
  std::vector<std::size_t> places;  // of each in the text
};

Run run_at(std::string_view text, std::size_t at, Parted may_be) {
  Run run;
  while (at < text.size() && is_digit(text[at])) {
    run.characters += text[at];
    run.places.push_back(at++);
    const bool parted = may_be == Parted::yes && at + 1 < text.size() &&
                        (text[at] == ' ' || text[at] == '-') && is_digit(text[at + 1]);
    if (parted) ++at;
  }
  if (at < text.size() && (text[at] == 'X' || text[at] == 'x')) {
    run.characters += 'X';
    run.places.push_back(at);
  }
  return run;
}

bool is_card(std::string_view digits) {
  if (digits.size() < card_digits_min || digits.size() > card_digits_max) return false;
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const char digit = digits[digits.size() - 1 - i];
    if (!is_digit(digit)) return false;
    const int doubled = value_of(digit) * (i % 2 == 0 ? 1 : 2);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 == 0;
}

bool is_identity(std::string_view characters) {
  constexpr std::array<int, identity_characters - 1> weights{7, 9, 10, 5,  8, 4, 2, 1, 6,
                                                             3, 7, 9,  10, 5, 8, 4, 2};
  constexpr std::string_view checks = "10X98765432";
  if (characters.size() != identity_characters) return false;
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * value_of(characters[i]);
  return characters.back() == checks[static_cast<std::size_t>(sum % 11)];
}

// An X behind other digits is a letter like any other.
bool is_secret(std::string_view characters) {
  if (is_identity(characters) || is_card(characters)) return true;
  return characters.ends_with('X') && is_card(characters.substr(0, characters.size() - 1));
}

}  // namespace

std::string without_secret_numbers(std::string text) {
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    // Two numbers may stand side by side.
    Run run = run_at(text, at, Parted::yes);
    if (!is_secret(run.characters)) run = run_at(text, at, Parted::no);
    at = run.places.back() + 1;
    if (!is_secret(run.characters)) continue;
    for (std::size_t i = 0; i + shown < run.places.size(); ++i) text[run.places[i]] = '*';
  }
  return text;
}

}  // namespace usher::core
