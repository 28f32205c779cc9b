#pragma once
// Takes numbers out of a text that nobody should keep: of payment cards, and of Chinese identity
// cards. Only numbers whose check digit is right are taken for one, so that orders and telephones
// stay as they were written.

#include <string>
#include <string_view>

namespace usher::core {

// All but the last four characters of each become "*"; what parts them stays. The text is as long
// as before.
//
// Cards: 13 to 19 digits (ISO/IEC 7812-1), checked by the formula of its annex B (Luhn).
// Identity cards: 17 digits and a digit or X (GB 11643-1999), checked by ISO 7064 MOD 11-2.
std::string without_secret_numbers(std::string text);

}  // namespace usher::core
