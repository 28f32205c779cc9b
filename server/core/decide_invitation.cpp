// Who is invited, and what becomes of it.
#include "core/derived.hpp"
#include "core/rules.hpp"

namespace usher::core {

const Invitation* open_invitation(const Visitor* visitor) {
  if (!visitor || !visitor->visit || visitor->visit->invitations.empty()) return nullptr;
  const Invitation& last = visitor->visit->invitations.back();
  return last.withheld || last.answer != InvitationAnswer::none ? nullptr : &last;
}

std::optional<InvitationObstacle> obstacle_to_inviting(const Floor& floor, const Visitor* visitor,
                                                       const InvitationCaps& caps, Time now) {
  if (!visitor || !visitor->visit || !visitor->connected) return InvitationObstacle::not_on_site;
  const Conversation* last = find(floor, visitor->conversation);
  if (last && last->state != ConversationState::closed) return InvitationObstacle::in_conversation;
  if (open_invitation(visitor)) return InvitationObstacle::invited_already;
  const Invited& before = visitor->invited;
  if (before.refused_at && now < *before.refused_at + caps.cool_down_ms) {
    return InvitationObstacle::cooling_down;
  }
  const std::size_t in_visit = std::min<std::size_t>(caps.per_visit, limits::invitations_visit_max);
  if (visitor->visit->invitations.size() >= in_visit) return InvitationObstacle::enough_in_visit;
  const bool same_day = before.day_began == day_of(now, floor.today.day).begins_at;
  if ((same_day ? before.in_day : 0) >= caps.per_day) return InvitationObstacle::enough_in_day;
  return std::nullopt;
}

namespace rules {
namespace {

Rejection rejection_of(InvitationObstacle obstacle) {
  switch (obstacle) {
    case InvitationObstacle::not_on_site:
      return Rejection::not_on_site;
    case InvitationObstacle::in_conversation:
      return Rejection::in_conversation;
    case InvitationObstacle::invited_already:
      return Rejection::invited_already;
    case InvitationObstacle::cooling_down:
      return Rejection::cooling_down;
    case InvitationObstacle::enough_in_visit:
    case InvitationObstacle::enough_in_day:
      return Rejection::invited_enough;
  }
  return Rejection::not_on_site;
}

// The one that is wished, or else the first that the agent serves; 0: whatever there is.
QueueId queue_of(const Floor& floor, const Agent& agent, std::optional<QueueId> wished) {
  if (wished && serves(agent, *wished)) return *wished;
  const Queue* first = nullptr;
  for (const QueueId id : agent.setting.queues) {
    const Queue* queue = find(floor, id);
    if (queue && (!first || queue->rank < first->rank)) first = queue;
  }
  return first ? first->setting.id : wished.value_or(QueueId{});
}

}  // namespace

Outcome decide(const Context& on, const command::InviteVisitor& command) {
  const Agent* agent = find(on.floor, command.agent);
  if (!agent) return Rejection::unknown_agent;
  const bool there = agent->connected && agent->status == AgentStatus::online;
  if (!there) return Rejection::agent_offline;
  const Visitor* visitor = find(on.floor, command.visitor);
  if (const auto obstacle = obstacle_to_inviting(on.floor, visitor, command.caps, on.now)) {
    return rejection_of(*obstacle);
  }
  return happens(event::VisitorInvited{
      visitor->id, visitor->visit->id, on.floor.invitations_made + 1, command.agent, command.rule,
      command.kind, queue_of(on.floor, *agent, command.queue), command.withheld, command.text});
}

Outcome decide(const Context& on, const command::AnswerInvitation& command) {
  const Visitor* visitor = find(on.floor, command.visitor);
  const Invitation* invited = open_invitation(visitor);
  if (!invited || invited->number != command.invitation) return Rejection::no_such_invitation;
  if (!command.accepted) {
    return happens(event::InvitationAnswered{visitor->id, visitor->visit->id, invited->number,
                                             InvitationAnswer::refused});
  }
  if (!command.may_open) return Rejection::form_required;
  const bool known = find(on.floor, invited->queue) != nullptr;
  const auto found = queue_for(on.floor, known ? std::optional(invited->queue) : std::nullopt);
  if (const auto* no = std::get_if<Rejection>(&found)) return *no;
  const Beginning beginning{command.fresh_conversation,    visitor->id, command.site,
                            std::get<const Queue*>(found), {},          {}};
  Decision decision;
  const Seq seq = begin(on, beginning, decision.events);
  end_by_opening(on.floor, beginning, seq, decision.events);
  return decision;
}

void end_by_opening(const Floor& floor, const Beginning& beginning, Seq seq,
                    std::vector<Event>& events) {
  const Visitor* visitor = find(floor, beginning.visitor);
  if (!visitor || !visitor->visit) return;
  const Visit& visit = *visitor->visit;
  std::vector<InvitationRuleId> rules;
  for (const Invitation& each : visit.invitations) {
    const bool first = std::ranges::find(rules, each.rule) == rules.end();
    rules.push_back(each.rule);
    if (!first || each.led) continue;
    events.emplace_back(event::InvitationLed{visitor->id, visit.id, each.number});
  }
  const Invitation* invited = open_invitation(visitor);
  if (!invited) return;
  events.emplace_back(event::InvitationAnswered{visitor->id, visit.id, invited->number,
                                                InvitationAnswer::accepted});
  const Agent* agent = invited->rule ? nullptr : find(floor, invited->by);
  const bool takes = agent && serves(*agent, beginning.queue->setting.id) &&
                     derived::has_room(*agent, *beginning.queue);
  if (takes) {
    events.emplace_back(event::Assigned{beginning.id, seq, agent->setting.id, {}});
  }
}

void ignore_invitation(const Visitor* visitor, std::vector<Event>& events) {
  const Invitation* invited = open_invitation(visitor);
  if (!invited) return;
  events.emplace_back(event::InvitationAnswered{visitor->id, visitor->visit->id, invited->number,
                                                InvitationAnswer::ignored});
}

}  // namespace rules
}  // namespace usher::core
