#include "app/views.hpp"

namespace usher::app {

namespace {

std::optional<protocol::AgentName> name_or_nobody(const AccountConfig& config,
                                                  core::AgentId agent) {
  return agent ? std::optional(name_view(config, agent)) : std::nullopt;
}

protocol::ParticipantMode mode_view(core::ParticipantMode mode) {
  switch (mode) {
    case core::ParticipantMode::watch:
      return protocol::ParticipantMode::watch;
    case core::ParticipantMode::whisper:
      return protocol::ParticipantMode::whisper;
    case core::ParticipantMode::speak:
      return protocol::ParticipantMode::speak;
  }
  return protocol::ParticipantMode::watch;
}

protocol::ActKind kind_view(core::ActKind kind) {
  switch (kind) {
    case core::ActKind::watch:
      return protocol::ActKind::watch;
    case core::ActKind::whisper:
      return protocol::ActKind::whisper;
    case core::ActKind::speak:
      return protocol::ActKind::speak;
    case core::ActKind::take_over:
      return protocol::ActKind::take_over;
    case core::ActKind::give:
      return protocol::ActKind::give;
    case core::ActKind::give_to_queue:
      return protocol::ActKind::give_to_queue;
    case core::ActKind::set_status:
      return protocol::ActKind::set_status;
  }
  return protocol::ActKind::watch;
}

}  // namespace

std::vector<protocol::Participant> participant_views(const core::Conversation& conversation,
                                                     const AccountConfig& config) {
  std::vector<protocol::Participant> views;
  views.reserve(conversation.participants.size());
  for (const core::Participant& each : conversation.participants) {
    views.push_back({name_view(config, each.agent), mode_view(each.mode), each.joined,
                     name_or_nobody(config, each.by)});
  }
  return views;
}

protocol::InternalNote note_view(const core::Note& note, const AccountConfig& config) {
  return {note.number, note.at.ms, name_view(config, note.author), note.client_id, note.text};
}

protocol::NoteList note_list_view(const core::Conversation& conversation,
                                  const AccountConfig& config) {
  protocol::NoteList view{conversation.id.value, {}};
  view.notes.reserve(conversation.notes.size());
  for (const core::Note& note : conversation.notes) view.notes.push_back(note_view(note, config));
  return view;
}

protocol::Act act_view(const core::Act& act, const AccountConfig& config) {
  protocol::Act view{};
  view.at = act.at.ms;
  view.kind = kind_view(act.kind);
  view.by = name_view(config, act.by);
  if (act.conversation) view.conversation = act.conversation.value;
  view.agent = name_or_nobody(config, act.agent);
  view.from = name_or_nobody(config, act.from);
  if (act.queue) view.queue = act.queue.value;
  if (act.kind == core::ActKind::set_status) view.status = status_view(act.status);
  return view;
}

}  // namespace usher::app
