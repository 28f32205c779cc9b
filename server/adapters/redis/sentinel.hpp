#pragma once
// Asks Sentinels where the master is. Blocks for half a second each at most.

#include <optional>
#include <string>

#include "adapters/redis/address.hpp"

namespace usher::adapters {

// Where to connect: the one host, or the master that the first Sentinel who answers names. None: no
// Sentinel knows it.
std::optional<RedisAddress::Host> host_to_use(const RedisAddress& address);

}  // namespace usher::adapters
