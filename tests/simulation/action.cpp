#include "simulation/action.hpp"

namespace usher::simulation {
namespace {

namespace command = core::command;

std::string n(std::uint64_t number) { return " " + std::to_string(number); }

std::string who(const core::Author& author) {
  return (author.kind == core::AuthorKind::agent ? " agent" : " visitor") + n(author.id);
}

struct Describe {
  std::string operator()(const command::Configure& c) const {
    std::string text = "Configure queues";
    for (const auto& queue : c.queues) {
      text +=
          n(queue.id.value) + (queue.rings ? "(rings " + std::to_string(queue.ring_ms) + ")" : "");
    }
    text += ", agents";
    for (const auto& agent : c.agents) {
      text += n(agent.id.value) + "(capacity " + std::to_string(agent.capacity) + ", queues";
      for (const auto queue : agent.queues) text += n(queue.value);
      text += ")";
    }
    return text;
  }
  std::string operator()(const command::Recover&) const { return "Recover"; }
  std::string operator()(const command::VisitorConnect& c) const {
    return "VisitorConnect" + n(c.visitor.value);
  }
  std::string operator()(const command::VisitorDisconnect& c) const {
    return "VisitorDisconnect" + n(c.visitor.value);
  }
  std::string operator()(const command::ViewPage& c) const {
    return "ViewPage visitor" + n(c.visitor.value) + ", view " + c.view;
  }
  std::string operator()(const command::ReportDwell& c) const {
    return "ReportDwell visitor" + n(c.visitor.value) + ", view " + c.view + ", ms" +
           n(static_cast<std::uint64_t>(c.dwell.visible_ms)) + (c.over ? ", over" : "");
  }
  std::string operator()(const command::Identify& c) const {
    return "Identify visitor" + n(c.visitor.value) +
           (c.proven ? ", proven " + c.proven->external_id : "");
  }
  std::string operator()(const command::LeaveMessage& c) const {
    return "LeaveMessage visitor" + n(c.visitor.value) + ", conversation" + n(c.conversation.value);
  }
  std::string operator()(const command::Ask& c) const {
    return std::string(c.leave ? "Leave" : "Ask") + " visitor" + n(c.visitor.value) +
           ", fresh conversation" + n(c.fresh_conversation.value) +
           (c.may_open ? ", " : ", form open, ") + c.client_id + ": " + c.text;
  }
  std::string operator()(const command::Post& c) const {
    return "Post agent" + n(c.agent.value) + ", conversation" + n(c.conversation.value) + ", " +
           c.client_id + ": " + c.text;
  }
  std::string operator()(const command::Mark& c) const {
    return "Mark" + who(c.author) + ", conversation" + n(c.conversation.value) + ", read" +
           n(c.read);
  }
  std::string operator()(const command::AgentConnect& c) const {
    return "AgentConnect" + n(c.agent.value);
  }
  std::string operator()(const command::AgentDisconnect& c) const {
    return "AgentDisconnect" + n(c.agent.value);
  }
  std::string operator()(const command::AgentHeartbeat& c) const {
    return "AgentHeartbeat" + n(c.agent.value);
  }
  std::string operator()(const command::SetStatus& c) const {
    return "SetStatus agent" + n(c.agent.value) + n(static_cast<std::uint64_t>(c.status));
  }
  std::string operator()(const command::Accept& c) const {
    return "Accept agent" + n(c.agent.value) + ", conversation" + n(c.conversation.value);
  }
  std::string operator()(const command::Decline& c) const {
    return "Decline agent" + n(c.agent.value) + ", conversation" + n(c.conversation.value);
  }
  std::string operator()(const command::Transfer& c) const {
    const auto* to = std::get_if<core::AgentId>(&c.to);
    return "Transfer agent" + n(c.agent.value) + ", conversation" + n(c.conversation.value) +
           (to ? " to agent" + n(to->value) : " to queue" + n(std::get<core::QueueId>(c.to).value));
  }
  std::string operator()(const command::Hold& c) const {
    return (c.held ? "Hold agent" : "Retrieve agent") + n(c.agent.value) + ", conversation" +
           n(c.conversation.value);
  }
  std::string operator()(const command::Prioritise& c) const {
    return "Prioritise agent" + n(c.agent.value) + ", conversation" + n(c.conversation.value) +
           ", priority" + n(c.priority);
  }
  std::string operator()(const command::FinishWrapUp& c) const {
    return "FinishWrapUp agent" + n(c.agent.value) + ", conversation" + n(c.conversation.value);
  }
  std::string operator()(const command::Close& c) const {
    return "Close" + who(c.by) + ", conversation" + n(c.conversation.value);
  }
  std::string operator()(const command::Reopen& c) const {
    return "Reopen" + who(c.by) + ", conversation" + n(c.conversation.value);
  }
  std::string operator()(const command::SetHours& c) const {
    return (c.open ? "Open queue" : "Close queue") + n(c.queue.value);
  }
  std::string operator()(const command::SetDay& c) const {
    return "Day from " + std::to_string(c.day.begins_at.ms) + " to " +
           std::to_string(c.day.ends_at.ms);
  }
  std::string operator()(const command::Tick&) const { return "Tick"; }
  std::string operator()(const command::Join& c) const {
    return "Join agent" + n(c.agent.value) + ", conversation" + n(c.conversation.value) + ", mode" +
           n(static_cast<std::uint64_t>(c.mode));
  }
  std::string operator()(const command::Leave& c) const {
    return "Leave agent" + n(c.agent.value) + ", conversation" + n(c.conversation.value) +
           ", says agent" + n(c.by.value);
  }
  std::string operator()(const command::Invite& c) const {
    return "Invite agent" + n(c.agent.value) + ", conversation" + n(c.conversation.value) +
           ", by agent" + n(c.by.value) + ", mode" + n(static_cast<std::uint64_t>(c.mode));
  }
  std::string operator()(const command::TakeOver& c) const {
    return "TakeOver agent" + n(c.agent.value) + ", conversation" + n(c.conversation.value) +
           " from agent" + n(c.owner.value);
  }
  std::string operator()(const command::Give& c) const {
    const auto* to = std::get_if<core::AgentId>(&c.to);
    return "Give by agent" + n(c.by.value) + ", conversation" + n(c.conversation.value) +
           " of agent" + n(c.owner.value) +
           (to ? " to agent" + n(to->value) : " to queue" + n(std::get<core::QueueId>(c.to).value));
  }
  std::string operator()(const command::SetStatusOf& c) const {
    return "SetStatusOf agent" + n(c.agent.value) + n(static_cast<std::uint64_t>(c.status)) +
           ", by agent" + n(c.by.value);
  }
  std::string operator()(const command::WriteNote& c) const {
    return "WriteNote agent" + n(c.agent.value) + ", conversation" + n(c.conversation.value) +
           ", " + c.client_id + ": " + c.text;
  }
  std::string operator()(const command::Tag& c) const {
    return std::string(c.on ? "Tag" : "Untag") + " agent" + n(c.agent.value) + ", conversation" +
           n(c.conversation.value) + ": " + c.tag;
  }
  std::string operator()(const command::Rate& c) const {
    return "Rate visitor" + n(c.visitor.value) + ", conversation" + n(c.conversation.value) +
           ", score" + n(c.score);
  }
  std::string operator()(const command::SkipRating& c) const {
    return "SkipRating visitor" + n(c.visitor.value) + ", conversation" + n(c.conversation.value);
  }
  std::string operator()(const command::Acknowledge& c) const {
    return "Acknowledge agent" + n(c.agent.value) + ", alarm" + n(c.alarm);
  }
  std::string operator()(const command::InviteVisitor& c) const {
    return std::string(c.withheld ? "Withhold" : "Invite") + " visitor" + n(c.visitor.value) +
           ", by agent" + n(c.agent.value) + ", rule" + n(c.rule.value);
  }
  std::string operator()(const command::AnswerInvitation& c) const {
    return std::string(c.accepted ? "Accept" : "Refuse") + " invitation" + n(c.invitation) +
           ", visitor" + n(c.visitor.value);
  }
  std::string operator()(const command::Forget& c) const {
    std::string text = "Forget";
    for (const auto id : c.what.visitors) text += " visitor " + std::to_string(id.value);
    for (const auto id : c.what.conversations) text += " conversation " + std::to_string(id.value);
    return text;
  }
  std::string operator()(const command::Dispose& c) const {
    return "Dispose agent" + n(c.agent.value) + ", conversation" + n(c.conversation.value) + ": " +
           c.text;
  }
  std::string operator()(const command::EditPerson& c) const {
    return "EditPerson agent" + n(c.agent.value) + ", visitor" + n(c.visitor.value) + ": " + c.key +
           " = " + c.value;
  }
  std::string operator()(const command::NotePerson& c) const {
    return "NotePerson agent" + n(c.agent.value) + ", visitor" + n(c.visitor.value);
  }
  std::string operator()(const command::TagPerson& c) const {
    return "TagPerson agent" + n(c.agent.value) + ", visitor" + n(c.visitor.value) + ": " + c.tag;
  }
  std::string operator()(const command::MergePeople& c) const {
    return "MergePeople agent" + n(c.agent.value) + ", visitor" + n(c.visitor.value) + ", into" +
           n(c.into.value);
  }
  std::string operator()(const command::SplitPeople& c) const {
    return "SplitPeople agent" + n(c.agent.value) + ", visitor" + n(c.visitor.value);
  }
};

}  // namespace

std::string describe(const Action& action) {
  std::string text = "+" + std::to_string(action.wait_ms) + " ms  ";
  text += std::visit(Describe{}, action.command);
  switch (action.fault) {
    case Fault::none:
      break;
    case Fault::commit_fails:
      text += "  [commit fails]";
      break;
    case Fault::late_wake:
      text += "  [wakes late]";
      break;
    case Fault::snapshot:
      text += "  [snapshot]";
      break;
    case Fault::restart:
      text += "  [restart]";
      break;
  }
  return text;
}

}  // namespace usher::simulation
