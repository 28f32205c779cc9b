#pragma once
// The bytes of files that people send. A key names its bytes for ever: they are written once and
// never changed. Keys are 32 lower-case hex digits.
//
// Guarantees of every adapter (tests/contract/file_stores.cpp holds them to it):
//   - What put() has answered `done` for is durable: it survives kill -9 and power loss.
//   - get() gives the whole of what was put, or nothing.
// Threads: all of it may be called from any; nothing blocks. Answers run on `loop`; none
// runs after the adapter is destroyed.

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "ports/loop.hpp"

namespace usher::ports {

enum class FileStored : std::uint8_t {
  done,
  full,    // the disk; or so nearly that the rest is for what matters more
  failed,  // also: too much waits for the disk
};

class Files {
 public:
  virtual ~Files() = default;

  using Put = std::function<void(FileStored)>;
  virtual void put(std::string key, std::string bytes, Loop& loop, Put answer) = 0;

  // None: there is no such file, or it cannot be read now.
  using Got = std::function<void(std::optional<std::string>)>;
  virtual void get(std::string key, Loop& loop, Got answer) = 0;

  // Nobody wants it any more. At some time after this, get() gives nothing; false: too much waits
  // for the disk, and it stays.
  virtual bool remove(std::string key) = 0;
};

// Whether it may name a file: nothing that leads out of a folder does.
constexpr bool is_file_key(std::string_view key) {
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return key.size() == 32 && std::ranges::all_of(key, is_digit);
}

}  // namespace usher::ports
