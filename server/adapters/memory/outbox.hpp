#pragma once
// ports::Outbox in memory, for tests.

#include <map>
#include <mutex>
#include <vector>

#include "ports/outbox.hpp"

namespace usher::adapters {

class MemoryOutbox final : public ports::Outbox {
 public:
  std::vector<ports::Webhook> webhooks(core::AccountId account) override;
  std::optional<ports::Webhook> webhook(ports::WebhookId id) override;
  void put(const ports::Webhook& webhook) override;
  void remove(ports::WebhookId id) override;
  std::size_t add(const std::vector<ports::Delivery>& deliveries) override;
  std::vector<ports::Delivery> heads() override;
  void settle(const ports::Delivery& delivery) override;
  void forget(core::AccountId account, const std::set<std::string>& ids) override;
  std::vector<ports::Delivery> last(ports::WebhookId webhook, std::size_t limit) override;

 private:
  using Rows = std::vector<ports::Delivery>;  // in the order of adding

  static bool make_room(Rows& rows);

  std::mutex mutex_;
  std::map<ports::WebhookId, ports::Webhook> webhooks_;
  std::map<ports::WebhookId, Rows> deliveries_;
};

}  // namespace usher::adapters
