#include "app/webhook_sender.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "app/webhook_message.hpp"
#include "core/limits.hpp"

namespace usher::app {

namespace {

constexpr std::int64_t store_retry_ms = 5 * limits::second_ms;

ports::Counter& counter_of(ports::Metrics& metrics, const std::string& outcome) {
  return metrics.counter("usher_webhook_deliveries_total",
                         "Attempts to tell a webhook, by what became of them",
                         {"outcome", outcome});
}

std::string outcome_of(const ports::HttpResult& result) {
  if (const auto* status = std::get_if<ports::HttpStatus>(&result)) {
    return std::to_string(status->code);
  }
  return std::string(ports::word_of(std::get<ports::HttpTrouble>(result)));
}

bool is_success(const ports::HttpResult& result) {
  const auto* status = std::get_if<ports::HttpStatus>(&result);
  return status && status->code >= 200 && status->code < 300;
}

}  // namespace

WebhookSender::WebhookSender(World world)
    : world_(world),
      delivered_(counter_of(world.metrics, "delivered")),
      failed_(counter_of(world.metrics, "failed")),
      given_up_(counter_of(world.metrics, "given_up")),
      dropped_(counter_of(world.metrics, "dropped")) {}

void WebhookSender::hear(AlarmNews alarm) {
  world_.loop.post([this, alarm = std::move(alarm)] {
    if (heard_.size() < limits::alarms_unstored_max) {
      heard_.push_back(alarm);
    } else {
      dropped_.add();
    }
    // What is heard in one turn of the loop is stored together.
    if (!std::exchange(work_posted_, true)) world_.loop.post([this] { work(); });
  });
}

void WebhookSender::stir() {
  world_.loop.post([this] { work(); });
}

void WebhookSender::work() {
  work_posted_ = false;
  try {
    store_heard();
    send_due();
  } catch (const ports::DirectoryError& error) {
    world_.log.error("outbox_failed", {{"why", error.what()}});
    wake_at(world_.clock.now() + store_retry_ms);
  }
}

void WebhookSender::store_heard() {
  std::map<core::AccountId, std::vector<ports::Webhook>> webhooks;
  std::vector<ports::Delivery> deliveries;
  for (const AlarmNews& alarm : heard_) {
    if (!webhooks.contains(alarm.account)) {
      webhooks[alarm.account] = world_.outbox.webhooks(alarm.account);
    }
    for (const ports::Webhook& webhook : webhooks[alarm.account]) {
      if (!concerns(webhook, alarm)) continue;
      deliveries.push_back(delivery_of(alarm, webhook, world_.clock.now()));
    }
  }
  const std::size_t lost = deliveries.empty() ? 0 : world_.outbox.add(deliveries);
  heard_.clear();
  if (lost == 0) return;
  dropped_.add(static_cast<double>(lost));
  world_.log.warning("webhook_too_far_behind", {{"dropped", std::to_string(lost)}});
}

void WebhookSender::send_due() {
  const core::Time now = world_.clock.now();
  std::optional<core::Time> next;
  for (const ports::Delivery& head : world_.outbox.heads()) {
    if (under_way_.contains(head.webhook)) continue;
    if (head.at > now) {
      next = next ? std::min(*next, head.at) : head.at;
    } else if (under_way_.size() < limits::deliveries_under_way_max) {
      const auto webhook = world_.outbox.webhook(head.webhook);
      if (webhook && world_.serves(webhook->account)) send(head, *webhook);
    }  // else the end of one under way brings us back
  }
  if (next) wake_at(*next);
}

void WebhookSender::send(const ports::Delivery& delivery, const ports::Webhook& webhook) {
  under_way_.insert(webhook.id);
  world_.http.post(post_of(delivery, webhook, world_.crypto, world_.clock.now()), world_.loop,
                   [this, delivery](const ports::HttpResult& result) { ended(delivery, result); });
}

void WebhookSender::ended(ports::Delivery delivery, const ports::HttpResult& result) {
  const core::Time now = world_.clock.now();
  ++delivery.attempts;
  delivery.outcome = outcome_of(result);
  delivery.at = now;
  if (is_success(result)) {
    delivery.state = ports::DeliveryState::delivered;
    delivered_.add();
  } else {
    std::array<std::uint8_t, 1> chance{};
    world_.random.fill(chance);
    const core::Time again = now + retry_after_ms(delivery.attempts, chance[0]);
    if (again - delivery.made_at <= limits::delivery_tried_ms) {
      delivery.at = again;
      failed_.add();
    } else {
      delivery.state = ports::DeliveryState::given_up;
      given_up_.add();
      world_.log.warning("webhook_given_up", {{"webhook", std::to_string(delivery.webhook.value)},
                                              {"message", delivery.message},
                                              {"outcome", delivery.outcome}});
    }
  }
  under_way_.erase(delivery.webhook);
  try {
    world_.outbox.settle(delivery);
  } catch (const ports::DirectoryError& error) {  // it will be sent again, but not at once
    world_.log.error("outbox_failed", {{"why", error.what()}});
    return wake_at(now + store_retry_ms);
  }
  work();
}

void WebhookSender::wake_at(core::Time at) {
  if (!timer_) timer_ = world_.loop.make_timer();
  timer_->start(at, [this] { work(); });
}

}  // namespace usher::app
