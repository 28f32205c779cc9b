#pragma once
// Several of the staff in one conversation: who takes part beside its owner, what they write for
// each other, and what supervisors do. What a floor keeps of that, and what happens.

#include <cstdint>
#include <string>

#include "core/ids.hpp"

namespace usher::core {

enum class AgentStatus : std::uint8_t;  // command.hpp

// Each includes the one before: sees it live; also advises the staff; also writes to the visitor.
enum class ParticipantMode : std::uint8_t { watch, whisper, speak };

// Somebody in an open conversation beside its owner.
struct Participant {
  AgentId agent;
  ParticipantMode mode = ParticipantMode::watch;
  bool joined = false;  // false: only invited so far
  AgentId by;           // who invited; 0: a supervisor who came by itself

  friend bool operator==(const Participant&, const Participant&) = default;
};

// For the staff only: it takes no seq.
struct Note {
  std::uint64_t number = 0;  // in its conversation: 1, 2, 3 …
  Time at;
  AgentId author;
  std::string client_id;
  std::string text;

  friend bool operator==(const Note&, const Note&) = default;
};

enum class ActKind : std::uint8_t {
  watch,
  whisper,
  speak,
  take_over,
  give,
  give_to_queue,
  set_status,
};

// What a supervisor did. Ids that a kind has no use for are 0.
struct Act {
  ActKind kind = ActKind::watch;
  AgentId by;
  ConversationId conversation;
  AgentId agent;  // who got it, or whose status was set
  AgentId from;   // who had it
  QueueId queue;
  AgentStatus status{};
  Time at;

  friend bool operator==(const Act&, const Act&) = default;
};

namespace event {

struct ParticipantInvited {
  ConversationId conversation;
  AgentId agent;
  AgentId by;
  ParticipantMode mode = ParticipantMode::whisper;
};
// It came, or takes part in another way now. An entry (seq > 0) when that begins or ends speaking:
// nothing else is for the visitor to see.
struct ParticipantJoined {
  ConversationId conversation;
  Seq seq = 0;
  AgentId agent;
  ParticipantMode mode = ParticipantMode::watch;
  AgentId by;  // who invited; 0: it came by itself
};
// An entry when it spoke.
struct ParticipantLeft {
  ConversationId conversation;
  Seq seq = 0;
  AgentId agent;
  AgentId by;
};
// Stands before the events that the act leads to.
struct Supervised {
  Act act;  // without its time: that is the event's
};
struct NotePosted {
  ConversationId conversation;
  Note note;  // without its time: that is the event's
};
struct TagChanged {
  ConversationId conversation;
  AgentId by;
  std::string tag;
  bool on = true;
};
struct DispositionChanged {
  ConversationId conversation;
  AgentId by;
  std::string text;
};

}  // namespace event
}  // namespace usher::core
