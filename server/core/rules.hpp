#pragma once
// decide() by command, split by who asks. For decide() and settle() only.

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/decide.hpp"
#include "core/limits.hpp"

namespace usher::core::rules {

struct Context {
  const Floor& floor;
  Time now;
  bool journal_was_asked = false;
};

template <class... E>
Decision happens(E... events) {
  Decision decision;
  decision.events.reserve(sizeof...(E));
  (decision.events.emplace_back(std::move(events)), ...);
  return decision;
}

// decide_setting.cpp
Outcome decide(const Context& on, const command::Configure& command);
Outcome decide(const Context& on, const command::Recover& command);
Outcome decide(const Context& on, const command::SetHours& command);
Outcome decide(const Context& on, const command::SetDay& command);
// decide_visitor.cpp
Outcome decide(const Context& on, const command::VisitorConnect& command);
Outcome decide(const Context& on, const command::VisitorDisconnect& command);
Outcome decide(const Context& on, const command::ViewPage& command);
Outcome decide(const Context& on, const command::ReportDwell& command);
Outcome decide(const Context& on, const command::Identify& command);
// What is new in it; none: nothing.
std::optional<event::VisitorIdentified> news_of(const Floor& floor,
                                                const command::Identify& command);
// With what is known of its pages only in memory, and what waits for an answer. A visitor who was
// only known has none.
void end_visit(const Visitor& visitor, std::vector<Event>& events);
// decide_conversation.cpp
Outcome decide(const Context& on, const command::Ask& command);
Outcome decide(const Context& on, const command::Post& command);
Outcome decide(const Context& on, const command::Mark& command);
Outcome decide(const Context& on, const command::Hold& command);
Outcome decide(const Context& on, const command::Prioritise& command);
Outcome decide(const Context& on, const command::FinishWrapUp& command);
Outcome decide(const Context& on, const command::Close& command);
Outcome decide(const Context& on, const command::Reopen& command);
Outcome decide(const Context& on, const command::LeaveMessage& command);
// A conversation begins: with the words of the invitation that stands, and for whoever invited, if
// one does. Gives the seq of its next entry.
struct Beginning {
  ConversationId id;
  VisitorId visitor;
  SiteId site;
  const Queue* queue = nullptr;
  Skills skills;
  AgentId wanted;
};
Seq begin(const Context& on, const Beginning& beginning, std::vector<Event>& events);
// The queue, or the one that it overflows to; a rejection when all are full.
std::variant<const Queue*, Rejection> queue_for(const Floor& floor, std::optional<QueueId> named);
// decide_invitation.cpp
Outcome decide(const Context& on, const command::InviteVisitor& command);
Outcome decide(const Context& on, const command::AnswerInvitation& command);
// What a conversation that began means for the visit's invitations, and who has it at once: whoever
// invited by hand and has room. `seq`: of its next entry.
void end_by_opening(const Floor& floor, const Beginning& beginning, Seq seq,
                    std::vector<Event>& events);
// Nobody waits for the answer any more, if anybody did.
void ignore_invitation(const Visitor* visitor, std::vector<Event>& events);
// decide_transfer.cpp
Outcome decide(const Context& on, const command::Transfer& command);
// Accept's part in it: `agent` takes over what its owner offers it.
Outcome accept_transfer(const Conversation& conversation, AgentId agent);
// decide_supervision.cpp
Outcome decide(const Context& on, const command::Join& command);
Outcome decide(const Context& on, const command::Leave& command);
Outcome decide(const Context& on, const command::Invite& command);
Outcome decide(const Context& on, const command::TakeOver& command);
Outcome decide(const Context& on, const command::Give& command);
Outcome decide(const Context& on, const command::SetStatusOf& command);
// decide_notes.cpp
Outcome decide(const Context& on, const command::WriteNote& command);
Outcome decide(const Context& on, const command::Tag& command);
Outcome decide(const Context& on, const command::Dispose& command);
// decide_rating.cpp
Outcome decide(const Context& on, const command::Rate& command);
Outcome decide(const Context& on, const command::SkipRating& command);
Outcome decide(const Context& on, const command::Acknowledge& command);
// decide_person.cpp
Outcome decide(const Context& on, const command::EditPerson& command);
Outcome decide(const Context& on, const command::NotePerson& command);
Outcome decide(const Context& on, const command::TagPerson& command);
Outcome decide(const Context& on, const command::MergePeople& command);
Outcome decide(const Context& on, const command::SplitPeople& command);
// decide_forget.cpp
Outcome decide(const Context& on, const command::Forget& command);
// decide_agent.cpp
Outcome decide(const Context& on, const command::AgentConnect& command);
Outcome decide(const Context& on, const command::AgentDisconnect& command);
Outcome decide(const Context& on, const command::AgentHeartbeat& command);
Outcome decide(const Context& on, const command::SetStatus& command);
Outcome decide(const Context& on, const command::Accept& command);
Outcome decide(const Context& on, const command::Decline& command);
Outcome decide(const Context& on, const command::Tick& command);

// match.cpp: the next conversation that can be offered, and to whom.
struct Match {
  WaitKey place;
  AgentId agent;
};
std::optional<Match> next_match(const Floor& floor, const std::set<QueueId>& queues, Time now);
// Offers it, or assigns it where a queue does not ring.
Event offer(const Floor& floor, const Match& match, Time now);

// Ends what rings for a conversation, unless `events` do so already.
void end_offer(const Conversation& conversation, OfferEnd end, std::vector<Event>& events);
// Ends whatever rings at an agent.
void withdraw_offers(const Floor& floor, const Agent& agent, OfferEnd end,
                     std::vector<Event>& events);
// Gives an agent's conversations back, those that waited longest first.
void requeue_all(const Floor& floor, const Agent& agent, RequeueReason reason,
                 std::vector<Event>& events);
// Ends its parts in conversations that others own; `own_right`: only those it takes as a
// supervisor.
void leave_all(const Floor& floor, const Agent& agent, bool own_right, std::vector<Event>& events);
// The seq of a conversation's next entry when `events` have happened.
Seq next_seq(const Conversation& conversation, const std::vector<Event>& events);
// Its connection or its lease went.
void drop(const Floor& floor, const Agent& agent, Time now, std::vector<Event>& events);

}  // namespace usher::core::rules
