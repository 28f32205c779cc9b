// Notes, colleagues and supervisors: the frames of several people in one conversation.
#include <algorithm>

#include "app/agent_session.hpp"
#include "app/views.hpp"
#include "protocol/write.hpp"

namespace usher::app {

namespace {

core::ParticipantMode mode_of(protocol::ParticipantMode mode) {
  switch (mode) {
    case protocol::ParticipantMode::watch:
      return core::ParticipantMode::watch;
    case protocol::ParticipantMode::whisper:
      return core::ParticipantMode::whisper;
    case protocol::ParticipantMode::speak:
      return core::ParticipantMode::speak;
  }
  return core::ParticipantMode::watch;
}

}  // namespace

void AgentSession::take(protocol::Note& frame) {
  if (!may_name(frame.conversation, frame.type, frame.client_id)) return;
  const core::Position before = host_.floor().position;
  const core::command::WriteNote command{me_.agent, core::ConversationId{frame.conversation},
                                         frame.client_id, std::move(frame.text)};
  const auto result = host_.apply(command, &me_);
  if (!std::holds_alternative<core::Decision>(result)) {
    return refuse(result, frame.type, frame.client_id, frame.conversation);
  }
  if (host_.floor().position != before) return;  // its publication is the answer
  const auto& notes = core::find(host_.floor(), command.conversation)->notes;
  const auto again = std::ranges::find_if(notes, [&](const core::Note& note) {
    return note.author == me_.agent && note.client_id == frame.client_id;
  });
  host_.send(me_, protocol::NotePosted{frame.conversation, note_view(*again, host_.config())});
}

void AgentSession::take(const protocol::Notes& frame) {
  const core::Conversation* where = conversation(frame.conversation);
  if (!where) {
    return refuse(core::Rejection::unknown_conversation, frame.type, {}, frame.conversation);
  }
  host_.send(me_, note_list_view(*where, host_.config()));
}

void AgentSession::take(const protocol::Join& frame) {
  apply(
      core::command::Join{me_.agent, core::ConversationId{frame.conversation}, mode_of(frame.mode)},
      frame.type, frame.conversation);
}

void AgentSession::take(const protocol::Leave& frame) {
  const core::AgentId who{frame.agent.value_or(me_.agent.value)};
  apply(core::command::Leave{me_.agent, core::ConversationId{frame.conversation}, who}, frame.type,
        frame.conversation);
}

void AgentSession::take(const protocol::Invite& frame) {
  apply(core::command::Invite{me_.agent, core::ConversationId{frame.conversation},
                              core::AgentId{frame.agent}, mode_of(frame.mode)},
        frame.type, frame.conversation);
}

void AgentSession::take(const protocol::TakeOver& frame) {
  apply(core::command::TakeOver{me_.agent, core::ConversationId{frame.conversation},
                                core::AgentId{frame.owner.value_or(0)}},
        frame.type, frame.conversation);
}

void AgentSession::take(const protocol::Give& frame) {
  apply(core::command::Give{me_.agent, core::ConversationId{frame.conversation},
                            core::AgentId{frame.owner.value_or(0)}, core::AgentId{frame.agent}},
        frame.type, frame.conversation);
}

void AgentSession::take(const protocol::GiveToQueue& frame) {
  apply(core::command::Give{me_.agent, core::ConversationId{frame.conversation},
                            core::AgentId{frame.owner.value_or(0)}, core::QueueId{frame.queue}},
        frame.type, frame.conversation);
}

void AgentSession::take(const protocol::SetStatus& frame) {
  apply(core::command::SetStatusOf{me_.agent, core::AgentId{frame.agent}, status_of(frame.status)},
        frame.type);
}

void AgentSession::take(const protocol::Acts& frame) {
  const core::Agent* me = core::find(host_.floor(), me_.agent);
  if (!me || !core::steers(*me)) return refuse(core::Rejection::not_permitted, frame.type, {});
  protocol::ActList view{};
  const auto& acts = host_.floor().acts;
  std::for_each(acts.rbegin(), acts.rend(),
                [&](const core::Act& act) { view.acts.push_back(act_view(act, host_.config())); });
  host_.send(me_, view);
}

void AgentSession::take(protocol::Tag& frame) {
  apply(core::command::Tag{me_.agent, core::ConversationId{frame.conversation},
                           std::move(frame.tag), frame.on},
        frame.type, frame.conversation);
}

void AgentSession::take(protocol::Dispose& frame) {
  apply(core::command::Dispose{me_.agent, core::ConversationId{frame.conversation},
                               std::move(frame.text)},
        frame.type, frame.conversation);
}

void AgentSession::take(const protocol::Viewing& frame) {
  if (!frame.conversation) return host_.publisher().view(me_, {});
  const core::Conversation* where = conversation(*frame.conversation);
  if (!where) {
    return refuse(core::Rejection::unknown_conversation, frame.type, {}, *frame.conversation);
  }
  host_.publisher().view(me_, where->id);
}

}  // namespace usher::app
