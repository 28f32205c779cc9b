#pragma once
// What a node's leases, bus and presence share: a thread of their own with two connections to
// Redis, one for commands and one that listens.
//
// Threads: post() from any; all else on its thread, but for what is said of it.

#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/redis/address.hpp"
#include "adapters/redis/reply.hpp"
#include "ports/lease.hpp"
#include "ports/log.hpp"
#include "ports/metrics.hpp"

namespace usher::adapters {

struct RedisOptions {
  RedisAddress address;
  ports::NodeId me;
  // Of all keys and channels: several installations may share a server. In braces, so that all of
  // them lie in one slot.
  std::string prefix = "{usher}:";
};

class RedisHub {
 public:
  RedisHub(RedisOptions options, ports::Log& log, ports::Metrics& metrics);
  // Stops the thread. Whatever uses it is gone by then.
  ~RedisHub();
  RedisHub(const RedisHub&) = delete;
  RedisHub& operator=(const RedisHub&) = delete;

  const ports::NodeId& me() const;               // from any thread
  ports::Log& log() const;                       // from any thread
  std::string key(std::string_view name) const;  // from any thread

  void post(std::function<void()> task);
  // Waits until it has run.
  void run_now(const std::function<void()>& task);

  using Words = std::vector<std::string>;
  // `done` is called once, within limits::lease_answer_ms.
  void command(const Words& words, RedisDone done);
  void script(std::string_view text, const Words& keys, const Words& values, RedisDone done);

  // What is published to this node's channel. Null: nobody hears it any more.
  void hear(std::function<void(std::string_view)> arrived);
  void publish(const ports::NodeId& to, const std::string& message, RedisDone done);

  // The server keeps what it was told in this memory; another one has forgotten.
  void note_memory(const std::string& memory);
  // Called when all that the server was told must be told again, and each 100 ms. Until forget().
  struct Watcher {
    std::function<void()> forgotten;
    std::function<void()> look;
  };
  void watch(const void* whom, Watcher watcher);
  void forget(const void* whom);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace usher::adapters
