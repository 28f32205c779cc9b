#pragma once
// An agent, or a rule in an agent's name, speaks to a visitor first. The visitor accepts, which
// opens a conversation, or refuses, or lets it pass.
//
// A rule may withhold its invitation from a share of the visitors: that one is remembered like any
// other and shown to nobody, so that what invitations lead to can be told from what would have
// happened anyway.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "core/limits.hpp"
#include "core/rule_results.hpp"

namespace usher::core {

struct Floor;
struct Visitor;

enum class InvitationKind : std::uint8_t {
  bubble,  // beside the launcher
  card,    // in the middle of the page
  chat,    // the chat opens by itself
};

enum class InvitationAnswer : std::uint8_t { none, accepted, refused, ignored };

struct Invitation {
  std::uint64_t number = 0;  // counted by the floor: 1, 2, 3 …
  Time at;
  AgentId by;             // in whose name
  InvitationRuleId rule;  // 0: by hand
  InvitationKind kind = InvitationKind::bubble;
  QueueId queue;  // that the conversation goes to
  bool withheld = false;
  std::string text;
  InvitationAnswer answer = InvitationAnswer::none;
  bool led = false;  // a conversation began after it, in its visit

  friend bool operator==(const Invitation&, const Invitation&) = default;
};

// How much of it one visitor may be bothered with, by hand and by rules together.
struct InvitationCaps {
  std::uint32_t per_visit = limits::invitations_per_visit;
  std::uint32_t per_day = limits::invitations_per_day;
  std::int64_t cool_down_ms = limits::invitation_cool_down_ms;  // after a refusal

  friend bool operator==(const InvitationCaps&, const InvitationCaps&) = default;
};

// What is remembered of a visitor's invitations beyond its visit.
struct Invited {
  Time day_began;  // that of the last one
  std::uint32_t in_day = 0;
  std::optional<Time> refused_at;
  std::vector<RuleTimes> by_rule;  // at most limits::rules_remembered_max, the newest last

  friend bool operator==(const Invited&, const Invited&) = default;
};

// Why a visitor can't be invited now.
enum class InvitationObstacle : std::uint8_t {
  not_on_site,
  in_conversation,
  invited_already,  // and has not answered
  cooling_down,     // it refused one
  enough_in_visit,
  enough_in_day,
};

namespace command {

// An agent speaks to a visitor who has not asked, by itself or by a rule. `queue` has the
// conversation that it may lead to, if the agent serves it; else one of the agent's own.
struct InviteVisitor {
  AgentId agent;
  VisitorId visitor;
  InvitationKind kind = InvitationKind::bubble;
  std::string text;
  std::optional<QueueId> queue = {};
  InvitationRuleId rule = {};  // 0: by hand
  bool withheld = false;
  InvitationCaps caps = {};
};
// To accept opens a conversation with the invitation's words; `may_open` as in Ask.
struct AnswerInvitation {
  VisitorId visitor;
  SiteId site;
  std::uint64_t invitation = 0;
  bool accepted = false;  // else refused
  ConversationId fresh_conversation;
  bool may_open = true;
};

}  // namespace command

namespace event {

struct VisitorInvited {
  VisitorId visitor;
  VisitId visit;
  std::uint64_t invitation = 0;
  AgentId by;
  InvitationRuleId rule;
  InvitationKind kind = InvitationKind::bubble;
  QueueId queue;
  bool withheld = false;
  std::string text;
};
// Never `none`.
struct InvitationAnswered {
  VisitorId visitor;
  VisitId visit;
  std::uint64_t invitation = 0;
  InvitationAnswer answer = InvitationAnswer::ignored;
};
// A conversation began after it, in its visit; for its rule's first one in that visit only.
struct InvitationLed {
  VisitorId visitor;
  VisitId visit;
  std::uint64_t invitation = 0;
};

}  // namespace event

// The one that waits for the visitor's answer; null: none. `visitor` may be null.
const Invitation* open_invitation(const Visitor* visitor);
std::optional<InvitationObstacle> obstacle_to_inviting(const Floor& floor, const Visitor* visitor,
                                                       const InvitationCaps& caps, Time now);

}  // namespace usher::core
