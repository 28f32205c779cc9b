#pragma once
// A floor's state and events as the protocol's shapes. Views borrow from the floor and the
// account's configuration: render them before either changes.

#include "app/account_config.hpp"
#include "core/event.hpp"
#include "core/floor.hpp"
#include "core/form.hpp"
#include "protocol/frames.gen.hpp"

namespace usher::app {

// None when the event is no entry of a conversation.
std::optional<protocol::Entry> entry_view(const core::Floor& floor, const AccountConfig& config,
                                          const core::Event& event, core::Time at);
protocol::VisitorConversation visitor_conversation_view(const core::Floor& floor,
                                                        const core::Conversation& conversation,
                                                        const AccountConfig& config);
// `agent`: who will see it; decides whether its offer shows, and whether the words do: of an
// assigned conversation only to those who have a part in it.
protocol::AgentConversation agent_conversation_view(const core::Floor& floor,
                                                    const AccountConfig& config,
                                                    const core::Conversation& conversation,
                                                    core::AgentId agent);
protocol::VisitorView visitor_view(const core::Floor& floor, const AccountConfig& config,
                                   core::VisitorId visitor);
protocol::Standing standing_view(const core::Floor& floor, const core::Visitor& visitor);
// What is still asked of a visitor, who may be unknown; borrows from `asked`.
std::vector<protocol::FormField> form_view(const core::Form& asked);
protocol::AgentView agent_view(const core::Agent& agent);
// Why it waits, and why an agent gets nothing (views_routing.cpp).
protocol::Explanation explanation_view(const core::Floor& floor, const AccountConfig& config,
                                       const core::Conversation& conversation);
protocol::MyExplanation my_explanation_view(const core::Floor& floor, const core::Agent& agent);
// What routing knows of a conversation beyond its state.
void add_routing(protocol::AgentConversation& view, const core::Floor& floor,
                 const AccountConfig& config, const core::Conversation& conversation);
// To whom `agent` could transfer a conversation.
protocol::TargetList target_list_view(const core::Floor& floor, const AccountConfig& config,
                                      core::AgentId agent);
protocol::Marks marks_view(const core::Conversation& conversation, core::AuthorKind kind);
std::string_view agent_name(const AccountConfig& config, core::AgentId agent);
protocol::AgentName name_view(const AccountConfig& config, core::AgentId agent);
protocol::PeerKind peer_kind(core::AuthorKind kind);
// views_rating.cpp
// What was asked of the visitor after the close, and what it said; none: nothing is asked.
std::optional<protocol::VisitorRating> rating_asked(const core::Conversation& conversation,
                                                    const AccountConfig& config);
// `agent`: who will see it; words are for supervisors.
void add_rating(protocol::AgentConversation& view, const core::Floor& floor,
                const AccountConfig& config, const core::Conversation& conversation,
                core::AgentId agent);
// views_invitation.cpp
protocol::Invitation invitation_view(const core::Invitation& invitation,
                                     const AccountConfig& config);
core::InvitationKind kind_of(protocol::InvitationKind kind);
// The last one that was not withheld; null: none.
const core::Invitation* last_invitation(const core::Visit& visit);
protocol::InvitationState invitation_state(const core::Invitation& invitation);
std::optional<protocol::LastInvitation> last_invitation_view(const core::Visit& visit,
                                                             const AccountConfig& config);
// views_together.cpp
std::vector<protocol::Participant> participant_views(const core::Conversation& conversation,
                                                     const AccountConfig& config);
protocol::InternalNote note_view(const core::Note& note, const AccountConfig& config);
protocol::NoteList note_list_view(const core::Conversation& conversation,
                                  const AccountConfig& config);
protocol::Act act_view(const core::Act& act, const AccountConfig& config);
protocol::AgentStatus status_view(core::AgentStatus status);

}  // namespace usher::app
