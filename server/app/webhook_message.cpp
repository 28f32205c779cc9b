#include "app/webhook_message.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "core/limits.hpp"
#include "protocol/json_write.hpp"

namespace usher::app {

namespace {

std::string base64(std::string_view bytes) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t word = 0;
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    for (std::size_t j = 0; j < 3; ++j) {
      word = word << 8 | (j < count ? static_cast<std::uint8_t>(bytes[i + j]) : 0U);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      out += j <= count ? letters[word >> (18 - 6 * j) & 63] : '=';
    }
  }
  return out;
}

// {"id":…,"name":…}, or null when there is nobody.
void write_named(std::string& out, char prefix, std::uint64_t id, std::string_view name) {
  if (id == 0) {
    out += "null";
    return;
  }
  protocol::ObjectWriter writer(out);
  writer.id("id", prefix, id);
  writer.name("name");
  if (name.empty()) {
    out += "null";
  } else {
    protocol::append_json_text(out, name);
  }
  writer.end();
}

std::string body_of(const AlarmNews& alarm, std::string_view type, std::string_view console) {
  std::string id;
  protocol::append_id(id, 'c', alarm.what.conversation.value);
  std::string body;
  protocol::ObjectWriter writer(body);
  writer.text("type", type);
  writer.text("timestamp", iso_time(alarm.began_at));
  writer.name("data");
  protocol::ObjectWriter data(body);
  data.text("conversation", id);
  data.text("since", iso_time(alarm.what.since));
  data.name("queue");
  write_named(body, 'q', alarm.queue.value, alarm.queue_name);
  data.name("visitor");
  write_named(body, 'v', alarm.visitor.value, alarm.visitor_name);
  data.name("agent");
  write_named(body, 'a', alarm.agent.value, alarm.agent_name);
  if (alarm.score > 0) data.integer("score", alarm.score);
  if (!alarm.word.empty()) data.text("word", alarm.word);
  if (!console.empty()) data.text("console", std::string(console) + "/console/#" + id);
  data.end();
  writer.end();
  return body;
}

}  // namespace

bool concerns(const ports::Webhook& webhook, const AlarmNews& alarm) {
  return webhook.enabled && webhook.kinds.contains(alarm.what.kind) &&
         webhook.hears_from < alarm.began_at;
}

ports::Delivery delivery_of(const AlarmNews& alarm, const ports::Webhook& webhook, core::Time now) {
  const std::string word(core::word_of(alarm.what.kind));
  ports::Delivery delivery;
  delivery.webhook = webhook.id;
  delivery.message = "alarm_" + word + "_";
  protocol::append_id(delivery.message, 'c', alarm.what.conversation.value);
  delivery.message += "_" + std::to_string(alarm.what.since.ms);
  delivery.type = "alarm." + word;
  delivery.body = body_of(alarm, delivery.type, webhook.console);
  delivery.made_at = now;
  delivery.at = now;
  return delivery;
}

ports::Delivery test_delivery(const ports::Webhook& webhook, std::uint64_t count, core::Time now) {
  ports::Delivery delivery;
  delivery.webhook = webhook.id;
  delivery.message = "test_" + std::to_string(count);
  delivery.type = "test";
  protocol::ObjectWriter writer(delivery.body);
  writer.text("type", delivery.type);
  writer.text("timestamp", iso_time(now));
  writer.name("data");
  delivery.body += "{}";
  writer.end();
  delivery.made_at = now;
  delivery.at = now;
  return delivery;
}

std::string signature_of(std::string_view secret, std::string_view message, std::int64_t at_s,
                         std::string_view body, const ports::Crypto& crypto) {
  std::string content(message);
  content += '.' + std::to_string(at_s) + '.';
  content += body;
  return "v1," + base64(crypto.hmac(secret, content));
}

ports::HttpPost post_of(const ports::Delivery& delivery, const ports::Webhook& webhook,
                        const ports::Crypto& crypto, core::Time now) {
  const std::int64_t at_s = now.ms / limits::second_ms;
  const auto sign = [&](std::string_view secret) {
    return signature_of(secret, delivery.message, at_s, delivery.body, crypto);
  };
  std::string signature = sign(webhook.secret);
  if (!webhook.former_secret.empty() && now < webhook.former_until) {
    signature += " " + sign(webhook.former_secret);
  }
  return {webhook.url,
          {{"content-type", "application/json"},
           {"webhook-id", delivery.message},
           {"webhook-timestamp", std::to_string(at_s)},
           {"webhook-signature", std::move(signature)}},
          delivery.body};
}

std::string written_secret(std::string_view secret) { return "whsec_" + base64(secret); }

std::int64_t retry_after_ms(std::uint32_t attempts, std::uint8_t chance) {
  std::int64_t wait_ms = limits::delivery_retry_ms_min;
  for (std::uint32_t i = 1; i < attempts && wait_ms < limits::delivery_retry_ms_max; ++i) {
    wait_ms *= 2;
  }
  wait_ms = std::min(wait_ms, limits::delivery_retry_ms_max);
  return wait_ms / 2 + wait_ms / 2 * chance / 255;
}

std::string iso_time(core::Time time) {
  using std::chrono::floor;
  const std::chrono::sys_time<std::chrono::milliseconds> at{std::chrono::milliseconds(time.ms)};
  const auto midnight = floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(midnight);
  const std::chrono::hh_mm_ss clock(at - midnight);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()),
                static_cast<int>(clock.subseconds().count()));
  return text.data();
}

}  // namespace usher::app
