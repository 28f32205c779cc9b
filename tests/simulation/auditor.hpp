#pragma once
// Watches a house from outside: it is told what was committed and what was acknowledged, keeps a
// simple model of its own, and throws Broken when a promise is not kept. It shares no code with the
// floor but the types.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "core/decide.hpp"
#include "simulation/bids.hpp"
#include "simulation/identities.hpp"
#include "simulation/ledger.hpp"
#include "simulation/opinions.hpp"
#include "simulation/trails.hpp"

namespace usher::simulation {

class Auditor {
 public:
  // What a message says.
  struct Body {
    std::string text;
    std::optional<core::File> file;

    friend bool operator==(const Body&, const Body&) = default;
  };

  // What one command led to, after its commit.
  void committed(const core::Command& command, const std::vector<core::Event>& events,
                 core::Time at);
  // `author` was told that its message stands at `seq`.
  void acknowledged(core::ConversationId conversation, core::Author author,
                    const std::string& client_id, const Body& body, core::Seq seq);
  // The floor as it is between two commands.
  void compare(const core::Floor& floor) const;
  // The floor was built anew: what it had only in memory is gone.
  void forgotten() { trails_.forget_told(); }
  // A visitor is told its place in the line.
  void told(core::ConversationId conversation, std::size_t position) const;
  // Every acknowledged message is in the journal, once.
  void read_journal(const std::vector<core::Recorded>& journal) const;

 private:
  using Id = std::uint64_t;
  enum class State : std::uint8_t { waiting, assigned, closed };
  struct Message {
    core::Author author;
    std::string client_id;
    Body body;
  };
  struct Conversation {
    Id visitor = 0;
    Id queue = 0;
    State state = State::waiting;
    Id owner = 0;
    bool newcomer = true;
    std::int64_t since = 0;
    core::Seq last_seq = 0;
    std::map<core::Seq, Message> messages;
    std::set<std::pair<core::Author, std::string>> ids;
    Id offered_to = 0;
    Id offered_by = 0;  // the owner, for a transfer
    std::int64_t offer_deadline = 0;
    std::set<Id> declined;  // in this round
    Id last_decliner = 0;   // until it is offered again
    std::int64_t declined_at = 0;
    std::int64_t queued_at = 0;
    std::uint32_t priority = 0;
    core::Skills skills;
    std::int64_t owned_since = 0;
    std::int64_t spoken_at = 0;
    core::AuthorKind spoken_by = core::AuthorKind::visitor;
    bool reminded = false;
    bool left = false;
    Id reserved_for = 0;
    std::int64_t reserved_until = 0;
    std::set<Id> moved_from;
    std::map<core::AuthorKind, core::Seq> read;
    std::map<Id, core::Participant> parts;  // by agent
    std::uint64_t notes = 0;
    std::set<std::pair<Id, std::string>> note_ids;
    std::set<std::string> tags;
  };
  struct Agent {
    std::size_t capacity = 0;
    bool steers = false;
    std::size_t load_allowed = 0;  // more than its capacity after that was cut
    std::set<Id> queues;
    core::AgentStatus status = core::AgentStatus::offline;
    bool connected = false;
    std::int64_t lease_until = 0;
    std::int64_t grace_until = 0;
    std::set<Id> owned;
    std::set<Id> held;  // of the owned
    std::set<Id> ringing;
    std::map<Id, std::int64_t> wrap_ups;  // until when
    std::int64_t paused_until = 0;
    std::int64_t idle_since = 0;
    std::uint64_t last_given = 0;
    std::map<Id, core::QueueTerms> terms;
    core::Skills skills;
  };

  template <class E>
  void see(const E&) {}  // not of interest
  void see(const core::event::QueueConfigured& e);
  void see(const core::event::QueueRemoved& e);
  void see(const core::event::AgentConfigured& e);
  void see(const core::event::AgentRemoved& e);
  void see(const core::event::ConversationOpened& e);
  void see(const core::event::MessagePosted& e);
  void see(const core::event::Assigned& e);
  void see(const core::event::Requeued& e);
  void see(const core::event::HoldChanged& e);
  void see(const core::event::Transferred& e);
  void see(const core::event::Closed& e);
  void see(const core::event::Reopened& e);
  void see(const core::event::Offered& e);
  void see(const core::event::OfferEnded& e);
  void see(const core::event::LadderStepped& e);
  void see(const core::event::PriorityChanged& e);
  void see(const core::event::WrapUpEnded& e);
  void see(const core::event::Reminded& e);
  void see(const core::event::PauseEnded& e);
  void see(const core::event::ReadMarked& e);
  void see(const core::event::ConversationArchived& e);
  void see(const core::event::AgentStatusChanged& e);
  void see(const core::event::AgentConnected& e);
  void see(const core::event::AgentDropped& e);
  void see(const core::event::AgentLost& e);
  void see(const core::event::LeaseRenewed& e);
  // auditor_together.cpp
  void see(const core::event::VisitorIdentified& e);
  void see(const core::event::MessageLeft& e);
  void see(const core::event::ParticipantInvited& e);
  void see(const core::event::ParticipantJoined& e);
  void see(const core::event::ParticipantLeft& e);
  void see(const core::event::Supervised& e);
  void see(const core::event::NotePosted& e);
  void see(const core::event::TagChanged& e);
  void note_stays_inside(const core::Command& command,
                         const std::vector<core::Event>& events) const;
  void parts_at_rest() const;
  void compare_parts(const Conversation& c, const core::Conversation& on_floor) const;
  static bool speaks(const Conversation& c, Id agent);
  void see(const core::event::QueueHoursChanged& e);
  void see(const core::event::Forgotten& e);

  Conversation& conversation(core::ConversationId id);
  Agent& agent(core::AgentId id);
  Conversation& entry(core::ConversationId id, core::Seq seq, bool of_closed = false);
  void take_from_owner(Id id, Conversation& c);
  void stop_ringing(Id id, Conversation& c);
  void release_reserved(Id agent);
  // Places of the agent's capacity: what one conversation of the queue takes, what all it has does.
  std::size_t weight(const Agent& agent, Id queue) const;
  std::size_t load(const Agent& agent) const;
  bool fits(const Agent& agent, Id queue) const;
  void forget_surplus(Agent& agent) const;
  void weigh_anew();
  void give(Agent& agent, const Conversation& c, bool by_policy);
  bool eligible(const Agent& agent, Id queue) const;
  // The house would give this agent that conversation, now or after others.
  bool could_take(Id agent, Id conversation) const;
  std::tuple<bool, std::int64_t, Id> line_of(Id id, const Conversation& c) const;
  bool better(const Agent& a, const Agent& b, Id queue) const;
  void fair_to_agents(Id id, const Conversation& c, Id chosen) const;
  void ladder_at_rest(Id id, const Conversation& c) const;
  // When the policy wants something done about the silence in an assigned conversation; 0: never.
  std::int64_t silence_ends(Id id, const Conversation& c) const;
  // The house chose this agent for this conversation by itself.
  void fair(Id id, const Conversation& c, Id chosen) const;
  void at_rest() const;
  void agents_at_rest() const;

  std::map<Id, Conversation> conversations_;
  std::map<Id, Agent> agents_;
  std::map<Id, core::QueueSetting> queues_;
  std::set<Id> closed_queues_;  // by their hours
  std::set<Id> reachable_;      // visitors who gave an e-mail address or a phone number
  Id crowded_ = 0;              // opened in a full queue by this command
  std::map<Id, Id> open_;       // a visitor's open conversation
  std::map<std::tuple<Id, core::Author, std::string>, std::pair<core::Seq, Body>> acks_;
  std::int64_t now_ = 0;
  std::uint64_t given_ = 0;
  Ledger ledger_;
  Trails trails_;
  Opinions opinions_;
  Identities identities_;
  Bids bids_;
  // Somebody chose who gets a conversation: Accept, Reopen, a supervisor, whoever invited.
  bool by_hand_ = false;
  Id forced_ = 0;  // the conversation that a supervisor gives or takes right now
};

}  // namespace usher::simulation
