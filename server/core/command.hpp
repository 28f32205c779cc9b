#pragma once
// What anybody may ask of a floor. A command is already authenticated and its fields are within
// limits.hpp; the floor decides whether it makes sense now. Ids called `fresh_…` are minted by the
// shell in case the decision needs a new one; they are unused otherwise.

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/alarm.hpp"
#include "core/day.hpp"
#include "core/device.hpp"
#include "core/dwell.hpp"
#include "core/file.hpp"
#include "core/forget.hpp"
#include "core/identity.hpp"
#include "core/ids.hpp"
#include "core/invitation.hpp"
#include "core/left_message.hpp"
#include "core/person.hpp"
#include "core/policy.hpp"
#include "core/rating.hpp"
#include "core/region.hpp"
#include "core/source.hpp"
#include "core/supervision_command.hpp"

namespace usher::core {

enum class AuthorKind : std::uint8_t { visitor, agent };

// Who says or does something in a conversation. `id` is a VisitorId's or an AgentId's value.
struct Author {
  AuthorKind kind = AuthorKind::visitor;
  std::uint64_t id = 0;

  friend constexpr auto operator<=>(const Author&, const Author&) = default;
};

constexpr Author author_of(VisitorId id) { return {AuthorKind::visitor, id.value}; }
constexpr Author author_of(AgentId id) { return {AuthorKind::agent, id.value}; }

enum class Role : std::uint8_t { agent, supervisor, admin };

// What an agent declares. `offline` agents get nothing; `away` keep what they have.
enum class AgentStatus : std::uint8_t { offline, away, online };

struct QueueSetting {
  QueueId id;
  std::string name;
  bool rings = true;  // false: offers are accepted at once on the agent's behalf
  std::int64_t ring_ms = 0;
  QueuePolicy policy;

  friend bool operator==(const QueueSetting&, const QueueSetting&) = default;
};

// What one agent does in one queue beyond serving it.
struct QueueTerms {
  QueueId queue;
  std::uint32_t tier = 0;      // lower ones are asked first
  std::uint32_t capacity = 0;  // so many conversations of this queue at once; 0: as many as fit

  friend bool operator==(const QueueTerms&, const QueueTerms&) = default;
};

struct AgentSetting {
  AgentId id;
  std::string name;
  Role role = Role::agent;
  std::uint32_t capacity = 0;
  std::vector<QueueId> queues;    // sorted
  std::vector<QueueTerms> terms;  // of some of them; sorted by queue
  Skills skills;

  friend bool operator==(const AgentSetting&, const AgentSetting&) = default;
};

using Attributes = std::map<std::string, std::string>;

namespace command {

// The queues and agents as the directory has them now. Whoever is missing here leaves the floor:
// an agent's conversations go back to the front of their queue, a queue's to the first queue left.
struct Configure {
  std::vector<QueueSetting> queues;  // in display order; never empty
  std::vector<AgentSetting> agents;
  std::vector<std::string> words = {};  // that alarm when somebody writes them
};

// The shell (re)built this floor: nobody is connected yet. Connected agents start their grace
// period, visits start to linger.
struct Recover {};

// A visitor's first connection came, or its last one went. Idempotent.
struct VisitorConnect {
  VisitorId visitor;
  SiteId site;
};
struct VisitorDisconnect {
  VisitorId visitor;
};

// A page was opened in some tab. Starts a visit when the visitor has none. `view`: the browser's
// own name for this page view, so that a repetition is known as one; empty when it has none.
struct ViewPage {
  VisitorId visitor;
  SiteId site;
  VisitId fresh_visit;
  std::string url;
  std::string title;
  std::string referrer;
  std::string view = {};
  std::int64_t ago_ms = 0;  // it could not be told at once
  std::optional<Source> source = {};
  std::optional<Device> device = {};
  std::optional<Region> region = {};
};

// How long the visitor has dwelled on a page view so far; `over`: it was left.
struct ReportDwell {
  VisitorId visitor;
  std::string view;
  Dwell dwell;
  bool over = false;
};

// What the site's owner tells of the visitor. Absent fields stay as they are; an attribute with an
// empty value is removed.
struct Identify {
  VisitorId visitor;
  std::optional<std::string> name;
  std::optional<std::string> email;
  std::optional<std::string> phone;
  Attributes attributes;
  std::optional<Identity> proven = {};  // by the site's backend, and which of the values it named
};

// A visitor writes. It goes to the visitor's open conversation, or opens one in `queue` (or in the
// site's default queue, or the first one).
struct Ask {
  VisitorId visitor;
  SiteId site;
  std::optional<QueueId> queue;
  ConversationId fresh_conversation;
  std::string client_id;
  std::string text;
  Skills skills = {};    // beyond those that the queue asks for; what no agent has does not count
  AgentId wanted = {};   // asked for by name; 0: anybody
  bool may_open = true;  // false: the site's form stands in the way of a new conversation
  std::optional<Contact> leave = {};  // leaves it as a message, whatever the queue and the form say
  std::optional<File> file = {};
};

// An agent writes into a conversation that is assigned to it.
struct Post {
  AgentId agent;
  ConversationId conversation;
  std::string client_id;
  std::string text;
  std::optional<File> file = {};
};

// How far someone's screen has received and shown a conversation. Never goes back.
struct Mark {
  Author author;
  ConversationId conversation;
  Seq delivered = 0;
  Seq read = 0;
};

struct AgentConnect {
  AgentId agent;
};
struct AgentDisconnect {
  AgentId agent;  // its last connection went
};
struct AgentHeartbeat {
  AgentId agent;
};
struct SetStatus {
  AgentId agent;
  AgentStatus status = AgentStatus::offline;
};

struct Accept {
  AgentId agent;
  ConversationId conversation;
};
// By whom it is offered to, or by the owner who offered it.
struct Decline {
  AgentId agent;
  ConversationId conversation;
};
// The owner offers its conversation to a colleague, or gives it to a queue. Until the colleague
// accepts, it stays the owner's; the queue has it at once. A second transfer replaces the first.
struct Transfer {
  AgentId agent;
  ConversationId conversation;
  std::variant<AgentId, QueueId> to;
  std::string note;  // for whoever gets it
};
// Puts a conversation aside, or takes it back. Meanwhile it stays its owner's but takes no room.
struct Hold {
  AgentId agent;
  ConversationId conversation;
  bool held = true;
};
// Brings a conversation forward in its line, or back. By supervisors, and agents of its queue.
struct Prioritise {
  AgentId agent;
  ConversationId conversation;
  std::uint32_t priority = 0;
};
// What was left to do after closing is done: there is room for the next.
struct FinishWrapUp {
  AgentId agent;
  ConversationId conversation;
};
struct Close {
  Author by;
  ConversationId conversation;
};
// By the agent who had it (it is theirs again at once), or by a visitor (back to the queue's
// front).
struct Reopen {
  Author by;
  ConversationId conversation;
};

// Time has passed: whatever is due, happens.
struct Tick {};

// A queue's hours begin or end, or what is known of that changed. `until`: when they next change;
// none: never.
struct SetHours {
  QueueId queue;
  bool open = true;
  std::optional<Time> until;
};

// The account's day has begun, or it is another than was thought.
struct SetDay {
  Day day;
};

}  // namespace command

using Command = std::variant<
    command::Configure, command::Recover, command::VisitorConnect, command::VisitorDisconnect,
    command::ViewPage, command::Identify, command::Ask, command::Post, command::Mark,
    command::AgentConnect, command::AgentDisconnect, command::AgentHeartbeat, command::SetStatus,
    command::Accept, command::Decline, command::Transfer, command::Hold, command::Close,
    command::Reopen, command::Tick, command::Prioritise, command::FinishWrapUp, command::Join,
    command::Leave, command::Invite, command::TakeOver, command::Give, command::SetStatusOf,
    command::WriteNote, command::Tag, command::Dispose, command::SetHours, command::LeaveMessage,
    command::SetDay, command::ReportDwell, command::Rate, command::SkipRating, command::Acknowledge,
    command::InviteVisitor, command::AnswerInvitation, command::EditPerson, command::NotePerson,
    command::TagPerson, command::MergePeople, command::SplitPeople, command::Forget>;

}  // namespace usher::core
