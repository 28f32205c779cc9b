#include "adapters/sql/outbox.hpp"

#include <map>
#include <set>
#include <utility>

#include "adapters/sql/directory_rows.hpp"
#include "adapters/sql/shared_session.hpp"
#include "core/hex.hpp"
#include "core/limits.hpp"

namespace usher::adapters {
namespace {

using Number = long long;

Number number(std::uint64_t id) { return static_cast<Number>(id); }

// A bit for each kind. Bits of kinds that a newer version knows are left out.
int mask_of(const core::AlarmKinds& kinds) {
  int mask = 0;
  for (const core::AlarmKind kind : kinds) mask |= 1 << static_cast<int>(kind);
  return mask;
}

core::AlarmKinds kinds_of(int mask) {
  core::AlarmKinds kinds;
  for (std::size_t i = 0; i < core::alarm_words.size(); ++i) {
    if ((mask >> i & 1) != 0) kinds.insert(static_cast<core::AlarmKind>(i));
  }
  return kinds;
}

ports::DeliveryState state_of(int stored) {
  switch (stored) {
    case 0:
      return ports::DeliveryState::waiting;
    case 1:
      return ports::DeliveryState::delivered;
    default:
      return ports::DeliveryState::given_up;
  }
}

// `which` ends the statement and uses :key.
std::vector<ports::Webhook> read_webhooks(soci::session& session, const std::string& which,
                                          Number key) {
  Number id = 0, account = 0, former_until = 0, hears_from = 0;
  int kinds = 0, enabled = 0;
  std::string url, secret, former_secret, console;
  std::vector<ports::Webhook> found;
  soci::statement rows =
      (session.prepare << "SELECT id, account, url, kinds, enabled, secret, former_secret,"
                          " former_until, hears_from, console FROM webhook " +
                              which,
       soci::use(key, "key"), soci::into(id), soci::into(account), soci::into(url),
       soci::into(kinds), soci::into(enabled), soci::into(secret), soci::into(former_secret),
       soci::into(former_until), soci::into(hears_from), soci::into(console));
  rows.execute();
  while (rows.fetch()) {
    found.push_back({{static_cast<std::uint64_t>(account)},
                     {static_cast<std::uint64_t>(id)},
                     url,
                     kinds_of(kinds),
                     enabled != 0,
                     core::from_hex(secret).value_or(""),
                     core::from_hex(former_secret).value_or(""),
                     {former_until},
                     {hears_from},
                     console});
  }
  return found;
}

std::vector<ports::Delivery> read_deliveries(soci::session& session, const std::string& which) {
  Number webhook = 0, made_at = 0, at = 0;
  int state = 0, attempts = 0;
  std::string message, type, body, outcome;
  std::vector<ports::Delivery> found;
  soci::statement rows =
      (session.prepare << "SELECT d.webhook, d.message, d.type, d.body, d.made_at, d.state,"
                          " d.attempts, d.at_ms, d.outcome FROM delivery d " +
                              which,
       soci::into(webhook), soci::into(message), soci::into(type), soci::into(body),
       soci::into(made_at), soci::into(state), soci::into(attempts), soci::into(at),
       soci::into(outcome));
  rows.execute();
  while (rows.fetch()) {
    found.push_back({{static_cast<std::uint64_t>(webhook)},
                     message,
                     type,
                     body,
                     {made_at},
                     state_of(state),
                     static_cast<std::uint32_t>(attempts),
                     {at},
                     outcome});
  }
  return found;
}

Number count(soci::session& session, const std::string& which, Number webhook) {
  Number rows = 0;
  session << "SELECT count(*) FROM " + which, soci::use(webhook, "webhook"), soci::into(rows);
  return rows;
}

void forget_ended(soci::session& session, Number webhook, core::Time before) {
  const Number at = before.ms;
  session << "DELETE FROM delivery WHERE webhook = :webhook AND state > 0 AND at_ms < :at",
      soci::use(webhook, "webhook"), soci::use(at, "at");
}

// False: all of them wait.
bool forget_oldest_ended(soci::session& session, Number webhook) {
  soci::statement gone =
      (session.prepare << "DELETE FROM delivery WHERE number = (SELECT min(number) FROM delivery"
                          " WHERE webhook = :webhook AND state > 0)",
       soci::use(webhook, "webhook"));
  gone.execute(true);
  return gone.get_affected_rows() > 0;
}

bool is_known(soci::session& session, const ports::Delivery& delivery) {
  const Number webhook = number(delivery.webhook.value);
  Number rows = 0;
  session << "SELECT count(*) FROM delivery WHERE webhook = :webhook AND message = :message",
      soci::use(webhook, "webhook"), soci::use(delivery.message, "message"), soci::into(rows);
  return rows > 0;
}

// How many rows it made: none when the delivery is known, and another process may just have made
// it.
Number insert(soci::session& session, const ports::Delivery& delivery) {
  const Number webhook = number(delivery.webhook.value);
  const Number made_at = delivery.made_at.ms, at = delivery.at.ms;
  const int state = static_cast<int>(delivery.state),
            attempts = static_cast<int>(delivery.attempts);
  soci::statement made =
      (session.prepare << "INSERT INTO delivery (webhook, message, type, body, made_at, state,"
                          " attempts, at_ms, outcome) VALUES (:webhook, :message, :type, :body,"
                          " :made_at, :state, :attempts, :at, :outcome) ON CONFLICT DO NOTHING",
       soci::use(webhook), soci::use(delivery.message), soci::use(delivery.type),
       soci::use(delivery.body), soci::use(made_at), soci::use(state), soci::use(attempts),
       soci::use(at), soci::use(delivery.outcome));
  made.execute(true);
  return made.get_affected_rows();
}

// How many rows a webhook has; none when there is no such webhook.
std::optional<Number> rows_of(soci::session& session, Number webhook) {
  if (count(session, "webhook WHERE id = :webhook", webhook) == 0) return std::nullopt;
  return count(session, "delivery WHERE webhook = :webhook", webhook);
}

}  // namespace

SqlOutbox::SqlOutbox(const SqlOptions& options)
    : session_(std::make_unique<SharedSession>(options)) {}
SqlOutbox::~SqlOutbox() = default;

std::vector<ports::Webhook> SqlOutbox::webhooks(core::AccountId account) {
  return session_->read([&](soci::session& session) {
    return read_webhooks(session, "WHERE account = :key ORDER BY id", number(account.value));
  });
}

std::optional<ports::Webhook> SqlOutbox::webhook(ports::WebhookId id) {
  const auto found = session_->read([&](soci::session& session) {
    return read_webhooks(session, "WHERE id = :key", number(id.value));
  });
  return found.empty() ? std::nullopt : std::optional(found.front());
}

void SqlOutbox::put(const ports::Webhook& webhook) {
  const Number id = number(webhook.id.value), account = number(webhook.account.value);
  const Number former_until = webhook.former_until.ms, hears_from = webhook.hears_from.ms;
  const int kinds = mask_of(webhook.kinds), enabled = webhook.enabled ? 1 : 0;
  const std::string secret = core::to_hex(webhook.secret),
                    former = core::to_hex(webhook.former_secret);
  session_->write([&](soci::session& session) {
    session << "INSERT INTO webhook (id, account, url, kinds, enabled, secret, former_secret,"
               " former_until, hears_from, console) VALUES (:id, :account, :url, :kinds, :enabled,"
               " :secret, :former, :former_until, :hears_from, :console)"
               " ON CONFLICT (id) DO UPDATE SET " +
                   own_account("webhook") +
                   ", url = excluded.url,"
                   " kinds = excluded.kinds, enabled = excluded.enabled, secret = excluded.secret,"
                   " former_secret = excluded.former_secret, former_until = excluded.former_until,"
                   " hears_from = excluded.hears_from, console = excluded.console",
        soci::use(id), soci::use(account), soci::use(webhook.url), soci::use(kinds),
        soci::use(enabled), soci::use(secret), soci::use(former), soci::use(former_until),
        soci::use(hears_from), soci::use(webhook.console);
  });
}

void SqlOutbox::remove(ports::WebhookId webhook) {
  const Number id = number(webhook.value);
  session_->write([&](soci::session& session) {
    session << "DELETE FROM delivery WHERE webhook = :id", soci::use(id);
    session << "DELETE FROM webhook WHERE id = :id", soci::use(id);
  });
}

std::size_t SqlOutbox::add(const std::vector<ports::Delivery>& deliveries) {
  std::size_t lost = 0;
  session_->write([&](soci::session& session) {
    std::map<Number, std::optional<Number>> rows;
    for (const ports::Delivery& delivery : deliveries) {
      const Number webhook = number(delivery.webhook.value);
      if (!rows.contains(webhook)) {
        forget_ended(session, webhook, delivery.made_at + -limits::delivery_kept_ms);
        rows[webhook] = rows_of(session, webhook);
      }
      std::optional<Number>& has = rows[webhook];
      if (!has) continue;
      if (*has >= static_cast<Number>(limits::deliveries_max)) {
        if (is_known(session, delivery)) continue;
        if (!forget_oldest_ended(session, webhook)) {
          ++lost;
          continue;
        }
        --*has;
      }
      *has += insert(session, delivery);
    }
  });
  return lost;
}

std::vector<ports::Delivery> SqlOutbox::heads() {
  return session_->read([](soci::session& session) {
    return read_deliveries(session,
                           "JOIN webhook w ON w.id = d.webhook AND w.enabled = 1 WHERE d.number ="
                           " (SELECT number FROM delivery WHERE webhook = w.id AND state = 0"
                           " ORDER BY at_ms, number LIMIT 1)");
  });
}

void SqlOutbox::settle(const ports::Delivery& delivery) {
  const Number webhook = number(delivery.webhook.value), at = delivery.at.ms;
  const int state = static_cast<int>(delivery.state),
            attempts = static_cast<int>(delivery.attempts);
  session_->write([&](soci::session& session) {
    session << "UPDATE delivery SET state = :state, attempts = :attempts, at_ms = :at,"
               " outcome = :outcome WHERE webhook = :webhook AND message = :message",
        soci::use(state), soci::use(attempts), soci::use(at), soci::use(delivery.outcome),
        soci::use(webhook), soci::use(delivery.message);
  });
}

void SqlOutbox::forget(core::AccountId account, const std::set<std::string>& ids) {
  const std::string owner = std::to_string(account.value);
  const auto all = session_->read([&](soci::session& session) {
    return read_deliveries(session,
                           "JOIN webhook w ON w.id = d.webhook WHERE w.account = " + owner);
  });
  session_->write([&](soci::session& session) {
    for (const ports::Delivery& each : all) {
      if (!ports::names(each, ids)) continue;
      const Number webhook = number(each.webhook.value);
      session << "DELETE FROM delivery WHERE webhook = :webhook AND message = :message",
          soci::use(webhook), soci::use(each.message);
    }
  });
}

std::vector<ports::Delivery> SqlOutbox::last(ports::WebhookId webhook, std::size_t limit) {
  return session_->read([&](soci::session& session) {
    return read_deliveries(session, "WHERE d.webhook = " + std::to_string(webhook.value) +
                                        " ORDER BY d.number DESC LIMIT " + std::to_string(limit));
  });
}

}  // namespace usher::adapters
