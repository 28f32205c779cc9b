#include <sodium.h>

#include <array>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "adapters/crypto/sodium.hpp"

namespace usher::adapters {
namespace {

// OWASP's second choice for argon2id is 19 MiB and two passes; this is libsodium's INTERACTIVE: 64
// MiB and two passes, 50 to 80 ms on the machines we aim at.
constexpr auto operations = crypto_pwhash_OPSLIMIT_INTERACTIVE;
constexpr auto memory_bytes = crypto_pwhash_MEMLIMIT_INTERACTIVE;

std::string hash_of(std::string_view password) {
  std::array<char, crypto_pwhash_STRBYTES> text{};
  const int result = crypto_pwhash_str_alg(text.data(), password.data(), password.size(),
                                           operations, memory_bytes, crypto_pwhash_ALG_ARGON2ID13);
  if (result != 0) throw std::runtime_error("not enough memory to hash a password");
  return text.data();
}

bool matches(const std::string& password, const std::string& hash) {
  if (hash.empty()) {
    // Takes as long as a real check. The result does not matter, nor does a lack of memory.
    std::array<char, crypto_pwhash_STRBYTES> text{};
    std::ignore = crypto_pwhash_str_alg(text.data(), password.data(), password.size(), operations,
                                        memory_bytes, crypto_pwhash_ALG_ARGON2ID13);
    return false;
  }
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

// The password's bytes are not left behind in freed memory.
void wipe(std::string& password) { sodium_memzero(password.data(), password.size()); }

}  // namespace

SodiumPasswords::SodiumPasswords(std::size_t threads, std::size_t waiting_max)
    : jobs_(threads, waiting_max) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start: no random source");
}

std::string SodiumPasswords::hash(std::string_view password) { return hash_of(password); }

bool SodiumPasswords::verify(std::string password, std::string hash, ports::Loop& loop,
                             std::function<void(bool)> done) {
  return jobs_.add([this, password = std::move(password), hash = std::move(hash), &loop,
                    done = std::move(done)]() mutable {
    const bool right = matches(password, hash);
    wipe(password);
    gate_.post(loop, [done = std::move(done), right] { done(right); });
  });
}

bool SodiumPasswords::hash(std::string password, ports::Loop& loop,
                           std::function<void(std::string)> done) {
  return jobs_.add([this, password = std::move(password), &loop, done = std::move(done)]() mutable {
    std::string hash;
    try {
      hash = hash_of(password);
    } catch (const std::runtime_error&) {
      hash.clear();  // no memory: an empty hash lets nobody in
    }
    wipe(password);
    gate_.post(loop, [done = std::move(done), hash = std::move(hash)] { done(hash); });
  });
}

}  // namespace usher::adapters
