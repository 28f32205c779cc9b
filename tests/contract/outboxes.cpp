// What ports/outbox.hpp promises, run on every adapter.

#include <memory>
#include <set>

#include "adapters/memory/outbox.hpp"
#include "adapters/sql/directory.hpp"
#include "adapters/sql/outbox.hpp"
#include "core/limits.hpp"
#include "support/catch.hpp"
#include "support/postgres_server.hpp"
#include "support/temp_folder.hpp"

namespace usher::test {
namespace {

using ports::Delivery;
using ports::DeliveryState;

constexpr core::AccountId account{1'700'000'000'001};
constexpr ports::WebhookId first{1'700'000'000'501};
constexpr ports::WebhookId second{1'700'000'000'502};
constexpr core::Time now{1'800'000'000'000};

ports::Webhook a_webhook(ports::WebhookId id) {
  ports::Webhook webhook;
  webhook.account = account;
  webhook.id = id;
  webhook.url = "https://hooks.example/usher?key=a'b\"";
  webhook.kinds = {core::AlarmKind::wait, core::AlarmKind::no_reply};
  webhook.secret = std::string("\0\xff'\n", 4);
  webhook.former_secret = std::string(32, '\0');
  webhook.former_until = now;
  webhook.hears_from = now + -5;
  webhook.console = "https://chat.example";
  return webhook;
}

Delivery a_delivery(ports::WebhookId webhook, const std::string& message, core::Time at = now) {
  Delivery delivery;
  delivery.webhook = webhook;
  delivery.message = message;
  delivery.type = "alarm.wait";
  delivery.body = R"({"name":"店 'x'"})";
  delivery.made_at = now;
  delivery.at = at;
  return delivery;
}

Delivery ended(Delivery delivery, DeliveryState state, core::Time at = now) {
  delivery.state = state;
  delivery.attempts = 3;
  delivery.at = at;
  delivery.outcome = "200";
  return delivery;
}

void a_webhook_comes_back_whole(ports::Outbox& outbox) {
  outbox.put(a_webhook(second));
  outbox.put(a_webhook(first));
  CHECK(outbox.webhooks(account) == std::vector{a_webhook(first), a_webhook(second)});
  CHECK(outbox.webhooks({7}).empty());
  ports::Webhook changed = a_webhook(first);
  changed.kinds = {core::AlarmKind::no_reply};
  changed.enabled = false;
  changed.former_secret.clear();
  outbox.put(changed);
  CHECK(outbox.webhook(first) == changed);
  CHECK(outbox.webhook({7}) == std::nullopt);
}

void a_webhook_goes_with_its_deliveries(ports::Outbox& outbox) {
  outbox.put(a_webhook(first));
  CHECK(outbox.add({a_delivery(first, "m")}) == 0);
  outbox.remove(first);
  CHECK(outbox.webhook(first) == std::nullopt);
  CHECK(outbox.heads().empty());
  CHECK(outbox.last(first, 10).empty());
  CHECK(outbox.add({a_delivery(first, "late")}) == 0);
  CHECK(outbox.last(first, 10).empty());
}

void a_message_is_kept_once(ports::Outbox& outbox) {
  outbox.put(a_webhook(first));
  outbox.put(a_webhook(second));
  CHECK(outbox.add({a_delivery(first, "m"), a_delivery(first, "m"), a_delivery(second, "m")}) == 0);
  outbox.settle(ended(a_delivery(first, "m"), DeliveryState::delivered));
  CHECK(outbox.add({a_delivery(first, "m")}) == 0);
  CHECK(outbox.last(first, 10) ==
        std::vector{ended(a_delivery(first, "m"), DeliveryState::delivered)});
  CHECK(outbox.last(second, 10) == std::vector{a_delivery(second, "m")});
}

void the_head_is_the_waiting_one_that_comes_first(ports::Outbox& outbox) {
  outbox.put(a_webhook(first));
  outbox.put(a_webhook(second));
  CHECK(outbox.heads().empty());
  outbox.add({a_delivery(first, "later", now + 5), a_delivery(first, "sooner"),
              a_delivery(first, "as soon"), a_delivery(second, "alone")});
  const auto messages = [&] {
    std::set<std::string> found;
    for (const Delivery& head : outbox.heads()) found.insert(head.message);
    return found;
  };
  CHECK(messages() == std::set<std::string>{"sooner", "alone"});
  outbox.settle(ended(a_delivery(first, "sooner"), DeliveryState::given_up));
  CHECK(messages() == std::set<std::string>{"as soon", "alone"});
  outbox.settle(ended(a_delivery(first, "as soon"), DeliveryState::waiting, now + 9));
  CHECK(messages() == std::set<std::string>{"later", "alone"});
  ports::Webhook off = a_webhook(first);
  off.enabled = false;
  outbox.put(off);
  CHECK(messages() == std::set<std::string>{"alone"});
}

void the_newest_are_shown_first(ports::Outbox& outbox) {
  outbox.put(a_webhook(first));
  outbox.add({a_delivery(first, "a"), a_delivery(first, "b"), a_delivery(first, "c")});
  CHECK(outbox.last(first, 2) == std::vector{a_delivery(first, "c"), a_delivery(first, "b")});
}

void what_is_not_there_is_not_settled(ports::Outbox& outbox) {
  outbox.put(a_webhook(first));
  outbox.settle(a_delivery(first, "m"));
  CHECK(outbox.last(first, 10).empty());
}

void ended_ones_make_room_and_waiting_ones_do_not(ports::Outbox& outbox) {
  outbox.put(a_webhook(first));
  std::vector<Delivery> many;
  for (std::size_t i = 0; i < limits::deliveries_max; ++i) {
    many.push_back(a_delivery(first, std::to_string(i)));
  }
  CHECK(outbox.add(many) == 0);
  CHECK(outbox.add({a_delivery(first, "too many")}) == 1);
  outbox.settle(ended(many[7], DeliveryState::given_up));
  CHECK(outbox.add({a_delivery(first, "fits"), a_delivery(first, "not this")}) == 1);
  CHECK(outbox.last(first, 1).at(0).message == "fits");
  CHECK(outbox.last(first, 2 * limits::deliveries_max).size() == limits::deliveries_max);
}

void what_ended_long_ago_is_forgotten(ports::Outbox& outbox) {
  outbox.put(a_webhook(first));
  outbox.add({a_delivery(first, "old"), a_delivery(first, "slow")});
  outbox.settle(ended(a_delivery(first, "old"), DeliveryState::delivered));
  Delivery later = a_delivery(first, "new", now + limits::delivery_kept_ms + 1);
  later.made_at = later.at;
  outbox.add({later});
  CHECK(outbox.last(first, 10) == std::vector{later, a_delivery(first, "slow")});
}

struct Law {
  const char* name;
  void (*check)(ports::Outbox&);
};

void who_is_named_is_forgotten(ports::Outbox& outbox) {
  outbox.put(a_webhook(first));
  Delivery of_her = a_delivery(first, "alarm_wait_c_1_5");
  of_her.body = R"({"data":{"conversation":"c_1","visitor":{"id":"v_2"}}})";
  Delivery of_another = a_delivery(first, "alarm_wait_c_12_5");
  of_another.body = R"({"data":{"conversation":"c_12","note":"c_1 v_2"}})";
  outbox.add({of_her, ended(a_delivery(first, "x"), DeliveryState::delivered), of_another});
  outbox.forget({7}, {"c_1", "v_2"});
  CHECK(outbox.last(first, 10).size() == 3);
  outbox.forget(account, {"c_1", "v_2"});
  const auto left = outbox.last(first, 10);
  REQUIRE(left.size() == 2);
  CHECK(left[0].message == of_another.message);
}

#define LAW(name) \
  Law { #name, &name }
const std::vector<Law> laws{
    LAW(a_webhook_comes_back_whole),
    LAW(a_webhook_goes_with_its_deliveries),
    LAW(a_message_is_kept_once),
    LAW(the_head_is_the_waiting_one_that_comes_first),
    LAW(the_newest_are_shown_first),
    LAW(what_is_not_there_is_not_settled),
    LAW(ended_ones_make_room_and_waiting_ones_do_not),
    LAW(what_ended_long_ago_is_forgotten),
    LAW(who_is_named_is_forgotten),
};

void found_account(const adapters::SqlOptions& options) {
  adapters::SqlDirectory(options).put(ports::Account{account, "A shop", std::string(32, 'k')});
}

}  // namespace

TEST_CASE("the outbox in memory keeps every law of the port") {
  for (const Law& law : laws) {
    DYNAMIC_SECTION(law.name) {
      adapters::MemoryOutbox outbox;
      law.check(outbox);
    }
  }
}

TEST_CASE("the outbox over SQLite keeps every law of the port") {
  for (const Law& law : laws) {
    DYNAMIC_SECTION(law.name) {
      const TempFolder folder;
      found_account({.folder = folder.path()});
      adapters::SqlOutbox outbox({.folder = folder.path()});
      law.check(outbox);
    }
  }
}

TEST_CASE("the outbox over PostgreSQL keeps every law of the port", "[postgres]") {
  for (const Law& law : laws) {
    DYNAMIC_SECTION(law.name) {
      const adapters::SqlOptions options = PostgresServer::shared().fresh_store();
      found_account(options);
      adapters::SqlOutbox outbox(options);
      law.check(outbox);
    }
  }
}

TEST_CASE("what waits in the outbox waits there after a restart") {
  const TempFolder folder;
  found_account({.folder = folder.path()});
  {
    adapters::SqlOutbox outbox({.folder = folder.path()});
    outbox.put(a_webhook(first));
    outbox.add({a_delivery(first, "m")});
  }
  adapters::SqlOutbox outbox({.folder = folder.path()});
  CHECK(outbox.webhook(first) == a_webhook(first));
  CHECK(outbox.heads() == std::vector{a_delivery(first, "m")});
}

}  // namespace usher::test
