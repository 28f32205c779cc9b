// Notes, tags and dispositions: what the staff write about a conversation, for themselves.
#include "core/rules.hpp"

namespace usher::core::rules {
namespace {

// Its owner, or its last one once it is closed.
bool owns(const Conversation& conversation, AgentId agent) {
  return conversation.state != ConversationState::waiting && conversation.agent == agent;
}

bool advises(const Conversation& conversation, AgentId agent) {
  const Participant* participant = find(conversation, agent);
  return participant && participant->joined && participant->mode != ParticipantMode::watch;
}

// What its owner and supervisors may do to it, open or closed.
std::optional<Rejection> refused(const Agent* agent, const Conversation* conversation) {
  if (!agent) return Rejection::unknown_agent;
  if (!conversation) return Rejection::unknown_conversation;
  if (!owns(*conversation, agent->setting.id) && !steers(*agent)) return Rejection::not_assigned;
  return std::nullopt;
}

}  // namespace

// The same note again changes nothing: whoever asks finds it by its client id.
Outcome decide(const Context& on, const command::WriteNote& command) {
  const Agent* agent = find(on.floor, command.agent);
  const Conversation* conversation = find(on.floor, command.conversation);
  if (!agent) return Rejection::unknown_agent;
  if (!conversation) return Rejection::unknown_conversation;
  for (const Note& note : conversation->notes) {
    if (note.author != command.agent || note.client_id != command.client_id) continue;
    return note.text == command.text ? Outcome(Decision{}) : Outcome(Rejection::id_conflict);
  }
  const bool supervises = steers(*agent) && conversation->state != ConversationState::assigned;
  const bool may = owns(*conversation, command.agent) || advises(*conversation, command.agent);
  if (!may && !supervises) return Rejection::not_permitted;
  if (conversation->notes.size() >= limits::notes_max) return Rejection::too_many;
  return happens(event::NotePosted{
      conversation->id,
      Note{conversation->notes.size() + 1, {}, command.agent, command.client_id, command.text}});
}

Outcome decide(const Context& on, const command::Tag& command) {
  const Conversation* conversation = find(on.floor, command.conversation);
  if (const auto no = refused(find(on.floor, command.agent), conversation)) return *no;
  const std::vector<std::string>& tags = conversation->tags;
  const bool is_on = std::ranges::find(tags, command.tag) != tags.end();
  if (is_on == command.on) return Decision{};
  if (command.on && tags.size() >= limits::tags_max) return Rejection::too_many;
  return happens(event::TagChanged{conversation->id, command.agent, command.tag, command.on});
}

Outcome decide(const Context& on, const command::Dispose& command) {
  const Conversation* conversation = find(on.floor, command.conversation);
  if (const auto no = refused(find(on.floor, command.agent), conversation)) return *no;
  if (conversation->disposition == command.text) return Decision{};
  return happens(event::DispositionChanged{conversation->id, command.agent, command.text});
}

}  // namespace usher::core::rules
