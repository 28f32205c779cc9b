#pragma once
// ports::Files in memory, for tests.

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "ports/files.hpp"

namespace usher::adapters {

class MemoryFiles final : public ports::Files {
 public:
  void put(std::string key, std::string bytes, ports::Loop& loop, Put answer) override {
    const std::lock_guard lock(mutex_);
    files_.emplace(std::move(key), std::move(bytes));
    loop.post([answer = std::move(answer)] { answer(ports::FileStored::done); });
  }

  void get(std::string key, ports::Loop& loop, Got answer) override {
    const std::lock_guard lock(mutex_);
    const auto found = files_.find(key);
    std::optional<std::string> bytes;
    if (found != files_.end()) bytes = found->second;
    loop.post([answer = std::move(answer), bytes = std::move(bytes)] { answer(bytes); });
  }

  bool remove(std::string key) override {
    const std::lock_guard lock(mutex_);
    files_.erase(key);
    return true;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::string> files_;
};

}  // namespace usher::adapters
