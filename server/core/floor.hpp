#pragma once
// The live state of one account. A plain value: built by evolve() from events only, read by decide(),
// by the views and by the auditor. It belongs to one thread. Copying it gives an independent floor.
//
// Containers are ordered, so that the same events give the same floor, byte for byte.

#include <compare>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/command.hpp"
#include "core/event.hpp"
#include "core/ids.hpp"

namespace usher::core {

struct Page {
  Time at;
  std::string url;
  std::string title;

  friend bool operator==(const Page&, const Page&) = default;
};

struct Visit {
  VisitId id;
  SiteId site;
  Time started_at;
  std::string referrer;
  std::vector<Page> trail;       // the last limits::trail_pages_max pages, oldest first
  std::uint32_t pages_seen = 0;  // all of them

  friend bool operator==(const Visit&, const Visit&) = default;
};

struct Visitor {
  VisitorId id;
  std::optional<std::string> name;
  std::optional<std::string> email;
  std::optional<std::string> phone;
  Attributes attributes;
  std::optional<Visit> visit;
  ConversationId conversation;        // the last one, open or closed; none when archived
  bool connected = false;             // transient
  std::optional<Time> linger_until;   // transient; set while not connected and on a visit

  friend bool operator==(const Visitor&, const Visitor&) = default;
};

struct Agent {
  AgentSetting setting;
  AgentStatus status = AgentStatus::offline;
  bool connected = false;
  std::optional<Time> grace_until;     // set while dropped
  Time lease_until;                    // transient
  std::uint32_t missed_in_row = 0;
  std::set<ConversationId> conversations;  // assigned to it and open
  std::set<ConversationId> offers;         // ringing at it
  Time idle_since;                         // when it last lost a conversation or came online

  std::size_t load() const { return conversations.size() + offers.size(); }
  friend bool operator==(const Agent&, const Agent&) = default;
};

enum class ConversationState : std::uint8_t { waiting, assigned, closed };

struct Offer {
  OfferId id;
  AgentId agent;
  Time deadline;

  friend bool operator==(const Offer&, const Offer&) = default;
};

struct MarkPair {
  Seq delivered = 0;  // transient beyond `read`; never below it
  Seq read = 0;

  friend bool operator==(const MarkPair&, const MarkPair&) = default;
};

// Proof that a message was accepted: enough to answer its repetition.
struct Receipt {
  Author author;
  std::string client_id;
  Seq seq = 0;
  Time at;
  std::uint64_t text_hash = 0;  // FNV-1a, 64 bits

  friend bool operator==(const Receipt&, const Receipt&) = default;
};

// Where a conversation stands among the waiting ones: requeued ones first (by the time they first
// waited), then by arrival.
struct WaitKey {
  bool returned_first = false;  // stored inverted: false sorts to the front
  Time since;
  ConversationId conversation;

  friend auto operator<=>(const WaitKey&, const WaitKey&) = default;
};

struct Conversation {
  ConversationId id;
  VisitorId visitor;
  SiteId site;
  QueueId queue;
  ConversationState state = ConversationState::waiting;
  AgentId agent;                        // its owner while assigned; its last one after that
  std::optional<Offer> offer;           // while waiting
  std::vector<AgentId> passed_over;     // declined or missed it since it began to wait; sorted
  Time opened_at;
  std::optional<Time> closed_at;
  WaitKey wait;                         // meaningful while waiting
  Seq last_seq = 0;
  Seq last_message_seq = 0;
  Time last_message_at;
  std::string last_message_start;       // at most 120 bytes, cut at a character: for lists
  std::map<AuthorKind, MarkPair> marks; // both kinds always present
  std::deque<Receipt> receipts;         // newest last
  bool receipts_cut = false;            // older ones are only in the journal

  friend bool operator==(const Conversation&, const Conversation&) = default;
};

struct Queue {
  QueueSetting setting;
  std::uint32_t rank = 0;
  std::set<WaitKey> waiting;

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

  // Everything that is due at some time. Derived from the rest and kept by evolve().
  enum class Due : std::uint8_t { offer, lease, grace, linger, archive };
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

// 64-bit FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/).
std::uint64_t text_hash(std::string_view text);

}  // namespace usher::core
