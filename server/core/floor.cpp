#include "core/floor.hpp"

#include <algorithm>

namespace usher::core {
namespace {

template <class Map, class Key>
auto find_in(const Map& map, Key id) -> const typename Map::mapped_type* {
  const auto it = map.find(id);
  return it == map.end() ? nullptr : &it->second;
}

using Shown = std::optional<std::string>;

const Shown& shown(const Floor& floor, const Visitor& visitor, bool vouched,
                   Shown StaffEdits::Edits::*edited, Shown Visitor::*said) {
  const StaffEdits::Edits* edits = vouched ? nullptr : floor.staff_edits.find(visitor.id);
  return edits && edits->*edited ? edits->*edited : visitor.*said;
}

}  // namespace

const Visitor* find(const Floor& floor, VisitorId id) { return find_in(floor.visitors, id); }
const Agent* find(const Floor& floor, AgentId id) { return find_in(floor.agents, id); }
const Queue* find(const Floor& floor, QueueId id) { return find_in(floor.queues, id); }
const Conversation* find(const Floor& floor, ConversationId id) {
  return find_in(floor.conversations, id);
}
const Page* find(const Visit& visit, std::string_view view) {
  const auto found = std::ranges::find(visit.trail, view, &Page::view);
  return view.empty() || found == visit.trail.end() ? nullptr : &*found;
}

const Shown& shown_name(const Floor& floor, const Visitor& visitor) {
  return shown(floor, visitor, visitor.identity.vouched.name, &StaffEdits::Edits::name,
               &Visitor::name);
}
const Shown& shown_email(const Floor& floor, const Visitor& visitor) {
  return shown(floor, visitor, visitor.identity.vouched.email, &StaffEdits::Edits::email,
               &Visitor::email);
}
const Shown& shown_phone(const Floor& floor, const Visitor& visitor) {
  return shown(floor, visitor, visitor.identity.vouched.phone, &StaffEdits::Edits::phone,
               &Visitor::phone);
}

bool steers(const Agent& agent) { return agent.setting.role != Role::agent; }

bool serves(const Agent& agent, QueueId queue) {
  return std::ranges::binary_search(agent.setting.queues, queue);
}

const Participant* find(const Conversation& conversation, AgentId agent) {
  const auto found = std::ranges::find(conversation.participants, agent, &Participant::agent);
  return found == conversation.participants.end() ? nullptr : &*found;
}

bool speaks(const Conversation& conversation, AgentId agent) {
  const Participant* participant = find(conversation, agent);
  return participant && participant->joined && participant->mode == ParticipantMode::speak;
}

bool has_part(const Conversation& conversation, AgentId agent) {
  const bool owns =
      conversation.state == ConversationState::assigned && conversation.agent == agent;
  const bool offered = conversation.offer && conversation.offer->agent == agent;
  return owns || offered || find(conversation, agent);
}

}  // namespace usher::core
