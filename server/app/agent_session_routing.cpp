// What agents ask of routing: another order, room for the next, and reasons.
#include "app/agent_session.hpp"
#include "app/views.hpp"
#include "protocol/write.hpp"

namespace usher::app {

void AgentSession::take(const protocol::Prioritise& frame) {
  apply(core::command::Prioritise{me_.agent, core::ConversationId{frame.conversation},
                                  static_cast<std::uint32_t>(frame.priority)},
        frame.type, frame.conversation);
}

void AgentSession::take(const protocol::FinishWrapUp& frame) {
  apply(core::command::FinishWrapUp{me_.agent, core::ConversationId{frame.conversation}},
        frame.type);
}

void AgentSession::take(const protocol::Explain& frame) {
  const core::Conversation* where = conversation(frame.conversation);
  if (!where) {
    return refuse(core::Rejection::unknown_conversation, frame.type, {}, frame.conversation);
  }
  if (where->state != core::ConversationState::waiting) {
    return refuse(core::Rejection::not_waiting, frame.type, {}, frame.conversation);
  }
  host_.send(me_, explanation_view(host_.floor(), host_.config(), *where));
}

void AgentSession::take(const protocol::ExplainMe&) {
  const core::Agent* me = core::find(host_.floor(), me_.agent);
  if (me) host_.send(me_, my_explanation_view(host_.floor(), *me));
}

}  // namespace usher::app
