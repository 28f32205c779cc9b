#pragma once
// Forgetting: what an account no longer wants to know. The floor forgets it first; then the store
// puts `Erased` in the place of each event that told of it (decision 12).

#include <vector>

#include "core/ids.hpp"

namespace usher::core {

// Visitors with all that is theirs; conversations and visits whose visitors stay.
struct Erasure {
  std::vector<VisitorId> visitors;
  std::vector<ConversationId> conversations;
  std::vector<VisitId> visits;

  bool empty() const { return visitors.empty() && conversations.empty() && visits.empty(); }
  friend bool operator==(const Erasure&, const Erasure&) = default;
};

namespace command {

// An open conversation of a visitor who stays is left alone.
struct Forget {
  Erasure what;
};

}  // namespace command

namespace event {

// The floor holds nothing of these any more. A snapshot behind this one tells nothing of them.
struct Forgotten {
  std::vector<VisitorId> visitors;
  std::vector<ConversationId> conversations;
  std::vector<VisitId> visits;
};
// Something happened here that nobody is to know any more.
struct Erased {};

}  // namespace event

}  // namespace usher::core
