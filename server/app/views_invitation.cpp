// Invitations, as visitors and agents see them.
#include <algorithm>
#include <ranges>

#include "app/views.hpp"

namespace usher::app {

namespace {

protocol::InvitationKind kind_view(core::InvitationKind kind) {
  switch (kind) {
    case core::InvitationKind::bubble:
      return protocol::InvitationKind::bubble;
    case core::InvitationKind::card:
      return protocol::InvitationKind::card;
    case core::InvitationKind::chat:
      return protocol::InvitationKind::chat;
  }
  return protocol::InvitationKind::bubble;
}

std::optional<protocol::InvitationAnswer> answer_view(core::InvitationAnswer answer) {
  switch (answer) {
    case core::InvitationAnswer::none:
      return std::nullopt;
    case core::InvitationAnswer::accepted:
      return protocol::InvitationAnswer::accepted;
    case core::InvitationAnswer::refused:
      return protocol::InvitationAnswer::refused;
    case core::InvitationAnswer::ignored:
      return protocol::InvitationAnswer::ignored;
  }
  return std::nullopt;
}

}  // namespace

core::InvitationKind kind_of(protocol::InvitationKind kind) {
  switch (kind) {
    case protocol::InvitationKind::bubble:
      return core::InvitationKind::bubble;
    case protocol::InvitationKind::card:
      return core::InvitationKind::card;
    case protocol::InvitationKind::chat:
      return core::InvitationKind::chat;
  }
  return core::InvitationKind::bubble;
}

protocol::InvitationState invitation_state(const core::Invitation& invitation) {
  switch (invitation.answer) {
    case core::InvitationAnswer::none:
      return protocol::InvitationState::invited;
    case core::InvitationAnswer::accepted:
      return protocol::InvitationState::accepted;
    case core::InvitationAnswer::refused:
      return protocol::InvitationState::refused;
    case core::InvitationAnswer::ignored:
      return protocol::InvitationState::ignored;
  }
  return protocol::InvitationState::ignored;
}

protocol::Invitation invitation_view(const core::Invitation& invitation,
                                     const AccountConfig& config) {
  return {invitation.number, kind_view(invitation.kind), invitation.text,
          name_view(config, invitation.by), answer_view(invitation.answer)};
}

const core::Invitation* last_invitation(const core::Visit& visit) {
  const auto shown = std::ranges::find_if(visit.invitations.rbegin(), visit.invitations.rend(),
                                          [](const auto& each) { return !each.withheld; });
  return shown == visit.invitations.rend() ? nullptr : &*shown;
}

std::optional<protocol::LastInvitation> last_invitation_view(const core::Visit& visit,
                                                             const AccountConfig& config) {
  const core::Invitation* last = last_invitation(visit);
  if (!last) return std::nullopt;
  return protocol::LastInvitation{last->at.ms, name_view(config, last->by), invitation_state(*last),
                                  last->text};
}

}  // namespace usher::app
