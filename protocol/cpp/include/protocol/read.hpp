#pragma once
// Reads what clients send: strict, typed, without a tree in between.
//
// Never throws and never crashes, whatever the bytes. Members that the frame does not have are
// skipped, so that newer clients can talk to older servers; they still count to the size and the
// depth.

#include <string>
#include <string_view>
#include <variant>

#include "protocol/frames.gen.hpp"

namespace usher::protocol {

// Ready to become the frame `error`. `field` names the member at fault ("attributes.vip"), or is
// empty. `client_id` and `reply_to` are set when they could be read before the fault was found.
struct FrameError {
  ErrorCode code = ErrorCode::bad_json;
  std::string message;
  std::string field;
  std::string client_id;
  std::string reply_to;
};

using VisitorRead = std::variant<VisitorFrame, FrameError>;
using AgentRead = std::variant<AgentFrame, FrameError>;

// A frame of the other role is `not_allowed`.
VisitorRead read_visitor_frame(std::string_view text);
AgentRead read_agent_frame(std::string_view text);

}  // namespace usher::protocol
