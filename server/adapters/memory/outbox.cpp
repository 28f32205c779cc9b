#include "adapters/memory/outbox.hpp"

#include <algorithm>

#include "core/limits.hpp"

namespace usher::adapters {
namespace {

bool ended(const ports::Delivery& delivery) {
  return delivery.state != ports::DeliveryState::waiting;
}

}  // namespace

std::vector<ports::Webhook> MemoryOutbox::webhooks(core::AccountId account) {
  const std::lock_guard lock(mutex_);
  std::vector<ports::Webhook> found;
  for (const auto& [id, webhook] : webhooks_) {
    if (webhook.account == account) found.push_back(webhook);
  }
  return found;
}

std::optional<ports::Webhook> MemoryOutbox::webhook(ports::WebhookId id) {
  const std::lock_guard lock(mutex_);
  const auto found = webhooks_.find(id);
  return found == webhooks_.end() ? std::nullopt : std::optional(found->second);
}

void MemoryOutbox::put(const ports::Webhook& webhook) {
  const std::lock_guard lock(mutex_);
  const auto found = webhooks_.find(webhook.id);
  if (found != webhooks_.end() && found->second.account != webhook.account) {
    throw ports::DirectoryError("another account has a webhook of this id");
  }
  webhooks_[webhook.id] = webhook;
}

void MemoryOutbox::remove(ports::WebhookId id) {
  const std::lock_guard lock(mutex_);
  webhooks_.erase(id);
  deliveries_.erase(id);
}

bool MemoryOutbox::make_room(Rows& rows) {
  if (rows.size() < limits::deliveries_max) return true;
  const auto oldest = std::ranges::find_if(rows, ended);
  if (oldest == rows.end()) return false;
  rows.erase(oldest);
  return true;
}

std::size_t MemoryOutbox::add(const std::vector<ports::Delivery>& deliveries) {
  const std::lock_guard lock(mutex_);
  std::size_t lost = 0;
  for (const ports::Delivery& delivery : deliveries) {
    if (!webhooks_.contains(delivery.webhook)) continue;
    Rows& rows = deliveries_[delivery.webhook];
    std::erase_if(rows, [&](const ports::Delivery& row) {
      return ended(row) && delivery.made_at - row.at > limits::delivery_kept_ms;
    });
    if (std::ranges::find(rows, delivery.message, &ports::Delivery::message) != rows.end()) {
      continue;
    }
    if (make_room(rows)) {
      rows.push_back(delivery);
    } else {
      ++lost;
    }
  }
  return lost;
}

std::vector<ports::Delivery> MemoryOutbox::heads() {
  const std::lock_guard lock(mutex_);
  std::vector<ports::Delivery> found;
  for (const auto& [id, rows] : deliveries_) {
    if (!webhooks_.at(id).enabled) continue;
    const ports::Delivery* head = nullptr;
    for (const ports::Delivery& row : rows) {
      if (!ended(row) && (!head || row.at < head->at)) head = &row;
    }
    if (head) found.push_back(*head);
  }
  return found;
}

void MemoryOutbox::settle(const ports::Delivery& delivery) {
  const std::lock_guard lock(mutex_);
  const auto rows = deliveries_.find(delivery.webhook);
  if (rows == deliveries_.end()) return;
  const auto row = std::ranges::find(rows->second, delivery.message, &ports::Delivery::message);
  if (row == rows->second.end()) return;
  row->state = delivery.state;
  row->attempts = delivery.attempts;
  row->at = delivery.at;
  row->outcome = delivery.outcome;
}

void MemoryOutbox::forget(core::AccountId account, const std::set<std::string>& ids) {
  const std::lock_guard lock(mutex_);
  for (auto& [id, rows] : deliveries_) {
    if (webhooks_.at(id).account != account) continue;
    std::erase_if(rows, [&](const ports::Delivery& row) { return ports::names(row, ids); });
  }
}

std::vector<ports::Delivery> MemoryOutbox::last(ports::WebhookId webhook, std::size_t limit) {
  const std::lock_guard lock(mutex_);
  const auto kept = deliveries_.find(webhook);
  if (kept == deliveries_.end()) return {};
  const Rows& rows = kept->second;
  const auto count = static_cast<Rows::difference_type>(std::min(limit, rows.size()));
  return {rows.rbegin(), rows.rbegin() + count};
}

}  // namespace usher::adapters
