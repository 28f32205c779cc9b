#pragma once
// What Redis answered.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace usher::adapters {

struct RedisReply {
  enum class Kind : std::uint8_t { nothing, text, integer, list, error };
  Kind kind = Kind::nothing;
  std::string text;  // an error's too
  std::int64_t integer = 0;
  std::vector<RedisReply> list;
};

// Null: there was no answer in time, or no connection.
using RedisDone = std::function<void(const RedisReply*)>;

}  // namespace usher::adapters
