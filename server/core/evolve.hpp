#pragma once
// How each event changes a floor, split by what it is about. For evolve() only.

#include "core/event.hpp"
#include "core/floor.hpp"

namespace usher::core::evolving {

// Queues and agents as configured (evolve_setting.cpp).
void apply(Floor& floor, const event::QueueConfigured& e, Time at);
void apply(Floor& floor, const event::QueueRemoved& e, Time at);
void apply(Floor& floor, const event::AgentConfigured& e, Time at);
void apply(Floor& floor, const event::AgentRemoved& e, Time at);
void apply(Floor& floor, const event::QueueHoursChanged& e, Time at);
inline void apply(Floor&, const event::DayBegan&, Time) {}  // see count() in figures.hpp

// Visitors (evolve_visitor.cpp).
void apply(Floor& floor, const event::VisitStarted& e, Time at);
void apply(Floor& floor, const event::PageViewed& e, Time at);
void apply(Floor& floor, const event::DwellTicked& e, Time at);
void apply(Floor& floor, const event::PageDwelled& e, Time at);
void apply(Floor& floor, const event::VisitEnded& e, Time at);
void apply(Floor& floor, const event::VisitorIdentified& e, Time at);
void apply(Floor& floor, const event::VisitorVerified& e, Time at);
void apply(Floor& floor, const event::VisitorConnected& e, Time at);
void apply(Floor& floor, const event::VisitorDisconnected& e, Time at);
// Does it have something that ends a while after its last connection?
bool lingers(const Visitor& visitor);
// A visitor without visit and conversation has no place here.
void forget_if_gone(Floor& floor, VisitorId id);

// Invitations (evolve_invitation.cpp).
void apply(Floor& floor, const event::VisitorInvited& e, Time at);
void apply(Floor& floor, const event::InvitationAnswered& e, Time at);
void apply(Floor& floor, const event::InvitationLed& e, Time at);
// Nobody waits for its answer any more.
void close_invitation(Floor& floor, const Visitor& visitor);

// Conversations (evolve_conversation.cpp).
void apply(Floor& floor, const event::ConversationOpened& e, Time at);
void apply(Floor& floor, const event::MessagePosted& e, Time at);
void apply(Floor& floor, const event::Assigned& e, Time at);
void apply(Floor& floor, const event::Requeued& e, Time at);
void apply(Floor& floor, const event::Transferred& e, Time at);
void apply(Floor& floor, const event::HoldChanged& e, Time at);
void apply(Floor& floor, const event::Closed& e, Time at);
void apply(Floor& floor, const event::Reopened& e, Time at);
void apply(Floor& floor, const event::MessageLeft& e, Time at);
void apply(Floor& floor, const event::LadderStepped& e, Time at);
void apply(Floor& floor, const event::PriorityChanged& e, Time at);
void apply(Floor& floor, const event::WrapUpEnded& e, Time at);
void apply(Floor& floor, const event::Reminded& e, Time at);
void apply(Floor& floor, const event::ReadMarked& e, Time at);
void apply(Floor& floor, const event::DeliveredMarked& e, Time at);
void apply(Floor& floor, const event::ConversationArchived& e, Time at);
// What `by` tells the next agent, who transfers it; by nobody: the note is gone.
void leave_note(Conversation& conversation, AgentId by, std::string_view note);

// Colleagues, notes, supervisors (evolve_supervision.cpp).
void apply(Floor& floor, const event::ParticipantInvited& e, Time at);
void apply(Floor& floor, const event::ParticipantJoined& e, Time at);
void apply(Floor& floor, const event::ParticipantLeft& e, Time at);
void apply(Floor& floor, const event::Supervised& e, Time at);
void apply(Floor& floor, const event::NotePosted& e, Time at);
void apply(Floor& floor, const event::TagChanged& e, Time at);
void apply(Floor& floor, const event::DispositionChanged& e, Time at);
// Takes no part in it any more.
void part(Floor& floor, Conversation& conversation, AgentId agent);

// Ratings, and what alarms (evolve_rating.cpp).
void apply(Floor& floor, const event::Rated& e, Time at);
void apply(Floor& floor, const event::RatingSkipped& e, Time at);
void apply(Floor& floor, const event::WordsConfigured& e, Time at);
void apply(Floor& floor, const event::WordFound& e, Time at);
void apply(Floor& floor, const event::AlarmAcknowledged& e, Time at);
void forget_alarms(Floor& floor, ConversationId conversation);

// What the staff say of people (evolve_person.cpp): the archive keeps the rest.
void apply(Floor& floor, const event::PersonEdited& e, Time at);
inline void apply(Floor&, const event::PersonNoted&, Time) {}
inline void apply(Floor&, const event::PersonTagged&, Time) {}
inline void apply(Floor&, const event::PeopleMerged&, Time) {}
inline void apply(Floor&, const event::PeopleSplit&, Time) {}
// What nobody is to know any more (evolve_forget.cpp).
void apply(Floor& floor, const event::Forgotten& e, Time at);
inline void apply(Floor&, const event::Erased&, Time) {}

// Agents and what rings at them (evolve_agent.cpp).
void apply(Floor& floor, const event::Offered& e, Time at);
void apply(Floor& floor, const event::OfferEnded& e, Time at);
void apply(Floor& floor, const event::PauseEnded& e, Time at);
void apply(Floor& floor, const event::AgentStatusChanged& e, Time at);
void apply(Floor& floor, const event::AgentConnected& e, Time at);
void apply(Floor& floor, const event::AgentDropped& e, Time at);
void apply(Floor& floor, const event::AgentLost& e, Time at);
void apply(Floor& floor, const event::LeaseRenewed& e, Time at);

}  // namespace usher::core::evolving
