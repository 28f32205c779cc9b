#include "adapters/redis/hub.hpp"

#include <pthread.h>

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <csignal>
#include <future>
#include <map>
#include <thread>
#include <utility>

#include "adapters/redis/client.hpp"
#include "core/cluster_limits.hpp"

namespace usher::adapters {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using Timer =
    asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, asio::io_context::executor_type>;

constexpr std::chrono::milliseconds look_every(100);
// The channel is alive as long as it brings what this node says to itself.
constexpr std::chrono::milliseconds echo_every(1'000);
constexpr std::chrono::milliseconds echo_by(limits::link_beat_ms * 2);
constexpr char echo = 'e';
constexpr char content = 'c';

const std::vector<double> second_bounds{0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01,
                                        0.02,   0.05,   0.1,   0.5,   1,     2};

}  // namespace

class RedisHub::Impl {
 public:
  Impl(RedisOptions options, ports::Log& log, ports::Metrics& metrics);
  ~Impl();

  void command(const Words& words, RedisDone done) { commands_.send(words, std::move(done)); }
  void script(std::string_view text, const Words& keys, const Words& values, RedisDone done);
  void publish(const ports::NodeId& to, const std::string& message, RedisDone done) {
    commands_.send({"PUBLISH", channel_of(to), content + message}, std::move(done));
  }
  void note_memory(const std::string& memory);

  RedisOptions options;
  ports::Log& log;
  asio::io_context context{1};
  std::function<void(std::string_view)> arrived;
  std::map<const void*, Watcher> watchers;

 private:
  std::string channel_of(const ports::NodeId& node) const { return options.prefix + "bus:" + node; }
  RedisClient::Events command_events();
  RedisClient::Events channel_events();
  void look();
  void listen_to_itself();
  void tell_forgotten();

  ports::Gauge& connected_;
  ports::Counter& reconnects_;
  ports::Histogram& seconds_;
  RedisClient commands_;
  RedisClient channel_;
  std::map<std::string_view, std::string> hashes_;  // of scripts that this server knows
  std::string memory_;
  Timer timer_;
  Clock::time_point echo_sent_;
  Clock::time_point echo_heard_;
  std::thread thread_;  // the last member: it uses the others
};

RedisHub::Impl::Impl(RedisOptions its_options, ports::Log& its_log, ports::Metrics& metrics)
    : options(std::move(its_options)),
      log(its_log),
      connected_(metrics.gauge("usher_redis_connected", "1 while Redis answers")),
      reconnects_(metrics.counter("usher_redis_connects_total", "Connections to Redis that began")),
      seconds_(metrics.histogram("usher_redis_command_seconds",
                                 "From a command to Redis to its answer", second_bounds)),
      commands_(context, options.address, command_events()),
      channel_(context, options.address, channel_events()),
      timer_(context.get_executor()) {
  channel_.subscribe(channel_of(options.me));
  asio::post(context, [this] {
    commands_.start();
    channel_.start();
    look();
  });
  thread_ = std::thread([this] {
    sigset_t pipe{};  // hiredis writes to sockets that may be closed
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
    pthread_setname_np(pthread_self(), "usher-redis");
    const auto work = asio::make_work_guard(context);
    context.run();
  });
}

// What was sent before (the end of a lease) is answered first, if that is soon.
RedisHub::Impl::~Impl() {
  std::promise<void> settled;
  asio::post(context, [this, &settled] {
    commands_.send({"PING"}, [&settled](const RedisReply*) { settled.set_value(); });
  });
  settled.get_future().wait();
  context.stop();
  thread_.join();
}

RedisClient::Events RedisHub::Impl::command_events() {
  RedisClient::Events events;
  events.ready = [this] {
    connected_.set(1);
    reconnects_.add();
    hashes_.clear();
    log.info("redis_connected", {{"address", shown(options.address)}});
    tell_forgotten();
  };
  events.away = [this](const std::string& why) {
    connected_.set(0);
    log.warning("redis_away", {{"address", shown(options.address)}, {"why", why}});
  };
  events.answered = [this](double seconds) { seconds_.observe(seconds); };
  return events;
}

RedisClient::Events RedisHub::Impl::channel_events() {
  RedisClient::Events events;
  events.ready = [this] { echo_heard_ = Clock::now(); };
  events.message = [this](std::string_view message) {
    echo_heard_ = Clock::now();
    const bool is_content = !message.empty() && message.front() == content;
    if (is_content && arrived) arrived(message.substr(1));
  };
  return events;
}

void RedisHub::Impl::look() {
  commands_.look();
  channel_.look();
  listen_to_itself();
  const auto all = watchers;
  for (const auto& [whom, watcher] : all) watcher.look();
  timer_.expires_after(look_every);
  timer_.async_wait([this](boost::system::error_code error) {
    if (!error) look();
  });
}

void RedisHub::Impl::listen_to_itself() {
  const Clock::time_point now = Clock::now();
  if (!commands_.ready() || !channel_.ready()) {
    echo_heard_ = now;
    return;
  }
  if (now >= echo_heard_ + echo_by) {
    echo_heard_ = now;
    return channel_.drop("its channel brings nothing");
  }
  if (now < echo_sent_ + echo_every) return;
  echo_sent_ = now;
  commands_.send({"PUBLISH", channel_of(options.me), std::string(1, echo)},
                 [](const RedisReply*) {});
}

void RedisHub::Impl::tell_forgotten() {
  const auto all = watchers;
  for (const auto& [whom, watcher] : all) watcher.forgotten();
}

void RedisHub::Impl::note_memory(const std::string& memory) {
  if (std::exchange(memory_, memory) != memory && !memory_.empty()) tell_forgotten();
}

// By its hash once the server knows it; whole, when it does not.
void RedisHub::Impl::script(std::string_view text, const Words& keys, const Words& values,
                            RedisDone done) {
  Words words{"EVAL", std::string(text), std::to_string(keys.size())};
  words.insert(words.end(), keys.begin(), keys.end());
  words.insert(words.end(), values.begin(), values.end());
  const auto known = hashes_.find(text);
  if (known == hashes_.end()) {
    commands_.send({"SCRIPT", "LOAD", std::string(text)}, [this, text](const RedisReply* reply) {
      if (reply && reply->kind == RedisReply::Kind::text) hashes_[text] = reply->text;
    });
    return commands_.send(words, std::move(done));
  }
  Words by_hash = words;
  by_hash[0] = "EVALSHA";
  by_hash[1] = known->second;
  commands_.send(by_hash, [this, text, words = std::move(words),
                           done = std::move(done)](const RedisReply* reply) {
    const bool unknown =
        reply && reply->kind == RedisReply::Kind::error && reply->text.starts_with("NOSCRIPT");
    if (!unknown) return done(reply);
    hashes_.erase(text);
    commands_.send(words, done);
  });
}

RedisHub::RedisHub(RedisOptions options, ports::Log& log, ports::Metrics& metrics)
    : impl_(std::make_unique<Impl>(std::move(options), log, metrics)) {}
RedisHub::~RedisHub() = default;

const ports::NodeId& RedisHub::me() const { return impl_->options.me; }
ports::Log& RedisHub::log() const { return impl_->log; }
std::string RedisHub::key(std::string_view name) const {
  return impl_->options.prefix + std::string(name);
}

void RedisHub::post(std::function<void()> task) { asio::post(impl_->context, std::move(task)); }

void RedisHub::run_now(const std::function<void()>& task) {
  std::promise<void> done;
  post([&] {
    task();
    done.set_value();
  });
  done.get_future().wait();
}

void RedisHub::command(const Words& words, RedisDone done) {
  impl_->command(words, std::move(done));
}
void RedisHub::script(std::string_view text, const Words& keys, const Words& values,
                      RedisDone done) {
  impl_->script(text, keys, values, std::move(done));
}
void RedisHub::hear(std::function<void(std::string_view)> arrived) {
  impl_->arrived = std::move(arrived);
}
void RedisHub::publish(const ports::NodeId& to, const std::string& message, RedisDone done) {
  impl_->publish(to, message, std::move(done));
}
void RedisHub::note_memory(const std::string& memory) { impl_->note_memory(memory); }
void RedisHub::watch(const void* whom, Watcher watcher) {
  impl_->watchers[whom] = std::move(watcher);
}
void RedisHub::forget(const void* whom) { impl_->watchers.erase(whom); }

}  // namespace usher::adapters
