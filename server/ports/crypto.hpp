#pragma once
// Hashes, codes and comparisons, all from one well-kept library.

#include <functional>
#include <string>
#include <string_view>

#include "ports/loop.hpp"

namespace usher::ports {

// From any thread; none of these blocks for long.
class Crypto {
 public:
  virtual ~Crypto() = default;
  // HMAC-SHA256, 32 bytes.
  virtual std::string hmac(std::string_view key, std::string_view text) const = 0;
  // SHA-256 as 64 hex digits.
  virtual std::string sha256_hex(std::string_view text) const = 0;
  // In constant time for equal lengths.
  virtual bool equal(std::string_view a, std::string_view b) const = 0;
};

// argon2id costs 50 ms and more, so it runs on a small pool of its own with a bounded queue.
class Passwords {
 public:
  virtual ~Passwords() = default;
  // Blocks; for the command line and the demo.
  virtual std::string hash(std::string_view password) = 0;
  // On the pool; `done` runs on `loop`. An empty hash takes as long and answers false, so that
  // unknown logins look like wrong passwords. Returns false when the queue is full: `done` won't
  // run.
  virtual bool verify(std::string password, std::string hash, Loop& loop,
                      std::function<void(bool)> done) = 0;
  virtual bool hash(std::string password, Loop& loop, std::function<void(std::string)> done) = 0;
};

}  // namespace usher::ports
