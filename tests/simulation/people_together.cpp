// What colleagues and supervisors do to each other's conversations. Mostly what they may.
#include "simulation/people.hpp"

namespace usher::simulation {
namespace {

namespace command = core::command;

}  // namespace

core::AgentId People::supervisor(const core::Floor& floor) {
  const core::AgentId any = agent();
  if (random_.one_in(10)) return any;
  for (const auto& [id, each] : floor.agents) {
    if (core::steers(each) && each.connected && !random_.one_in(3)) return id;
  }
  return any;
}

core::Command People::joins(const core::Floor& floor) {
  constexpr std::array modes = {core::ParticipantMode::watch, core::ParticipantMode::whisper,
                                core::ParticipantMode::speak};
  const core::ConversationId id = conversation(floor);
  command::Join join{supervisor(floor), id, modes[random_.below(modes.size())]};
  const core::Conversation* c = find(floor, id);
  if (c == nullptr || c->participants.empty() || random_.one_in(3)) return join;
  const core::Participant& invited = c->participants[random_.below(c->participants.size())];
  join.agent = invited.agent;
  if (!random_.one_in(4)) join.mode = invited.mode;
  return join;
}

core::Command People::leaves(const core::Floor& floor) {
  for (const auto& [id, c] : floor.conversations) {
    if (c.participants.empty() || random_.one_in(3)) continue;
    const core::AgentId who = c.participants[random_.below(c.participants.size())].agent;
    if (random_.one_in(2)) return command::Leave{who, id, who};
    return command::Leave{random_.one_in(2) ? c.agent : agent(), id, who};
  }
  return command::Leave{agent(), conversation(floor), agent()};
}

core::Command People::invites(const core::Floor& floor) {
  const core::ConversationId id = conversation(floor);
  const core::Conversation* c = find(floor, id);
  const bool owned = c != nullptr && c->agent && !random_.one_in(10);
  return command::Invite{
      owned ? c->agent : supervisor(floor), id, agent(),
      random_.one_in(2) ? core::ParticipantMode::whisper : core::ParticipantMode::speak};
}

core::Command People::takes_over(const core::Floor& floor) {
  const core::ConversationId id = conversation(floor);
  const core::Conversation* c = find(floor, id);
  command::TakeOver take{supervisor(floor), id, {}};
  const bool assigned = c != nullptr && c->state == core::ConversationState::assigned;
  if (assigned && !random_.one_in(10)) take.owner = c->agent;
  return take;
}

core::Command People::gives(const core::Floor& floor) {
  const auto take = std::get<command::TakeOver>(takes_over(floor));
  command::Give give{take.agent, take.conversation, take.owner, agent()};
  if (random_.one_in(3)) give.to = core::QueueId{random_.below(queues_) + 1};
  return give;
}

core::Command People::sets_status_of(const core::Floor& floor) {
  const auto own = std::get<command::SetStatus>(sets_status(floor));
  return command::SetStatusOf{supervisor(floor), own.agent, own.status};
}

// Sometimes the same note again, sometimes another text under its id.
core::Command People::writes_note(const core::Floor& floor) {
  const core::ConversationId id = conversation(floor);
  const core::Conversation* c = find(floor, id);
  command::WriteNote note{agent(), id, fresh_id(), text()};
  if (c == nullptr) return note;
  if (!c->notes.empty() && random_.one_in(4)) {
    const core::Note& again = c->notes.back();
    return command::WriteNote{again.author, id, again.client_id,
                              random_.one_in(4) ? again.text + "!" : again.text};
  }
  if (c->agent && !random_.one_in(5)) note.agent = c->agent;
  if (!c->participants.empty() && random_.one_in(2)) note.agent = c->participants.back().agent;
  return note;
}

core::Command People::tags(const core::Floor& floor) {
  const core::ConversationId id = conversation(floor);
  const core::Conversation* c = find(floor, id);
  const core::AgentId by = c != nullptr && c->agent && !random_.one_in(5) ? c->agent : agent();
  return command::Tag{by, id, "tag " + std::to_string(random_.below(5)), !random_.one_in(3)};
}

core::Command People::disposes(const core::Floor& floor) {
  const auto tag = std::get<command::Tag>(tags(floor));
  return command::Dispose{tag.agent, tag.conversation, random_.one_in(4) ? "" : text()};
}

}  // namespace usher::simulation
