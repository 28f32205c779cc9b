#pragma once
// What happened on a floor. Durable events are the journal's rows and the only truth; transient
// ones (see is_durable) change the floor's memory and are forgotten with it.
//
// Events carry all that evolve() needs: it never decides. Texts in them were within limits.hpp when
// they were decided; decoding does not check them again.

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/command.hpp"
#include "core/ids.hpp"
#include "core/left_message.hpp"
#include "core/person.hpp"
#include "core/supervision.hpp"
#include "core/why.hpp"

namespace usher::core {

// Why an offer ended without being accepted.
enum class OfferEnd : std::uint8_t {
  declined,
  timed_out,
  agent_lost,
  agent_away,
  conversation_closed,
  picked,     // another agent took it from the list of waiting ones
  withdrawn,  // by the owner who offered it, or with its ownership
};

// Why a conversation went back to the front of a queue.
enum class RequeueReason : std::uint8_t {
  agent_lost,
  agent_removed,
  reopened_by_visitor,
  transferred,   // by its owner
  agent_silent,  // its owner did not answer
  overflowed,  // nobody of its queue came in time: on to the next queue; it keeps its place in time
  moved_by_supervisor,
};

// What a waiting conversation no longer waits for.
enum class LadderStep : std::uint8_t {
  anybody,    // the agent whom it was kept for
  any_skill,  // agents with its skills
};

namespace event {

struct QueueConfigured {
  QueueSetting setting;
  std::uint32_t rank = 0;  // display order
};
struct QueueRemoved {
  QueueId queue;
  QueueId heir;  // gets its conversations
};
struct AgentConfigured {
  AgentSetting setting;
};
struct AgentRemoved {
  AgentId agent;
};

struct VisitStarted {
  VisitorId visitor;
  VisitId visit;
  SiteId site;
  std::string referrer;
  std::optional<Source> source = {};  // none: it was not asked yet when this was stored
  std::optional<Device> device = {};  // none: it did not say
  std::optional<Region> region = {};  // none: not known
};
struct PageViewed {
  VisitorId visitor;
  VisitId visit;
  std::string url;
  std::string title;
  std::string view;  // the browser's own name for it; empty when it does not measure
  Time opened_at;    // when it was told late; 0: at once
};
// `visit` is 0 for a visitor who was known (see VisitorIdentified) but opened no page. A visitor
// who has no conversation either is forgotten.
struct VisitEnded {
  VisitorId visitor;
  VisitId visit;
};
// Holds what changed only.
struct VisitorIdentified {
  VisitorId visitor;
  std::optional<std::string> name;
  std::optional<std::string> email;
  std::optional<std::string> phone;
  Attributes attributes;
};

struct ConversationOpened {
  ConversationId conversation;
  VisitorId visitor;
  SiteId site;
  QueueId queue;
  std::uint32_t priority = 0;
  Skills skills;         // that its agent needs
  AgentId reserved_for;  // nobody else gets it before; 0: free to all
  Time reserved_until;
};

// Entries: the events that people see in a conversation. Each takes the conversation's next seq.
struct MessagePosted {
  ConversationId conversation;
  Seq seq = 0;
  Author author;
  std::string client_id;
  std::string text;
  std::optional<File> file = {};
};
struct Assigned {
  ConversationId conversation;
  Seq seq = 0;
  AgentId agent;
  std::optional<Why> why;  // the floor chose the agent; none: somebody else did
};
struct Requeued {
  ConversationId conversation;
  Seq seq = 0;
  RequeueReason reason = RequeueReason::agent_lost;
  QueueId queue;         // another than it was in; 0: the same
  std::string note;      // of a transfer
  AgentId reserved_for;  // as in ConversationOpened
  Time reserved_until;
};
// A colleague took it over from its owner.
struct Transferred {
  ConversationId conversation;
  Seq seq = 0;
  AgentId from;
  AgentId agent;
};
struct Closed {
  ConversationId conversation;
  Seq seq = 0;
  Author by;
  bool by_silence = false;  // the floor did it for its owner
};
struct Reopened {
  ConversationId conversation;
  Seq seq = 0;
  Author by;
};

struct Offered {
  ConversationId conversation;
  OfferId offer;
  AgentId agent;
  Time deadline;
  AgentId from;      // its owner, who offers it; 0: it waits
  std::string note;  // of the owner's
  std::optional<Why> why;
};
struct OfferEnded {
  ConversationId conversation;
  OfferId offer;
  AgentId agent;
  OfferEnd end = OfferEnd::declined;
};
// It waited long enough for the best: the next step of its queue's ladder opens.
struct LadderStepped {
  ConversationId conversation;
  LadderStep step = LadderStep::anybody;
};
struct PriorityChanged {
  ConversationId conversation;
  std::uint32_t priority = 0;
  AgentId by;
};
// Somebody owes an answer. The visitor is reminded by an entry that all see; an agent in its
// console, without one: seq 0.
struct Reminded {
  ConversationId conversation;
  Seq seq = 0;
  AuthorKind whom = AuthorKind::visitor;
};
// What was left to do after closing is done, or its time is over.
struct WrapUpEnded {
  ConversationId conversation;
  AgentId agent;
};
struct PauseEnded {  // between two offers
  AgentId agent;
};
// The owner put it aside, or took it back. Whatever ends its ownership ends that, too.
struct HoldChanged {
  ConversationId conversation;
  AgentId agent;
  bool held = false;
};
struct ReadMarked {
  ConversationId conversation;
  Author author;
  Seq read = 0;
};
// A closed conversation leaves the floor; the journal keeps it.
struct ConversationArchived {
  ConversationId conversation;
};

struct AgentStatusChanged {
  AgentId agent;
  AgentStatus status = AgentStatus::offline;
  bool by_agent = true;  // false: the floor did, after missed offers, or a supervisor
};
struct AgentConnected {
  AgentId agent;
};
struct AgentDropped {  // its connection or its lease went; it keeps its conversations until the
                       // grace ends
  AgentId agent;
  Time grace_until;
};
struct AgentLost {  // the grace period ended
  AgentId agent;
};

// Transient.
struct LeaseRenewed {
  AgentId agent;
  Time lease_until;
};
struct DeliveredMarked {
  ConversationId conversation;
  Author author;
  Seq delivered = 0;
};
struct VisitorConnected {
  VisitorId visitor;
  SiteId site;
};
struct VisitorDisconnected {
  VisitorId visitor;
  Time linger_until;
};

// So far. Comes before the end of the page, or of the visit, makes it durable.
struct DwellTicked {
  VisitorId visitor;
  std::string view;
  Dwell dwell;
};

// The page was left, or the floor keeps it no longer.
struct PageDwelled {
  VisitorId visitor;
  VisitId visit;
  std::string view;
  Dwell dwell;
};
// By its opening hours; see command::SetHours.
struct QueueHoursChanged {
  QueueId queue;
  bool open = true;
  std::optional<Time> until;
};

// The figures are of this day from now on.
struct DayBegan {
  Day day;
};

// The site's backend said who this is. Holds all that it ever vouched for.
struct VisitorVerified {
  VisitorId visitor;
  std::string external_id;
  Vouched vouched = {};
};

}  // namespace event

using Event = std::variant<
    event::QueueConfigured, event::QueueRemoved, event::AgentConfigured, event::AgentRemoved,
    event::VisitStarted, event::PageViewed, event::VisitEnded, event::VisitorIdentified,
    event::ConversationOpened, event::MessagePosted, event::Assigned, event::Requeued,
    event::Closed, event::Reopened, event::Offered, event::OfferEnded, event::ReadMarked,
    event::ConversationArchived, event::AgentStatusChanged, event::AgentConnected,
    event::AgentDropped, event::AgentLost, event::LeaseRenewed, event::DeliveredMarked,
    event::VisitorConnected, event::VisitorDisconnected, event::HoldChanged, event::Transferred,
    event::LadderStepped, event::PriorityChanged, event::WrapUpEnded, event::PauseEnded,
    event::Reminded, event::ParticipantInvited, event::ParticipantJoined, event::ParticipantLeft,
    event::Supervised, event::NotePosted, event::TagChanged, event::DispositionChanged,
    event::QueueHoursChanged, event::MessageLeft, event::DayBegan, event::DwellTicked,
    event::PageDwelled, event::Rated, event::RatingSkipped, event::WordsConfigured,
    event::WordFound, event::AlarmAcknowledged, event::VisitorInvited, event::InvitationAnswered,
    event::InvitationLed, event::VisitorVerified, event::PersonEdited, event::PersonNoted,
    event::PersonTagged, event::PeopleMerged, event::PeopleSplit, event::Forgotten, event::Erased>;

// False for what is never written to the journal and takes no position in it.
bool is_durable(const Event& event);

// The columns that the journal indexes. `seq` is 0 and `client_id` empty for events that have none;
// `conversation` is 0 for events of no conversation. Views point into the event.
struct EventKey {
  ConversationId conversation;
  Seq seq = 0;
  std::optional<Author> author;
  std::string_view client_id;
};
EventKey key_of(const Event& event);

// A durable event in its place.
struct Recorded {
  Position position = 0;
  Time at;
  Event event;
};

}  // namespace usher::core
