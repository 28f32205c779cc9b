#pragma once
// Passwords that cost nothing: a hash that shows its password, and answers at once.

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "ports/crypto.hpp"

namespace usher::test {

class PlainPasswords final : public ports::Passwords {
 public:
  std::string hash(std::string_view password) override { return "plain:" + std::string(password); }
  bool verify(std::string password, std::string hash, ports::Loop& loop,
              std::function<void(bool)> done) override {
    loop.post([right = hash == "plain:" + password, done = std::move(done)] { done(right); });
    return true;
  }
  bool hash(std::string password, ports::Loop& loop,
            std::function<void(std::string)> done) override {
    loop.post([hash = "plain:" + password, done = std::move(done)] { done(hash); });
    return true;
  }
};

}  // namespace usher::test
