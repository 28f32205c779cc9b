#include "core/person.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "core/limits.hpp"

namespace usher::core {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_key(std::string_view key) {
  const auto fits = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || c == '_'; };
  return !key.empty() && key.size() <= limits::attribute_name_bytes_max &&
         std::ranges::all_of(key, fits);
}

bool is_line(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < ' '; });
}

bool is_number(std::string_view text) {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number, std::chars_format::fixed);
  const bool sound = error == std::errc{} && stop == end;
  return sound && (is_digit(text.back()));  // neither "inf" nor "nan"
}

int number_in(std::string_view digits) {
  int number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

// "2026-02-28", of a day that there is.
bool is_date(std::string_view text) {
  constexpr std::size_t size = 10;
  if (text.size() != size || text[4] != '-' || text[7] != '-') return false;
  for (std::size_t i = 0; i < size; ++i) {
    if (i != 4 && i != 7 && !is_digit(text[i])) return false;
  }
  const int year = number_in(text.substr(0, 4)), month = number_in(text.substr(5, 2)),
            day = number_in(text.substr(8, 2));
  if (month < 1 || month > 12) return false;
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day >= 1 && day <= days[month - 1] + (month == 2 && leap ? 1 : 0);
}

}  // namespace

bool is_contact_key(std::string_view key) {
  return key == name_key || key == email_key || key == phone_key;
}

std::optional<PersonFieldFault> fault_of(const PersonFields& fields) {
  std::set<std::string_view> keys;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const PersonField& field = fields[i];
    if (!is_key(field.key)) {
      return PersonFieldFault{i, "key", "a key has small letters, digits and _ only"};
    }
    if (is_contact_key(field.key)) {
      return PersonFieldFault{i, "key", "everybody has this one already"};
    }
    if (!keys.insert(field.key).second) return PersonFieldFault{i, "key", "two have this key"};
    const bool chooses = field.kind == PersonFieldKind::choice;
    if (chooses == field.options.empty()) {
      return PersonFieldFault{i, "options", "a choice has options, and nothing else has"};
    }
    const std::set<std::string_view> different(field.options.begin(), field.options.end());
    if (different.size() < field.options.size()) {
      return PersonFieldFault{i, "options", "two options are the same"};
    }
  }
  return std::nullopt;
}

std::optional<std::string_view> fault_of(const PersonField& field, std::string_view value) {
  if (value.empty()) return std::nullopt;
  if (value.size() > limits::attribute_value_bytes_max) return "this is too long";
  if (!is_line(value)) return "this must be one line";
  switch (field.kind) {
    case PersonFieldKind::text:
      return std::nullopt;
    case PersonFieldKind::number:
      if (!is_number(value)) return "a number is wanted: 12 or -3.5";
      return std::nullopt;
    case PersonFieldKind::date:
      if (!is_date(value)) return "a date is wanted: 2026-02-28";
      return std::nullopt;
    case PersonFieldKind::choice:
      if (std::ranges::find(field.options, value) == field.options.end()) {
        return "this is none of the options";
      }
      return std::nullopt;
    case PersonFieldKind::yes_no:
      if (value != "yes" && value != "no") return "yes or no is wanted";
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::string_view> fault_of_contact(std::string_view key, std::string_view value) {
  if (value.empty()) return std::nullopt;
  const std::size_t most = key == name_key    ? limits::name_bytes_max
                           : key == email_key ? limits::email_bytes_max
                                              : limits::phone_bytes_max;
  if (value.size() > most) return "this is too long";
  if (!is_line(value)) return "this must be one line";
  if (key == email_key && email_word(value).empty()) return "an e-mail address is wanted";
  return std::nullopt;
}

std::string email_word(std::string_view email) {
  std::string word;
  for (const char c : email) {
    if (c != ' ') word += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  }
  const std::size_t at = word.find('@');
  const bool sound = at != std::string::npos && at > 0 && at + 1 < word.size();
  return sound && word.find('@', at + 1) == std::string::npos ? word : std::string();
}

// Mainland numbers are written with and without their country's code.
std::string phone_word(std::string_view phone) {
  constexpr std::size_t digits_min = 6, mainland_digits = 13;
  std::string word;
  for (const char c : phone) {
    if (is_digit(c)) word += c;
  }
  word.erase(0, std::min(word.find_first_not_of('0'), word.size()));
  if (word.size() == mainland_digits && word.starts_with("86")) word.erase(0, 2);
  return word.size() < digits_min ? std::string() : word;
}

}  // namespace usher::core
