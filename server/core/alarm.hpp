#pragma once
// Why somebody should look at a conversation.
//
// Waits alarm for as long as they last: the board shows them, and the shell notices when they begin
// (app/alarms.hpp). A low rating and a word of the account's list are no state that ends by itself:
// the floor keeps them as alarms until a supervisor acknowledges them. event::Rated with `low`, and
// event::WordFound, are their durable signs. Webhooks are told of all of them.

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"

namespace usher::core {

enum class AuthorKind : std::uint8_t;  // command.hpp

// Stored by these numbers: new ones come at the end.
enum class AlarmKind : std::uint8_t {
  wait,        // somebody waits for an agent
  no_reply,    // somebody waits for their agent's reply
  low_rating,  // as low as the queue's policy alarms at
  word,        // of the account's list, in a message
};

using AlarmKinds = std::set<AlarmKind>;

// In the order of the enum; webhooks and the HTTP API call them so.
inline constexpr std::array<std::string_view, 4> alarm_words{"wait", "no_reply", "low_rating",
                                                             "word"};
static_assert(alarm_words.size() == static_cast<std::size_t>(AlarmKind::word) + 1);

constexpr std::string_view word_of(AlarmKind kind) {
  return alarm_words[static_cast<std::size_t>(kind)];
}

// One alarm is one of these, for as long as it lasts and over restarts.
struct Occurrence {
  ConversationId conversation;
  AlarmKind kind = AlarmKind::wait;
  Time since;  // when what it is about began; the alarm itself may begin later

  friend auto operator<=>(const Occurrence&, const Occurrence&) = default;
};

// One that the floor keeps: a low rating or a word.
struct Alarm {
  std::uint64_t number = 0;  // on its floor: 1, 2, 3 …
  Time at;
  AlarmKind kind = AlarmKind::low_rating;
  ConversationId conversation;
  AgentId agent;            // for whom the rating counts, or whose conversation it was; 0: nobody's
  std::uint32_t score = 0;  // of a rating
  Seq message = 0;          // that holds the word
  AuthorKind by{};          // who wrote it
  std::string word;

  friend bool operator==(const Alarm&, const Alarm&) = default;
};

// A message that holds a word of the list.
struct FoundWord {
  Seq message = 0;
  std::string word;

  friend bool operator==(const FoundWord&, const FoundWord&) = default;
};

namespace command {

struct Acknowledge {
  AgentId agent;  // a supervisor
  std::uint64_t alarm = 0;
};

}  // namespace command

namespace event {

struct WordsConfigured {
  std::vector<std::string> words;
};
// Stands after its message. Of several words in one message the first that ends is told.
struct WordFound {
  ConversationId conversation;
  Seq message = 0;  // no entry of its own
  AuthorKind by{};
  std::string word;
};
struct AlarmAcknowledged {
  ConversationId conversation;
  std::uint64_t alarm = 0;
  AgentId agent;  // who did
};

}  // namespace event
}  // namespace usher::core
