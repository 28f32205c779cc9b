#pragma once
// Webhooks: whom an account tells what happens, and what each of them is still to be told.
//
// Guarantees of every adapter (tests/contract/outboxes.cpp holds them to it):
//   - What add() and settle() return from is durable: it survives kill -9 and power loss.
//   - A webhook is told of a message once: adding it again, ended or not, changes nothing, for as
//     long as the row is kept.
//   - At most limits::deliveries_max rows of a webhook: the oldest ended ones make room, those that
//     still wait never do.
// Threads: every method may be called from any thread except a floor's: each may wait for the disk.
// Failure: methods throw DirectoryError when the store refuses (disk full, I/O).

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/alarm.hpp"
#include "core/ids.hpp"
#include "ports/directory.hpp"

namespace usher::ports {

using WebhookId = core::Id<struct WebhookTag>;

struct Webhook {
  core::AccountId account;
  WebhookId id;
  std::string url;
  core::AlarmKinds kinds;
  bool enabled = true;
  std::string secret;         // 32 random bytes: the key of its signatures
  std::string former_secret;  // also signs, until the time below; empty: none
  core::Time former_until;
  core::Time hears_from;  // what began before is not its business
  std::string console;    // where its people open the console: "https://chat.example"

  friend bool operator==(const Webhook&, const Webhook&) = default;
};

enum class DeliveryState : std::uint8_t { waiting, delivered, given_up };

// A message on its way to one webhook; named by both.
struct Delivery {
  WebhookId webhook;
  std::string message;  // the same for every attempt, so that receivers know a repetition
  std::string type;     // "alarm.wait"
  std::string body;     // JSON
  core::Time made_at;
  DeliveryState state = DeliveryState::waiting;
  std::uint32_t attempts = 0;
  core::Time at;        // while waiting: of the next attempt; else when it ended
  std::string outcome;  // of the last attempt: "200", "timed_out"; empty before the first

  friend bool operator==(const Delivery&, const Delivery&) = default;
};

// One of these stands in its body as a whole text.
inline bool names(const Delivery& delivery, const std::set<std::string>& ids) {
  std::string_view rest = delivery.body;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('"'), rest.size());
    if (ids.contains(std::string(rest.substr(0, end)))) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

class Outbox {
 public:
  virtual ~Outbox() = default;

  virtual std::vector<Webhook> webhooks(core::AccountId account) = 0;  // by id
  virtual std::optional<Webhook> webhook(WebhookId id) = 0;
  virtual void put(const Webhook& webhook) = 0;  // insert, or replace by id
  virtual void remove(WebhookId id) = 0;         // with its deliveries

  // Stores them all or none; returns how many found no room. What ended longer than
  // limits::delivery_kept_ms before the newest of them is forgotten. One whose webhook is not there
  // any more is passed over.
  virtual std::size_t add(const std::vector<Delivery>& deliveries) = 0;
  // The waiting delivery of each enabled webhook whose attempt comes first.
  virtual std::vector<Delivery> heads() = 0;
  // Its state, attempts, time and outcome are these now. One that is not there any more stays away.
  virtual void settle(const Delivery& delivery) = 0;
  // Deliveries of the account that names() says this of go, whatever became of them.
  virtual void forget(core::AccountId account, const std::set<std::string>& ids) = 0;
  // The newest `limit` of a webhook, newest first.
  virtual std::vector<Delivery> last(WebhookId webhook, std::size_t limit) = 0;
};

}  // namespace usher::ports
