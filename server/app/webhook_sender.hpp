#pragma once
// Tells webhooks what they want to hear: stores a delivery before it is tried, and tries it until
// the receiver says 2xx, or for limits::delivery_tried_ms.
//
// One request to a webhook at a time, so that a slow receiver holds up its own deliveries only. A
// delivery that was under way when the process ended is sent again: receivers know it by its id.
//
// Thread: its loop's, which may wait for the disk; hear() and stir() from any. Lives until its loop
// has stopped.

#include <functional>
#include <memory>
#include <set>
#include <vector>

#include "app/alarms.hpp"
#include "ports/clock.hpp"
#include "ports/crypto.hpp"
#include "ports/http_client.hpp"
#include "ports/log.hpp"
#include "ports/loop.hpp"
#include "ports/metrics.hpp"
#include "ports/outbox.hpp"

namespace usher::app {

class WebhookSender {
 public:
  struct World {
    ports::Outbox& outbox;
    ports::HttpClient& http;
    const ports::Crypto& crypto;
    ports::Random& random;
    const ports::Clock& clock;
    ports::Log& log;
    ports::Metrics& metrics;
    ports::Loop& loop;
    // This node tells the account's webhooks. From any thread.
    std::function<bool(core::AccountId)> serves = [](core::AccountId) { return true; };
  };
  explicit WebhookSender(World world);

  void hear(AlarmNews alarm);
  // The outbox was changed: there may be something to send.
  void stir();

 private:
  void work();  // stores what was heard and sends what is due
  void store_heard();
  void send_due();
  void send(const ports::Delivery& delivery, const ports::Webhook& webhook);
  void ended(ports::Delivery delivery, const ports::HttpResult& result);
  void wake_at(core::Time at);

  World world_;
  std::unique_ptr<ports::Timer> timer_;  // made on the loop
  bool work_posted_ = false;
  std::vector<AlarmNews> heard_;  // not stored yet
  std::set<ports::WebhookId> under_way_;
  ports::Counter& delivered_;
  ports::Counter& failed_;
  ports::Counter& given_up_;
  ports::Counter& dropped_;
};

}  // namespace usher::app
