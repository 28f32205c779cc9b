#pragma once
// Connections for what comes in crowds and then not for long: load(), replay(), claim().

#include <memory>
#include <mutex>
#include <vector>

#include "adapters/sql/dialect.hpp"

namespace usher::adapters {

class IdleSessions {
 public:
  explicit IdleSessions(const SqlOptions& options) : options_(options) {}

  std::unique_ptr<soci::session> borrow() {
    while (auto session = take()) {
      if (dialect_of(options_).is_connected(*session)) return session;
    }
    return connect(options_, options_.reader_cache_kib);
  }
  // Without a transaction.
  void give_back(std::unique_ptr<soci::session> session) {
    const std::lock_guard lock(mutex_);
    if (idle_.size() < options_.readers) idle_.push_back(std::move(session));
  }

 private:
  // Null: there is none.
  std::unique_ptr<soci::session> take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return nullptr;
    auto session = std::move(idle_.back());
    idle_.pop_back();
    return session;
  }

  const SqlOptions options_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<soci::session>> idle_;
};

}  // namespace usher::adapters
