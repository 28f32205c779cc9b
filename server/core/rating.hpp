#pragma once
// What visitors think of a conversation. They are asked once after each close, by whomever, and may
// change their answer until the conversation is reopened.

#include <cstdint>
#include <string>
#include <vector>

#include "core/ids.hpp"

namespace usher::core {

// What became of asking, since the last close.
enum class RatingAnswer : std::uint8_t { none, skipped, given };

struct Rating {
  std::uint32_t score = 0;  // 1 to limits::score_max
  std::vector<std::string> reasons;
  std::string comment;
  AgentId agent;  // for whom it counts: the last owner
  Time at;

  friend bool operator==(const Rating&, const Rating&) = default;
};

namespace command {

// The shell saw to it that the site asks for ratings, and that the reasons are the site's.
struct Rate {
  VisitorId visitor;
  ConversationId conversation;
  std::uint32_t score = 0;
  std::vector<std::string> reasons;
  std::string comment;
};
// The visitor does not want to be asked.
struct SkipRating {
  VisitorId visitor;
  ConversationId conversation;
};

}  // namespace command

namespace event {

// Replaces what was said of this close before.
struct Rated {
  ConversationId conversation;
  VisitorId visitor;
  AgentId agent;
  std::uint32_t score = 0;
  std::vector<std::string> reasons;
  std::string comment;
  bool low = false;  // its queue's policy alarms at such a score
};
struct RatingSkipped {
  ConversationId conversation;
  VisitorId visitor;
};

}  // namespace event
}  // namespace usher::core
