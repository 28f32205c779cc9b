#pragma once
// ports::Crypto, ports::Random and ports::Passwords over libsodium.

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "ports/callback_gate.hpp"
#include "ports/clock.hpp"
#include "ports/crypto.hpp"
#include "ports/job_queue.hpp"

namespace usher::adapters {

class SodiumCrypto final : public ports::Crypto {
 public:
  SodiumCrypto();  // throws std::runtime_error when the library cannot start
  std::string hmac(std::string_view key, std::string_view text) const override;
  std::string sha256_hex(std::string_view text) const override;
  bool equal(std::string_view a, std::string_view b) const override;
};

class SodiumRandom final : public ports::Random {
 public:
  SodiumRandom();
  void fill(std::span<std::uint8_t> bytes) override;
};

// argon2id with 64 MiB a hash: at most `threads` of them at once, at most `waiting_max` waiting.
class SodiumPasswords final : public ports::Passwords {
 public:
  explicit SodiumPasswords(std::size_t threads = 2, std::size_t waiting_max = 64);
  // The end finishes the hashes under way; callbacks not yet run never will.

  std::string hash(std::string_view password) override;
  bool verify(std::string password, std::string hash, ports::Loop& loop,
              std::function<void(bool)> done) override;
  bool hash(std::string password, ports::Loop& loop,
            std::function<void(std::string)> done) override;

 private:
  ports::CallbackGate gate_;
  ports::JobQueue jobs_;  // ends before the gate that it answers through
};

}  // namespace usher::adapters
