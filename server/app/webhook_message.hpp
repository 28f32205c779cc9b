#pragma once
// What a webhook is sent, as the Standard Webhooks specification has it (standardwebhooks.com,
// version 1): the body, the headers that sign it, and when it is tried again. Pure. See
// server/docs/webhooks.md for what receivers do with it.

#include <cstdint>
#include <string>
#include <string_view>

#include "app/alarms.hpp"
#include "ports/crypto.hpp"
#include "ports/http_client.hpp"
#include "ports/outbox.hpp"

namespace usher::app {

// The webhook wants to hear of it.
bool concerns(const ports::Webhook& webhook, const AlarmNews& alarm);

ports::Delivery delivery_of(const AlarmNews& alarm, const ports::Webhook& webhook, core::Time now);
// One that says nothing but that it arrived. `count`: tells this one from all others.
ports::Delivery test_delivery(const ports::Webhook& webhook, std::uint64_t count, core::Time now);

// One attempt, signed for this second.
ports::HttpPost post_of(const ports::Delivery& delivery, const ports::Webhook& webhook,
                        const ports::Crypto& crypto, core::Time now);

// "v1,…" over id, seconds and body.
std::string signature_of(std::string_view secret, std::string_view message, std::int64_t at_s,
                         std::string_view body, const ports::Crypto& crypto);
// As people paste it into a receiver: "whsec_…".
std::string written_secret(std::string_view secret);

// The wait after so many failed attempts: doubled each time, half of it by chance, which is from 0
// to 255.
std::int64_t retry_after_ms(std::uint32_t attempts, std::uint8_t chance);

// "2026-11-27T22:00:00.000Z"
std::string iso_time(core::Time time);

}  // namespace usher::app
