#pragma once
// What people ask of a floor who work on a conversation together, or supervise. The rules stand in
// decide_supervision.cpp and decide_notes.cpp.

#include <string>
#include <variant>

#include "core/supervision.hpp"

namespace usher::core {
namespace command {

// Supervisors join any open conversation in any mode, others in the mode they are invited to. The
// same again in another mode changes it.
struct Join {
  AgentId agent;
  ConversationId conversation;
  ParticipantMode mode = ParticipantMode::watch;
};
// Ends `agent`'s part or its invitation: by itself, by the owner, by a supervisor. Idempotent.
struct Leave {
  AgentId by;
  ConversationId conversation;
  AgentId agent;
};
struct Invite {
  AgentId by;  // the owner or a supervisor
  ConversationId conversation;
  AgentId agent;
  ParticipantMode mode = ParticipantMode::whisper;
};
// A supervisor becomes the owner at once. `owner` is who had it when the supervisor looked (0: it
// waited): of two at once, one wins.
struct TakeOver {
  AgentId agent;
  ConversationId conversation;
  AgentId owner;
};
struct Give {
  AgentId by;
  ConversationId conversation;
  AgentId owner;  // as in TakeOver
  std::variant<AgentId, QueueId> to;
};
struct SetStatusOf {
  AgentId by;
  AgentId agent;
  AgentStatus status{};
};
struct WriteNote {
  AgentId agent;
  ConversationId conversation;
  std::string client_id;
  std::string text;
};
struct Tag {
  AgentId agent;
  ConversationId conversation;
  std::string tag;
  bool on = true;
};
struct Dispose {
  AgentId agent;
  ConversationId conversation;
  std::string text;  // how it ended; empty: nothing is said of that
};

}  // namespace command

}  // namespace usher::core
