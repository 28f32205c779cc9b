#pragma once
// Texts that agents keep to answer with.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/file.hpp"
#include "core/ids.hpp"

namespace usher::ports {

using CannedReplyId = core::Id<struct CannedReplyTag>;

// Whose a canned reply is: one agent's, a queue's agents', or everybody's.
enum class CannedScope : std::uint8_t { personal, queue, all };

// A text that agents keep to answer with, or a set of several that are sent one after another. Each
// may hold variables: "{{visitor.name}}".
struct CannedReply {
  core::AccountId account;
  CannedReplyId id;
  std::string name;  // short; what agents look for
  std::string text;
  CannedScope scope = CannedScope::all;
  core::AgentId agent;                  // whose, when personal
  core::QueueId queue;                  // whose, when a queue's
  std::vector<std::string> more = {};   // of a set: the messages after `text`, in their order
  std::optional<core::File> file = {};  // goes with `text`

  friend bool operator==(const CannedReply&, const CannedReply&) = default;
};

}  // namespace usher::ports
