#pragma once
// ports::Crypto, ports::Random and ports::Passwords over libsodium.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "ports/callback_gate.hpp"
#include "ports/clock.hpp"
#include "ports/crypto.hpp"

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
  // Finishes the hashes under way; callbacks not yet run never will.
  ~SodiumPasswords() override;

  std::string hash(std::string_view password) override;
  bool verify(std::string password, std::string hash, ports::Loop& loop,
              std::function<void(bool)> done) override;
  bool hash(std::string password, ports::Loop& loop,
            std::function<void(std::string)> done) override;

 private:
  bool enqueue(std::function<void()> job);
  void work();

  const std::size_t waiting_max_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> jobs_;
  bool stopping_ = false;
  ports::CallbackGate gate_;
  std::vector<std::thread> threads_;
};

}  // namespace usher::adapters
