#pragma once
// Where Redis is.
//   redis://[[USER]:PASSWORD@]HOST[:PORT][/DB]
//   redis+sentinel://[[USER]:PASSWORD@]HOST[:PORT],HOST[:PORT]…/MASTER[/DB]
// User and password are percent-decoded. A Sentinel is asked for its master at each connect.

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace usher::adapters {

// One line for the operator; never holds the password.
struct RedisAddressError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct RedisAddress {
  struct Host {
    std::string name;
    std::uint16_t port = 0;
    friend bool operator==(const Host&, const Host&) = default;
  };
  std::vector<Host> hosts;  // one, or the Sentinels
  std::string master;       // by which name the Sentinels know it; empty: there are none
  std::string user;
  std::string password;
  std::uint32_t database = 0;

  friend bool operator==(const RedisAddress&, const RedisAddress&) = default;
};

RedisAddress parse_redis_address(const std::string& text);
// Without the password.
std::string shown(const RedisAddress& address);

}  // namespace usher::adapters
