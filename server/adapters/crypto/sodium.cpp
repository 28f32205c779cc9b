#include "adapters/crypto/sodium.hpp"

#include <sodium.h>

#include <array>
#include <stdexcept>

namespace usher::adapters {
namespace {

// Safe to call any number of times, from any thread.
void start_library() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start: no random source");
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

SodiumCrypto::SodiumCrypto() { start_library(); }

std::string SodiumCrypto::hmac(std::string_view key, std::string_view text) const {
  // The streaming form: unlike crypto_auth_hmacsha256 it takes keys of any length.
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(text), text.size());
  std::string code(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(code.data()));
  return code;
}

std::string SodiumCrypto::sha256_hex(std::string_view text) const {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), bytes_of(text), text.size());
  std::string hex(digest.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
  hex.pop_back();
  return hex;
}

bool SodiumCrypto::equal(std::string_view a, std::string_view b) const {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

SodiumRandom::SodiumRandom() { start_library(); }

void SodiumRandom::fill(std::span<std::uint8_t> bytes) {
  randombytes_buf(bytes.data(), bytes.size());
}

}  // namespace usher::adapters
