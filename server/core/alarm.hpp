#pragma once
// Why somebody outside the floor should hear of a conversation. The floor itself does nothing about
// it: the shell notices (app/alarms.hpp) and tells webhooks.

#include <array>
#include <cstdint>
#include <set>
#include <string_view>

#include "core/ids.hpp"

namespace usher::core {

// Stored by these numbers: new ones come at the end.
enum class AlarmKind : std::uint8_t {
  wait,      // somebody waits for an agent
  no_reply,  // somebody waits for their agent's reply
};

using AlarmKinds = std::set<AlarmKind>;

// In the order of the enum; webhooks and the HTTP API call them so.
inline constexpr std::array<std::string_view, 2> alarm_words{"wait", "no_reply"};
static_assert(alarm_words.size() == static_cast<std::size_t>(AlarmKind::no_reply) + 1);

constexpr std::string_view word_of(AlarmKind kind) {
  return alarm_words[static_cast<std::size_t>(kind)];
}

// One alarm is one of these, for as long as it lasts and over restarts.
struct Occurrence {
  ConversationId conversation;
  AlarmKind kind = AlarmKind::wait;
  Time since;  // when what it is about began; the alarm itself begins later

  friend auto operator<=>(const Occurrence&, const Occurrence&) = default;
};

}  // namespace usher::core
