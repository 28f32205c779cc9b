#include "adapters/redis/bus.hpp"

#include <atomic>
#include <deque>
#include <mutex>
#include <utility>

#include "core/cluster_limits.hpp"

namespace usher::adapters {

struct RedisBus::Parts : std::enable_shared_from_this<Parts> {
  Parts(RedisHub& its_hub, ports::Metrics& metrics)
      : hub(its_hub),
        lost(metrics.counter("usher_bus_lost_total",
                             "Messages to other nodes that were not sent")) {}

  void send_waiting();

  RedisHub& hub;
  ports::Counter& lost;
  std::atomic<std::size_t> unsent_bytes = 0;  // waiting, or not answered yet
  std::mutex mutex;
  std::deque<std::pair<ports::NodeId, std::string>> waiting;
};

// What several threads said since the last time goes out in one pipeline.
void RedisBus::Parts::send_waiting() {
  std::deque<std::pair<ports::NodeId, std::string>> messages;
  {
    const std::lock_guard lock(mutex);
    messages.swap(waiting);
  }
  for (const auto& [to, message] : messages) {
    hub.publish(to, message,
                [parts = shared_from_this(), size = message.size()](const RedisReply* reply) {
                  parts->unsent_bytes -= size;
                  if (!reply) parts->lost.add();
                });
  }
}

RedisBus::RedisBus(RedisHub& hub, ports::Metrics& metrics)
    : parts_(std::make_shared<Parts>(hub, metrics)) {}

RedisBus::~RedisBus() { stop(); }

void RedisBus::listen(Arrived arrived) {
  parts_->hub.run_now([this, &arrived] { parts_->hub.hear(std::move(arrived)); });
}

void RedisBus::stop() {
  parts_->hub.run_now([this] { parts_->hub.hear(nullptr); });
}

void RedisBus::send(const ports::NodeId& to, std::string message) {
  const std::size_t size = message.size();
  const bool too_long = size > limits::bus_message_bytes_max;
  if (too_long || parts_->unsent_bytes + size > limits::bus_queue_bytes_max) {
    parts_->lost.add();
    if (too_long)
      parts_->hub.log().error("bus_message_too_long", {{"bytes", std::to_string(size)}});
    return;
  }
  parts_->unsent_bytes += size;
  bool first = false;
  {
    const std::lock_guard lock(parts_->mutex);
    first = parts_->waiting.empty();
    parts_->waiting.emplace_back(to, std::move(message));
  }
  if (first) parts_->hub.post([parts = parts_] { parts->send_waiting(); });
}

}  // namespace usher::adapters
