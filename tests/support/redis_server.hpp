#pragma once
// A Redis server of this test run's own, on a free port, that keeps nothing on the disk and goes
// with the process, however that ends.
//
// Needs Debian's package redis-server; without it the first use throws.

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "support/temp_folder.hpp"

namespace usher::test {

class RedisServer {
 public:
  // `more`: further words of its command line, as "--requirepass", "secret".
  explicit RedisServer(std::vector<std::string> more = {});
  // A Sentinel that watches a master by this name.
  RedisServer(const RedisServer& master, const std::string& name);
  ~RedisServer();
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;

  std::uint16_t port() const { return port_; }
  std::string address() const { return "redis://127.0.0.1:" + std::to_string(port_); }

  void stop();  // as when it is killed; what it held is gone
  void start();
  void freeze();  // it takes connections, and answers nothing
  void thaw();
  void empty();

 private:
  bool answers() const;

  const std::uint16_t port_;
  const std::unique_ptr<TempFolder> folder_;  // of a Sentinel's configuration
  std::vector<std::string> words_;            // its command line
  pid_t process_ = -1;
};

}  // namespace usher::test
