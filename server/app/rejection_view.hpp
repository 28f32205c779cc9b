#pragma once
// Rejections of the floor and refusals of its host as error frames.

#include "app/floor_host.hpp"
#include "protocol/frames.gen.hpp"

namespace usher::app {

// `code`, `message` and, where the sender should wait, `retry_after_ms`. The message is a literal.
protocol::Error error_view(core::Rejection rejection);
protocol::Error error_view(Refusal refusal);

}  // namespace usher::app
