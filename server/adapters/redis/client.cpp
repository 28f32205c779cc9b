#include "adapters/redis/client.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <utility>

#include "adapters/redis/sentinel.hpp"
#include "core/cluster_limits.hpp"

namespace usher::adapters {
namespace {

using std::chrono::milliseconds;

// Between two tries, at most: at first, and after many.
constexpr milliseconds patience_min(50);
constexpr milliseconds patience_max(1'000);
// A little before the promise: what is told then takes its time to the loop.
constexpr milliseconds answer_by(limits::lease_answer_ms - 200);

}  // namespace

RedisClient::RedisClient(boost::asio::io_context& context, RedisAddress address, Events events)
    : context_(context), address_(std::move(address)), events_(std::move(events)) {}

RedisClient::~RedisClient() {
  alive_.reset();
  events_ = {};
  socket_.reset();
}

void RedisClient::start() { connect(); }

void RedisClient::connect() {
  const std::uint64_t round = ++round_;
  connect_by_ = Clock::now() + answer_by;
  const auto host = host_to_use(address_);
  if (!host) return ended(round, "no Sentinel knows the master " + address_.master);
  RedisSocket::Events events;
  events.connected = [this, round] {
    if (round == round_) sign_in();
  };
  // The socket is not destroyed inside its own callback.
  events.ended = [this, round, alive = std::weak_ptr<bool>(alive_)](const std::string& why) {
    boost::asio::post(context_, [this, round, why, alive] {
      if (alive.lock()) ended(round, why);
    });
  };
  events.message = [this](std::string_view message) {
    if (events_.message) events_.message(message);
  };
  socket_ = std::make_unique<RedisSocket>(context_, host->name, host->port, std::move(events));
}

// What it answers to the last of these says whether it takes us.
void RedisClient::sign_in() {
  const auto check = [this, alive = std::weak_ptr<bool>(alive_), round = round_](const char* what,
                                                                                 bool is_last) {
    return [this, alive, round, what, is_last](const RedisReply* reply) {
      if (!alive.lock() || round != round_ || !reply) return;
      if (reply->kind == RedisReply::Kind::error) {
        return drop(std::string(what) + " was refused: " + reply->text);
      }
      if (is_last) signed_in();
    };
  };
  if (!address_.password.empty()) {
    std::vector<std::string> words{"AUTH"};
    if (!address_.user.empty()) words.push_back(address_.user);
    words.push_back(address_.password);
    issue(words, check("the password", false));
  }
  if (address_.database > 0) {
    issue({"SELECT", std::to_string(address_.database)}, check("the database", false));
  }
  issue({"PING"}, check("the connection", true));
}

void RedisClient::signed_in() {
  ready_ = true;
  told_away_ = false;
  patience_ = patience_min;
  if (!channel_.empty()) socket_->subscribe(channel_);
  if (events_.ready) events_.ready();
}

void RedisClient::ended(std::uint64_t round, const std::string& why) {
  if (round != round_) return;
  ++round_;
  ready_ = false;
  socket_.reset();  // what waits gets its null here
  waiting_.clear();
  std::uniform_int_distribution<milliseconds::rep> wait(patience_.count() / 2, patience_.count());
  next_try_ = Clock::now() + milliseconds(wait(chance_));
  patience_ = std::clamp(2 * patience_, patience_min, patience_max);
  if (!std::exchange(told_away_, true) && events_.away) events_.away(why);
}

void RedisClient::drop(const std::string& why) {
  boost::asio::post(context_, [this, round = round_, why, alive = std::weak_ptr<bool>(alive_)] {
    if (alive.lock()) ended(round, why);
  });
}

void RedisClient::look() {
  const Clock::time_point now = Clock::now();
  if (!socket_) {
    if (now >= next_try_) connect();
    return;
  }
  if (!ready_ && now >= connect_by_) return ended(round_, "it does not take the connection");
  while (!waiting_.empty() && !waiting_.front()->done) waiting_.pop_front();
  if (!waiting_.empty() && now >= waiting_.front()->sent_at + answer_by) {
    ended(round_, "it does not answer");
  }
}

void RedisClient::send(const std::vector<std::string>& words, RedisDone done) {
  if (!ready_) return done(nullptr);
  issue(words, std::move(done));
}

void RedisClient::issue(const std::vector<std::string>& words, RedisDone done) {
  const auto waiting = std::make_shared<Waiting>(Waiting{std::move(done), Clock::now()});
  waiting_.push_back(waiting);
  socket_->send(words, [this, waiting, alive = std::weak_ptr<bool>(alive_)](const auto* reply) {
    const RedisDone told = std::exchange(waiting->done, nullptr);
    if (alive.lock() && reply && events_.answered) {
      events_.answered(std::chrono::duration<double>(Clock::now() - waiting->sent_at).count());
    }
    if (told) told(reply);
  });
}

void RedisClient::subscribe(std::string channel) {
  channel_ = std::move(channel);
  if (ready_) socket_->subscribe(channel_);
}

}  // namespace usher::adapters
