#pragma once
// A message that is left: its visitor does not wait for the answer, but gave an e-mail address or a
// phone number and comes back for it. Its conversation stands in its queue like any other.

#include <optional>
#include <string>

#include "core/ids.hpp"

namespace usher::core {

// How somebody who does not wait can be reached. Absent members stay as they are known.
struct Contact {
  std::optional<std::string> name;
  std::optional<std::string> email;
  std::optional<std::string> phone;
};

namespace command {

// The visitor stops waiting: what it wrote becomes a message that is left.
struct LeaveMessage {
  VisitorId visitor;
  ConversationId conversation;
  Contact contact;
};

}  // namespace command

namespace event {

// An entry: visitor and agents see it. Until the conversation is reopened, nothing is done about
// the visitor's silence.
struct MessageLeft {
  ConversationId conversation;
  Seq seq = 0;
};

}  // namespace event

}  // namespace usher::core
