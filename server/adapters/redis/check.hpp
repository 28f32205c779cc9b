#pragma once
// Looks at a Redis as a node will use it. Blocks, some seconds at most.

#include <string>

#include "adapters/redis/address.hpp"

namespace usher::adapters {

// Empty when it is sound, else what is wrong with it, in one line.
std::string check_redis(const RedisAddress& address);

}  // namespace usher::adapters
