#include <algorithm>

#include "core/derived.hpp"
#include "core/evolve.hpp"
#include "core/limits.hpp"

namespace usher::core::evolving {
namespace {

// Null: its visit is over.
Invitation* invitation_at(Floor& floor, VisitorId id, std::uint64_t number) {
  const auto visitor = floor.visitors.find(id);
  if (visitor == floor.visitors.end() || !visitor->second.visit) return nullptr;
  std::vector<Invitation>& all = visitor->second.visit->invitations;
  const auto found = std::ranges::find(all, number, &Invitation::number);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

void close_invitation(Floor& floor, const Visitor& visitor) {
  const Invitation* open = open_invitation(&visitor);
  if (!open) return;
  derived::clear_deadline(floor, Floor::Due::invitation, visitor.id.value,
                          open->at + limits::invitation_open_ms);
}

void apply(Floor& floor, const event::VisitorInvited& e, Time at) {
  floor.invitations_made = e.invitation;
  Visitor& visitor = floor.visitors.at(e.visitor);
  const Time today = floor.today.day.begins_at;
  if (visitor.invited.day_began != today) visitor.invited.in_day = 0;
  visitor.invited.day_began = today;
  ++visitor.invited.in_day;
  if (!visitor.visit) return;
  visitor.visit->invitations.push_back({e.invitation, at, e.by, e.rule, e.kind, e.queue, e.withheld,
                                        e.text, InvitationAnswer::none, false});
  if (e.withheld) return;
  derived::set_deadline(floor, Floor::Due::invitation, e.visitor.value,
                        at + limits::invitation_open_ms);
}

void apply(Floor& floor, const event::InvitationAnswered& e, Time at) {
  Invitation* invitation = invitation_at(floor, e.visitor, e.invitation);
  if (!invitation) return;
  Visitor& visitor = floor.visitors.at(e.visitor);
  close_invitation(floor, visitor);
  invitation->answer = e.answer;
  if (e.answer == InvitationAnswer::refused) visitor.invited.refused_at = at;
}

void apply(Floor& floor, const event::InvitationLed& e, Time) {
  if (Invitation* invitation = invitation_at(floor, e.visitor, e.invitation)) {
    invitation->led = true;
  }
}

}  // namespace usher::core::evolving
