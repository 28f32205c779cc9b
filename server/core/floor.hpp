#pragma once
// The live state of one account. A plain value: built by evolve() from events only, read by
// decide(), by the views and by the auditor. It belongs to one thread. Copying it gives an
// independent floor.
//
// Containers are ordered, so that the same events give the same floor, byte for byte.

#include <compare>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/command.hpp"
#include "core/event.hpp"
#include "core/figures.hpp"
#include "core/ids.hpp"
#include "core/past_visits.hpp"
#include "core/receipts.hpp"
#include "core/staff_edits.hpp"
#include "core/supervision.hpp"
#include "core/waits.hpp"
#include "core/why.hpp"
#include "core/words.hpp"

namespace usher::core {

struct Page {
  Time at;
  std::string url;
  std::string title;
  std::string view;  // the browser's own name for it; empty when it does not measure
  Dwell dwell;       // transient beyond `kept`; never below it
  Dwell kept;
  bool over = false;  // it was left

  friend bool operator==(const Page&, const Page&) = default;
};

struct Visit {
  VisitId id;
  SiteId site;
  Time started_at;
  std::string referrer;
  std::vector<Page> trail;       // the last limits::trail_pages_max pages, first opened first
  std::uint32_t pages_seen = 0;  // all of them
  std::optional<Source> source;
  std::optional<Device> device;
  std::optional<Region> region;
  std::vector<Invitation> invitations;  // oldest first; see open_invitation()

  friend bool operator==(const Visit&, const Visit&) = default;
};

struct Visitor {
  VisitorId id;
  std::optional<std::string> name;
  std::optional<std::string> email;
  std::optional<std::string> phone;
  Attributes attributes;
  std::optional<Visit> visit;
  std::uint32_t visits = 0;      // so many, with this one, as far as the floor remembers
  std::optional<Time> first_at;  // of the first visit that the floor remembers
  std::optional<Source> first_source;
  Invited invited;
  ConversationId conversation;       // the last one, open or closed; none when archived
  bool connected = false;            // transient
  std::optional<Time> linger_until;  // transient; set while not connected
  Identity identity;

  friend bool operator==(const Visitor&, const Visitor&) = default;
};

// A conversation that its agent closed a moment ago: what is left to do takes its place for a
// while.
struct WrapUp {
  ConversationId conversation;
  Time until;

  friend bool operator==(const WrapUp&, const WrapUp&) = default;
};

struct Agent {
  AgentSetting setting;
  AgentStatus status = AgentStatus::offline;
  bool connected = false;
  std::optional<Time> grace_until;  // set while dropped
  Time lease_until;                 // transient
  std::uint32_t missed_in_row = 0;
  std::set<ConversationId> conversations;  // assigned to it and open
  std::size_t held = 0;                    // so many of them are on hold; derived
  std::set<ConversationId> offers;         // ringing at it
  std::set<ConversationId> beside;   // it takes part in, or is invited to; derived; takes no room
  std::vector<WrapUp> wrap_ups;      // by conversation
  std::optional<Time> paused_until;  // no offer before, by its queue's policy
  Time idle_since;                   // when it last lost a conversation or came online
  std::uint64_t last_given = 0;      // its place in Floor::given
  std::size_t load = 0;              // so many places of its capacity are taken; derived
  std::size_t load_max = 0;          // its capacity, or what it had when that became too little

  friend bool operator==(const Agent&, const Agent&) = default;
};

enum class ConversationState : std::uint8_t { waiting, assigned, closed };

struct Offer {
  OfferId id;
  AgentId agent;
  Time deadline;
  AgentId from;  // the owner, for a transfer; 0: the conversation waits

  friend bool operator==(const Offer&, const Offer&) = default;
};

struct MarkPair {
  Seq delivered = 0;  // transient beyond `read`; never below it
  Seq read = 0;

  friend bool operator==(const MarkPair&, const MarkPair&) = default;
};

// Where a conversation stands among the waiting ones: those who come back first, then by arrival,
// which priority brings forward (see QueuePolicy::ageing_ms).
struct WaitKey {
  bool newcomer = false;  // never had an agent in this wait; those who come back sort before
  Time arrival;           // waiting_since, or before that with a priority
  ConversationId conversation;

  friend auto operator<=>(const WaitKey&, const WaitKey&) = default;
};

struct Conversation {
  ConversationId id;
  VisitorId visitor;
  SiteId site;
  QueueId queue;
  ConversationState state = ConversationState::waiting;
  AgentId agent;                     // its owner while assigned; its last one after that
  bool held = false;                 // by its owner, while assigned
  std::optional<Offer> offer;        // while waiting, or while its owner transfers it
  AgentId note_by;                   // who transferred it last, until it ends
  std::string note;                  // what that one left for the next
  std::vector<AgentId> passed_over;  // let it pass in this round of offers; sorted
  AgentId last_passed;               // the last of them
  std::optional<Time> retry_at;      // when last_passed may get it again if nobody else can
  Time opened_at;
  std::optional<Time> closed_at;
  // Meaningful while waiting.
  WaitKey wait;
  Time waiting_since;  // goes on ageing over transfers and queues
  Time queued_at;      // when it came into this queue
  std::uint32_t priority = 0;
  Skills skills;                    // that its agent needs; emptied when they no longer matter
  AgentId reserved_for;             // nobody else gets it before reserved_until; 0: free to all
  Time reserved_until;              // only with reserved_for
  std::vector<QueueId> moved_from;  // the queues that it overflowed from: it never goes back there
  std::optional<Time> step_at;      // when its queue's ladder opens the next step
  std::optional<WaitRange> promised;  // what its visitor was first told
  std::optional<Why> why;             // it rings at this agent, or was given to it, by itself
  // Meaningful while assigned.
  Time owned_since;                // by this owner
  bool reminded = false;           // whoever owes an answer
  std::optional<Time> silence_at;  // when its queue's policy does something about the silence
  Seq last_seq = 0;
  Seq last_message_seq = 0;
  Time last_message_at;
  AuthorKind last_message_by = AuthorKind::visitor;
  std::string last_message_start;        // at most 120 bytes, cut at a character: for lists
  std::map<AuthorKind, MarkPair> marks;  // both kinds always present
  Receipts receipts;
  std::vector<Participant> participants;  // while open, in the order of coming
  std::vector<Note> notes;
  std::vector<std::string> tags;
  bool left = false;             // as a message: its visitor does not wait here
  std::string disposition;       // how it ended, in somebody's words
  std::optional<Rating> rating;  // the last one; of the present close, if that was rated
  RatingAnswer rating_answer = RatingAnswer::none;
  std::vector<FoundWord> found;  // in the last messages that hold any, oldest first

  friend bool operator==(const Conversation&, const Conversation&) = default;
};

// Where an agent stands among those who could get a conversation. The queue's strategy decides
// which of these count; the others are equal for all.
struct ReadyKey {
  std::uint32_t tier = 0;
  std::size_t load = 0;
  std::size_t capacity = 1;
  std::int64_t since = 0;  // a time or a place in Floor::given
  AgentId agent;

  friend constexpr std::strong_ordering operator<=>(const ReadyKey& a, const ReadyKey& b) {
    if (const auto order = a.tier <=> b.tier; order != 0) return order;
    if (const auto order = a.load * b.capacity <=> b.load * a.capacity; order != 0) return order;
    if (const auto order = a.since <=> b.since; order != 0) return order;
    return a.agent <=> b.agent;
  }
  friend constexpr bool operator==(const ReadyKey&, const ReadyKey&) = default;
};

struct Queue {
  QueueSetting setting;
  std::uint32_t rank = 0;
  std::size_t places = 0;   // capacity of its agents that are connected and online; derived
  std::size_t present = 0;  // so many agents; derived
  Pace pace;
  std::size_t left = 0;  // of the waiting, messages that were left: no crowd; derived
  bool full = false;     // took as many as its policy allows, and not enough have left since
  std::set<WaitKey> waiting;
  bool open = true;                     // by its hours; a closed one still takes conversations
  std::optional<Time> hours_change_at;  // none: never

  // Derived, so that finding the next offer need not walk over those who can't be served: the
  // waiting ones that ring nowhere, by what they need or for whom they are kept, and the agents who
  // could take one, by what they can. No entry is empty.
  std::map<Skills, std::set<WaitKey>> lines;
  std::map<AgentId, std::set<WaitKey>> reserved;
  std::map<Skills, std::set<ReadyKey>> ready;

  friend bool operator==(const Queue&, const Queue&) = default;
};

struct Floor {
  AccountId account;
  Position position = 0;  // of the last durable event
  Time now;               // of the last event or tick
  std::map<QueueId, Queue> queues;
  std::map<AgentId, Agent> agents;
  std::map<VisitorId, Visitor> visitors;
  std::map<ConversationId, Conversation> conversations;
  std::uint64_t offers_made = 0;
  std::uint64_t given = 0;  // offers and assignments so far: whose turn it is in a round robin
  Today today;
  std::deque<Act> acts;      // the last ones of supervisors, newest last
  WordList words;            // that alarm
  std::deque<Alarm> alarms;  // that nobody acknowledged, newest last
  std::uint64_t alarms_raised = 0;
  PastVisits past_visits;
  std::uint64_t invitations_made = 0;
  std::map<InvitationRuleId, RuleResults> rule_results;  // of the newest rules
  StaffEdits staff_edits;

  // Everything that is due at some time. Derived from the rest and kept by evolve().
  enum class Due : std::uint8_t {
    offer,
    lease,
    grace,
    linger,
    archive,
    retry,
    step,     // of a waiting conversation's ladder
    pause,    // of an agent between offers
    wrap_up,  // of a closed conversation
    silence,  // in an assigned one
    invitation,
  };
  struct Deadline {
    Time at;
    Due due = Due::offer;
    std::uint64_t id = 0;  // the conversation's, agent's or visitor's

    friend auto operator<=>(const Deadline&, const Deadline&) = default;
  };
  std::set<Deadline> deadlines;

  // Queues where an offer may be possible since something changed. Derived; empty when at rest.
  std::set<QueueId> unsettled;

  friend bool operator==(const Floor&, const Floor&) = default;
};

const Visitor* find(const Floor& floor, VisitorId id);
const Agent* find(const Floor& floor, AgentId id);
const Queue* find(const Floor& floor, QueueId id);
const Conversation* find(const Floor& floor, ConversationId id);
// A page of the visit that is measured under this name.
const Page* find(const Visit& visit, std::string_view view);

// How the staff see a visitor: as its site's backend vouched for, else as they edited, else as it
// said itself.
const std::optional<std::string>& shown_name(const Floor& floor, const Visitor& visitor);
const std::optional<std::string>& shown_email(const Floor& floor, const Visitor& visitor);
const std::optional<std::string>& shown_phone(const Floor& floor, const Visitor& visitor);

// A supervisor or an admin.
bool steers(const Agent& agent);
// The queue is among those it works for.
bool serves(const Agent& agent, QueueId queue);
const Participant* find(const Conversation& conversation, AgentId agent);
bool speaks(const Conversation& conversation, AgentId agent);  // beside its owner
// Owns it, or it is offered to this agent, or it takes part in it or is invited to.
bool has_part(const Conversation& conversation, AgentId agent);

}  // namespace usher::core
