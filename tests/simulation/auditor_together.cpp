// What the auditor knows of several people in one conversation, of notes and of supervisors.
#include <algorithm>

#include "core/limits.hpp"
#include "simulation/auditor.hpp"
#include "simulation/expect.hpp"

namespace usher::simulation {
namespace {

namespace event = core::event;

}  // namespace

bool Auditor::speaks(const Conversation& c, Id agent) {
  const auto part = c.parts.find(agent);
  return part != c.parts.end() && part->second.joined &&
         part->second.mode == core::ParticipantMode::speak;
}

void Auditor::see(const event::VisitorIdentified& e) {
  if (e.email || e.phone) reachable_.insert(e.visitor.value);
}

void Auditor::see(const event::MessageLeft& e) {
  Conversation& c = entry(e.conversation, e.seq);
  const Id id = e.conversation.value;
  expect(c.state == State::waiting && !c.left, "left_message", id, "left twice, or with an agent");
  expect(reachable_.contains(c.visitor), "left_message", id, "nobody knows where to answer");
  c.left = true;
  if (crowded_ == id) crowded_ = 0;
}

void Auditor::see(const event::ParticipantInvited& e) {
  Conversation& c = conversation(e.conversation);
  const Id id = e.conversation.value;
  expect(c.state != State::closed, "participants_of_open", id, "invited into a closed one");
  const bool may = (c.state == State::assigned && c.owner == e.by.value) || agent(e.by).steers;
  expect(may, "participant_allowed", id, "invited by somebody without a say");
  expect(c.owner != e.agent.value || c.state != State::assigned, "participants_of_open", id,
         "its owner is invited");
  expect(agent(e.agent).connected, "participant_allowed", id, "nobody is there to be invited");
  c.parts[e.agent.value] = {e.agent, e.mode, false, e.by};
}

void Auditor::see(const event::ParticipantJoined& e) {
  Conversation& c = conversation(e.conversation);
  const Id id = e.conversation.value;
  const bool spoke = speaks(c, e.agent.value);
  const auto known = c.parts.find(e.agent.value);
  expect(c.state != State::closed, "participants_of_open", id, "joined a closed one");
  expect(c.state != State::assigned || c.owner != e.agent.value, "participants_of_open", id,
         "its owner joined beside itself");
  const bool asked = e.by && known != c.parts.end() && known->second.by == e.by;
  expect(asked || (!e.by && agent(e.agent).steers), "participant_allowed", id,
         "joined without being asked");
  const bool visible = spoke != (e.mode == core::ParticipantMode::speak);
  expect(visible == (e.seq > 0), "unseen_by_visitor", id, "an entry that is not about speaking");
  if (visible) entry(e.conversation, e.seq);
  c.parts[e.agent.value] = {e.agent, e.mode, true, e.by};
}

void Auditor::see(const event::ParticipantLeft& e) {
  Conversation& c = conversation(e.conversation);
  const Id id = e.conversation.value;
  const bool spoke = speaks(c, e.agent.value);
  expect(spoke == (e.seq > 0), "unseen_by_visitor", id, "an entry that is not about speaking");
  if (spoke) entry(e.conversation, e.seq);
  expect(c.parts.erase(e.agent.value) == 1, "participants_of_open", id, "left without being in it");
}

void Auditor::see(const event::Supervised& e) {
  const core::Act& act = e.act;
  Agent& by = agent(act.by);
  expect(by.steers, "supervised", act.by.value, "by somebody who does not supervise");
  if (act.kind == core::ActKind::set_status) return;
  const Conversation& c = conversation(act.conversation);
  const Id owner = c.state == State::assigned ? c.owner : 0;
  expect(owner == act.from.value, "supervised", act.conversation.value, "taken from somebody else");
  forced_ = act.conversation.value;
  by_hand_ = act.kind != core::ActKind::give_to_queue;
  if (act.kind == core::ActKind::take_over) {
    by.load_allowed = std::max(by.load_allowed, load(by) + weight(by, c.queue));
  }
  if (act.kind == core::ActKind::give) {
    const Agent& to = agent(act.agent);
    const bool free = to.connected && to.status == core::AgentStatus::online && fits(to, c.queue);
    expect(free, "eligible_agent", act.agent.value, "given more than there is room for");
  }
}

void Auditor::see(const event::NotePosted& e) {
  Conversation& c = conversation(e.conversation);
  const Id id = e.conversation.value;
  const Id by = e.note.author.value;
  expect(e.note.number == ++c.notes, "notes_counted", id, "a note does not follow the last one");
  expect(c.note_ids.emplace(by, e.note.client_id).second, "no_double_message", id,
         "a note was stored twice");
  const auto part = c.parts.find(by);
  const bool advises = part != c.parts.end() && part->second.joined &&
                       part->second.mode != core::ParticipantMode::watch;
  const bool owns = c.state != State::waiting && c.owner == by;
  const bool supervises = c.state != State::assigned && agent(e.note.author).steers;
  expect(owns || advises || supervises, "author_allowed", id, "a note by a stranger");
}

void Auditor::see(const event::TagChanged& e) {
  Conversation& c = conversation(e.conversation);
  const bool changed = e.on ? c.tags.insert(e.tag).second : c.tags.erase(e.tag) == 1;
  expect(changed, "tags_fit", e.conversation.value, "put on or taken off twice");
  expect(c.tags.size() <= limits::tags_max, "tags_fit", e.conversation.value, "too many");
}

// Whatever somebody writes as a note is no entry.
void Auditor::note_stays_inside(const core::Command& command,
                                const std::vector<core::Event>& events) const {
  const auto* note = std::get_if<core::command::WriteNote>(&command);
  if (note == nullptr) return;
  const bool inside = std::ranges::none_of(
      events, [](const core::Event& e) { return std::holds_alternative<event::MessagePosted>(e); });
  expect(inside, "unseen_by_visitor", note->conversation.value, "a note became a message");
}

void Auditor::parts_at_rest() const {
  for (const auto& [id, c] : conversations_) {
    for (const auto& [agent_id, part] : c.parts) {
      const auto found = agents_.find(agent_id);
      expect(found != agents_.end(), "participants_of_open", id,
             "somebody who is removed is in it");
      const Agent& a = found->second;
      expect(a.connected || a.grace_until != 0, "participants_of_open", id,
             "somebody who is lost is in it");
      expect(part.by || a.steers, "participant_allowed", id, "kept a supervisor's right");
    }
  }
}

void Auditor::compare_parts(const Conversation& c, const core::Conversation& on_floor) const {
  const Id id = on_floor.id.value;
  expect(on_floor.participants.size() == c.parts.size(), "floor_is_the_events", id,
         "another number of participants");
  for (const core::Participant& part : on_floor.participants) {
    const auto known = c.parts.find(part.agent.value);
    expect(known != c.parts.end() && known->second == part, "floor_is_the_events", id,
           "a participant differs");
  }
  expect(on_floor.notes.size() == c.notes, "floor_is_the_events", id, "the notes differ");
  expect(on_floor.tags.size() == c.tags.size(), "floor_is_the_events", id, "the tags differ");
}

void Auditor::see(const event::Forgotten& e) {
  for (const core::ConversationId id : e.conversations) {
    expect(!conversations_.contains(id.value), "forgotten", id.value,
           "forgotten while it is there");
  }
  for (const core::VisitorId id : e.visitors) {
    const bool talks = std::ranges::any_of(
        conversations_, [id](const auto& each) { return each.second.visitor == id.value; });
    expect(!talks, "forgotten", id.value, "a conversation of nobody");
  }
}

}  // namespace usher::simulation
