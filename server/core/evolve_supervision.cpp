#include <algorithm>

#include "core/derived.hpp"
#include "core/evolve.hpp"
#include "core/limits.hpp"

namespace usher::core::evolving {
namespace {

void remember(Floor& floor, Act act, Time at) {
  act.at = at;
  floor.acts.push_back(act);
  if (floor.acts.size() > limits::acts_max) floor.acts.pop_front();
}

ActKind act_of(ParticipantMode mode) {
  switch (mode) {
    case ParticipantMode::watch:
      return ActKind::watch;
    case ParticipantMode::whisper:
      return ActKind::whisper;
    case ParticipantMode::speak:
      return ActKind::speak;
  }
  return ActKind::watch;
}

// In its place when it is there already.
void take_part(Floor& floor, ConversationId id, const Participant& participant) {
  Conversation& conversation = floor.conversations.at(id);
  std::vector<Participant>& all = conversation.participants;
  const auto known = std::ranges::find(all, participant.agent, &Participant::agent);
  if (known == all.end()) {
    all.push_back(participant);
  } else {
    *known = participant;
  }
  floor.agents.at(participant.agent).beside.insert(id);
}

}  // namespace

void part(Floor& floor, Conversation& conversation, AgentId agent) {
  const auto parted = std::erase_if(
      conversation.participants, [agent](const Participant& each) { return each.agent == agent; });
  if (parted > 0) floor.agents.at(agent).beside.erase(conversation.id);
}

void apply(Floor& floor, const event::ParticipantInvited& e, Time) {
  take_part(floor, e.conversation, {e.agent, e.mode, false, e.by});
}

void apply(Floor& floor, const event::ParticipantJoined& e, Time at) {
  take_part(floor, e.conversation, {e.agent, e.mode, true, e.by});
  if (e.seq > 0) floor.conversations.at(e.conversation).last_seq = e.seq;
  if (e.by) return;
  Act act{act_of(e.mode), e.agent, e.conversation, {}, {}, {}, {}, {}};
  remember(floor, act, at);
}

void apply(Floor& floor, const event::ParticipantLeft& e, Time) {
  Conversation& conversation = floor.conversations.at(e.conversation);
  if (e.seq > 0) conversation.last_seq = e.seq;
  part(floor, conversation, e.agent);
}

void apply(Floor& floor, const event::Supervised& e, Time at) {
  if (e.act.kind == ActKind::take_over) {  // it may have more than its capacity, by its own choice
    Agent& agent = floor.agents.at(e.act.by);
    const Queue& queue = floor.queues.at(floor.conversations.at(e.act.conversation).queue);
    agent.load_max = std::max(agent.load_max, agent.load + derived::places_taken(agent, queue));
  }
  remember(floor, e.act, at);
}

void apply(Floor& floor, const event::NotePosted& e, Time at) {
  std::vector<Note>& notes = floor.conversations.at(e.conversation).notes;
  notes.push_back(e.note);
  notes.back().at = at;
}

void apply(Floor& floor, const event::TagChanged& e, Time) {
  std::vector<std::string>& tags = floor.conversations.at(e.conversation).tags;
  std::erase(tags, e.tag);
  if (e.on) tags.push_back(e.tag);
}

void apply(Floor& floor, const event::DispositionChanged& e, Time) {
  floor.conversations.at(e.conversation).disposition = e.text;
}

}  // namespace usher::core::evolving
