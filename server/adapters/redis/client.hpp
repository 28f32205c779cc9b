#pragma once
// A connection to Redis that comes back: signs in, answers within a deadline whatever the server
// does, and connects anew when it ends or keeps silent, ever less often.
//
// Thread: the context's, all of it.

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "adapters/redis/address.hpp"
#include "adapters/redis/socket.hpp"

namespace usher::adapters {

class RedisClient {
 public:
  struct Events {
    std::function<void()> ready;                       // connected and signed in, again perhaps
    std::function<void(const std::string& why)> away;  // it was ready, or the first try failed
    std::function<void(std::string_view)> message;     // of the channel
    std::function<void(double seconds)> answered;      // a command
  };
  RedisClient(boost::asio::io_context& context, RedisAddress address, Events events);
  ~RedisClient();

  void start();
  bool ready() const { return ready_; }
  // `done` is called once, within the deadline; at once when it is not ready.
  void send(const std::vector<std::string>& words, RedisDone done);
  // From now on and after each connect. One channel.
  void subscribe(std::string channel);
  // Something is wrong that the connection does not know of: it is made anew.
  void drop(const std::string& why);
  // Each 100 ms.
  void look();

 private:
  using Clock = std::chrono::steady_clock;
  struct Waiting {
    RedisDone done;
    Clock::time_point sent_at;
  };

  void connect();
  void signed_in();
  void ended(std::uint64_t round, const std::string& why);
  void sign_in();
  void issue(const std::vector<std::string>& words, RedisDone done);

  boost::asio::io_context& context_;
  const RedisAddress address_;
  Events events_;
  std::string channel_;
  std::unique_ptr<RedisSocket> socket_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  std::uint64_t round_ = 0;  // of connecting: what an older socket says is not heard
  bool ready_ = false;
  bool told_away_ = false;
  std::deque<std::shared_ptr<Waiting>> waiting_;
  Clock::time_point connect_by_;
  Clock::time_point next_try_;
  std::chrono::milliseconds patience_{0};
  std::minstd_rand chance_{std::random_device()()};
};

}  // namespace usher::adapters
