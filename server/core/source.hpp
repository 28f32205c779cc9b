#pragma once
// Where a visit came from, as the addresses of its first page and of the page before tell it. All
// texts are valid UTF-8 within limits.hpp; an empty one was not told.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace usher::core {

enum class Channel : std::uint8_t {
  direct,    // typed, a bookmark, or a page that hides itself
  internal,  // from a page of the same host
  search,
  social,
  ad,
  email,
  referral,  // a link on any other page, or of a campaign
};

inline constexpr std::array<std::string_view, 7> channel_words{
    "direct", "internal", "search", "social", "ad", "email", "referral"};

enum class KeywordState : std::uint8_t {
  none,  // there was no search, or what was searched can't be read
  given,
  hidden,  // the engine does not pass it on
};

// What the link's owner wrote into the address.
struct Campaign {
  std::string source;
  std::string medium;
  std::string name;
  std::string term;
  std::string content;

  friend bool operator==(const Campaign&, const Campaign&) = default;
};

struct Source {
  Channel channel = Channel::direct;
  std::string name;  // of the engine or network, as in the table of rules: "baidu"
  std::string host;  // of the page before
  KeywordState keyword_state = KeywordState::none;
  std::string keyword;
  std::string ad_network;  // whose click id the address carries
  Campaign campaign;

  friend bool operator==(const Source&, const Source&) = default;
};

}  // namespace usher::core
