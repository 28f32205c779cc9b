// Webhooks: whom the account tells what happens. For admins only, as an address may hold a secret.

#include <algorithm>
#include <array>

#include "app/api_route.hpp"
#include "app/webhook_message.hpp"
#include "core/limits.hpp"
#include "protocol/json_write.hpp"

namespace usher::app {

namespace {

using ports::Delivery;
using ports::Webhook;
using protocol::JsonValue;
using protocol::ObjectReader;

constexpr std::array<std::string_view, 3> states{"waiting", "delivered", "given_up"};

void write_delivery(std::string& out, const Delivery& delivery) {
  protocol::ObjectWriter writer(out);
  writer.text("message", delivery.message);
  writer.text("type", delivery.type);
  writer.integer("made_at", delivery.made_at.ms);
  writer.text("state", states[static_cast<std::size_t>(delivery.state)]);
  writer.integer("attempts", delivery.attempts);
  writer.integer("at", delivery.at.ms);
  writer.text("outcome", delivery.outcome);
  writer.end();
}

// The secret is shown when it is made, and never again.
void write(const ApiCall& call, std::string& out, const Webhook& webhook,
           bool with_secret = false) {
  protocol::ObjectWriter writer(out);
  writer.id("webhook", 'w', webhook.id.value);
  writer.text("url", webhook.url);
  writer.list("kinds", webhook.kinds,
              [&](core::AlarmKind kind) { protocol::append_json_text(out, core::word_of(kind)); });
  writer.boolean("enabled", webhook.enabled);
  if (with_secret) writer.text("secret", written_secret(webhook.secret));
  writer.list("deliveries", call.world.outbox.last(webhook.id, limits::deliveries_shown_max),
              [&](const Delivery& delivery) { write_delivery(out, delivery); });
  writer.end();
}

HttpResponse one(const ApiCall& call, unsigned status, const Webhook& webhook,
                 bool with_secret = false) {
  std::string body = R"({"webhook":)";
  write(call, body, webhook, with_secret);
  return json_response(status, body + "}");
}

// http or https, a host, and nothing that could mean another host to another reader.
bool is_web_address(std::string_view url) {
  const std::size_t scheme = url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : 0;
  const auto odd = [](char c) { return c <= ' ' || c > '~' || c == '\\'; };
  if (scheme == 0 || std::ranges::any_of(url, odd)) return false;
  const std::string_view rest = url.substr(scheme);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  return !authority.empty() && authority.front() != ':' &&
         authority.find('@') == std::string_view::npos && url.find('#') == std::string_view::npos;
}

void read_kinds(ObjectReader& reader, core::AlarmKinds& kinds) {
  const JsonValue* list = reader.array("kinds");
  if (!list) return;
  kinds.clear();
  for (const JsonValue& item : list->items) {
    const auto word = std::ranges::find(core::alarm_words, std::string_view(item.text));
    if (item.kind != JsonValue::Kind::text || word == core::alarm_words.end()) {
      return reader.refuse("bad_value", "kinds", "a kind of alarm is wanted");
    }
    kinds.insert(static_cast<core::AlarmKind>(word - core::alarm_words.begin()));
  }
  if (kinds.empty()) reader.refuse("bad_value", "kinds", "at least one kind is wanted");
}

// Changes what the body names; false after the answer that says what is wrong with it.
bool change(const ApiCall& call, Webhook& webhook) {
  const auto body = body_of(call);
  if (!body) return false;
  ObjectReader::Fault fault;
  ObjectReader reader(*body, {}, fault);
  if (webhook.url.empty()) reader.require("url");
  if (webhook.kinds.empty()) reader.require("kinds");
  reader.line("url", webhook.url, {1, limits::url_bytes_max});
  read_kinds(reader, webhook.kinds);
  reader.boolean("enabled", webhook.enabled);
  reader.refuse_others();
  if (!is_web_address(webhook.url)) {
    reader.refuse("bad_value", "url", "an address like https://hooks.example/usher is wanted");
  }
  if (fault) call.respond(fault_response(*fault));
  webhook.hears_from = call.world.clock.now();
  // Whoever edits it sees the console where its readers will find it.
  const auto origin = call.request.headers.find("origin");
  if (origin != call.request.headers.end()) webhook.console = origin->second;
  return !fault;
}

// The webhook of the path; none after the answer that it is not there.
std::optional<Webhook> webhook_of(const ApiCall& call) {
  auto webhook = call.world.outbox.webhook(ports::WebhookId{call.id});
  if (webhook && webhook->account == call.account()) return webhook;
  call.respond(not_found());
  return std::nullopt;
}

std::string fresh_secret(const ApiCall& call) {
  std::string secret(32, '\0');
  call.world.random.fill({reinterpret_cast<std::uint8_t*>(secret.data()), secret.size()});
  return secret;
}

void list(const ApiCall& call) {
  std::string body;
  protocol::ObjectWriter writer(body);
  writer.list("webhooks", call.world.outbox.webhooks(call.account()),
              [&](const Webhook& webhook) { write(call, body, webhook); });
  writer.end();
  call.respond(json_response(200, std::move(body)));
}

void create(const ApiCall& call) {
  if (call.world.outbox.webhooks(call.account()).size() >= limits::webhooks_max) {
    return call.respond(error_response(409, "too_many", "the account has too many webhooks"));
  }
  Webhook webhook;
  webhook.account = call.account();
  if (!change(call, webhook)) return;
  webhook.id = call.world.ids.mint<ports::WebhookId>(call.world.clock.now());
  webhook.secret = fresh_secret(call);
  call.world.outbox.put(webhook);
  call.respond(one(call, 201, webhook, true));
}

void read(const ApiCall& call) {
  if (const auto webhook = webhook_of(call)) call.respond(one(call, 200, *webhook));
}

void update(const ApiCall& call) {
  auto webhook = webhook_of(call);
  if (!webhook || !change(call, *webhook)) return;
  call.world.outbox.put(*webhook);
  call.world.stir_webhooks();
  call.respond(one(call, 200, *webhook));
}

void remove(const ApiCall& call) {
  const auto webhook = webhook_of(call);
  if (!webhook) return;
  call.world.outbox.remove(webhook->id);
  call.respond({204, {{"cache-control", "no-store"}}, {}});
}

// The one before also signs for a while, so that receivers can change over.
void rotate(const ApiCall& call) {
  auto webhook = webhook_of(call);
  if (!webhook) return;
  webhook->former_secret = std::exchange(webhook->secret, fresh_secret(call));
  webhook->former_until = call.world.clock.now() + limits::former_secret_ms;
  call.world.outbox.put(*webhook);
  call.respond(one(call, 200, *webhook, true));
}

void test(const ApiCall& call) {
  const auto webhook = webhook_of(call);
  if (!webhook) return;
  if (!webhook->enabled) {
    return call.respond(error_response(409, "disabled", "it is switched off", "enabled"));
  }
  const core::Time now = call.world.clock.now();
  const auto count = call.world.ids.mint<ports::WebhookId>(now).value;
  if (call.world.outbox.add({test_delivery(*webhook, count, now)}) > 0) {
    return call.respond(error_response(409, "too_many", "too many deliveries wait for it already"));
  }
  call.world.stir_webhooks();
  call.respond(one(call, 202, *webhook));
}

constexpr std::array<ApiRoute, 7> table{{
    {"GET", "/api/v1/webhooks", ApiAccess::admin, &list},
    {"POST", "/api/v1/webhooks", ApiAccess::admin, &create},
    {"GET", "/api/v1/webhooks/{w}", ApiAccess::admin, &read},
    {"PUT", "/api/v1/webhooks/{w}", ApiAccess::admin, &update},
    {"DELETE", "/api/v1/webhooks/{w}", ApiAccess::admin, &remove},
    {"POST", "/api/v1/webhook_secrets/{w}", ApiAccess::admin, &rotate},
    {"POST", "/api/v1/webhook_tests/{w}", ApiAccess::admin, &test},
}};

}  // namespace

std::span<const ApiRoute> webhook_routes() { return table; }

}  // namespace usher::app
