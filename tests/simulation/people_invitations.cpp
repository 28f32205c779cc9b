// How simulated agents and rules invite simulated visitors, and what those make of it.
#include "simulation/people.hpp"

namespace usher::simulation {

namespace command = core::command;

// Mostly somebody online, mostly somebody who is there and does not talk.
core::Command People::invites_visitor(const core::Floor& floor) {
  command::InviteVisitor invite{agent(), visitor(), core::InvitationKind::card, text()};
  for (const auto& [id, a] : floor.agents) {
    const bool there = a.connected && a.status == core::AgentStatus::online;
    if (there && !random_.one_in(4)) invite.agent = id;
  }
  for (const auto& [id, v] : floor.visitors) {
    const core::Conversation* last = find(floor, v.conversation);
    const bool free = !last || last->state == core::ConversationState::closed;
    if (v.connected && v.visit && free && !random_.one_in(4)) invite.visitor = id;
  }
  if (random_.one_in(3)) invite.queue = core::QueueId{random_.below(queues_) + 1};
  if (random_.one_in(2)) invite.rule = {random_.below(3) + 1};
  invite.withheld = invite.rule && random_.one_in(3);
  if (random_.one_in(2)) {
    invite.caps = {static_cast<std::uint32_t>(random_.below(12)),
                   static_cast<std::uint32_t>(random_.below(20)),
                   random_.between(0, limits::hour_ms)};
  }
  return invite;
}

// Mostly the one that stands.
core::Command People::answers_invitation(const core::Floor& floor) {
  command::AnswerInvitation answer{
      visitor(), {1}, floor.invitations_made, random_.one_in(2), {++minted_}};
  for (const auto& [id, v] : floor.visitors) {
    const core::Invitation* open = core::open_invitation(&v);
    if (!open || random_.one_in(4)) continue;
    answer.visitor = id;
    answer.invitation = open->number;
  }
  answer.may_open = !random_.one_in(10);
  return answer;
}

}  // namespace usher::simulation
