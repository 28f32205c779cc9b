#pragma once
// A JSON Web Token as a site's backend makes it, or as somebody makes it who would like to be one.

#include <string>
#include <string_view>

#include "ports/crypto.hpp"

namespace usher::test {

inline std::string base64url(std::string_view bytes) {
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  unsigned held = 0;
  int bits = 0;
  for (const char byte : bytes) {
    held = (held << 8U) | static_cast<unsigned char>(byte);
    for (bits += 8; bits >= 6;) {
      bits -= 6;
      text += alphabet[(held >> static_cast<unsigned>(bits)) & 63U];
    }
  }
  if (bits > 0) text += alphabet[(held << static_cast<unsigned>(6 - bits)) & 63U];
  return text;
}

inline std::string signed_token(const ports::Crypto& crypto, std::string_view key,
                                std::string_view claims,
                                std::string_view header = R"({"alg":"HS256","typ":"JWT"})") {
  const std::string said = base64url(header) + '.' + base64url(claims);
  return said + '.' + base64url(crypto.hmac(key, said));
}

}  // namespace usher::test
