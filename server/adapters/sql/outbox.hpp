#pragma once
// ports::Outbox over SQL, in the same file as the journal, over a connection of its own.

#include <memory>

#include "adapters/sql/store.hpp"
#include "ports/outbox.hpp"

namespace usher::adapters {

class SharedSession;

class SqlOutbox final : public ports::Outbox {
 public:
  // Calls prepare_store(); throws what it throws.
  explicit SqlOutbox(const SqlOptions& options);
  ~SqlOutbox() override;

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
  std::unique_ptr<SharedSession> session_;
};

}  // namespace usher::adapters
