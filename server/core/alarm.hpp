#pragma once
// What supervisors should look at, until one of them says that he has: a low rating, a word of the
// account's list in a message. Waits alarm, too, but are over by themselves: see the board.
//
// event::Rated with `low`, and event::WordFound, are the durable signs of it.

#include <cstdint>
#include <string>
#include <vector>

#include "core/ids.hpp"

namespace usher::core {

enum class AuthorKind : std::uint8_t;  // command.hpp

enum class AlarmKind : std::uint8_t { low_rating, word };

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
