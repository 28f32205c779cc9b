#include "core/derived.hpp"
#include "core/form.hpp"
#include "core/rules.hpp"

namespace usher::core::rules {
namespace {

using Accepted = Decision::Accepted;

// An Ask or a Post whose message was accepted before, or cannot be vouched for; none: it is new.
std::optional<Outcome> repeated(const Context& on, const Conversation& conversation, Author author,
                                const auto& message) {
  if (const Receipt* receipt = conversation.receipts.find(author, message.client_id)) {
    if (receipt->message_hash != message_hash(message.text, message.file)) {
      return Rejection::id_conflict;
    }
    return Decision{{}, Accepted{conversation.id, receipt->seq, receipt->at}};
  }
  if (!on.journal_was_asked && conversation.receipts.may_be_older(author, message.client_id)) {
    return Rejection::receipt_unknown;
  }
  return std::nullopt;
}

// A word of the account's list is told with its message.
void add_message(const Floor& floor, event::MessagePosted message, std::vector<Event>& events) {
  const std::string* word = floor.words.find_in(message.text);
  const event::WordFound found{message.conversation, message.seq, message.author.kind,
                               word ? *word : std::string()};
  events.emplace_back(std::move(message));
  if (word) events.emplace_back(found);
}

Decision posted(const Context& on, ConversationId conversation, Seq seq, Author author,
                const auto& message) {
  Decision decision;
  add_message(on.floor, {conversation, seq, author, message.client_id, message.text, message.file},
              decision.events);
  decision.receipt = Accepted{conversation, seq, on.now};
  return decision;
}

const Queue* first_queue(const Floor& floor) {
  const Queue* first = nullptr;
  for (const auto& [id, queue] : floor.queues) {
    if (!first || queue.rank < first->rank) first = &queue;
  }
  return first;
}

// The one that was asked for; one that whoever invited the visitor serves, if that one does not.
std::optional<QueueId> named_by(const Floor& floor, const command::Ask& command) {
  const Invitation* invited = open_invitation(find(floor, command.visitor));
  const Agent* by = invited ? find(floor, invited->by) : nullptr;
  if (!by || (command.queue && serves(*by, *command.queue))) return command.queue;
  return serves(*by, invited->queue) ? std::optional(invited->queue) : command.queue;
}

// A message that is left waits for nobody here: a full queue takes it, too.
std::variant<const Queue*, Rejection> queue_for(const Floor& floor, const command::Ask& command) {
  const std::optional<QueueId> named = named_by(floor, command);
  if (!command.leave) return rules::queue_for(floor, named);
  const Queue* queue = named ? find(floor, *named) : first_queue(floor);
  if (!queue) return Rejection::unknown_queue;
  return queue;
}

void add_contact(const Floor& floor, VisitorId visitor, const Contact& contact,
                 std::vector<Event>& events) {
  const command::Identify told{visitor, contact.name, contact.email, contact.phone, {}};
  if (auto news = news_of(floor, told)) events.emplace_back(*std::move(news));
}

// What its queue asks for and the visitor wished, as far as anybody of the queue has it.
Skills skills_for(const Floor& floor, const Queue& queue, const Skills& wished) {
  Skills skills = queue.setting.policy.skills;
  for (const std::string& skill : wished) {
    const bool had = std::ranges::any_of(floor.agents, [&](const auto& entry) {
      const Agent& agent = entry.second;
      return serves(agent, queue.setting.id) &&
             std::ranges::binary_search(agent.setting.skills, skill);
    });
    if (had && skills.size() < limits::skills_max) skills.push_back(skill);
  }
  normalise(skills);
  return skills;
}

// For whom a conversation is kept a while: who was asked for, or whom the visitor had last; if that
// one could come now.
AgentId keep_for(const Floor& floor, const Queue& queue, AgentId wanted) {
  const Agent* agent = find(floor, wanted);
  const bool there = agent && agent->connected && agent->status == AgentStatus::online;
  return there && serves(*agent, queue.setting.id) ? wanted : AgentId{};
}

// May this person see and speak of the conversation at all?
std::optional<Rejection> refused(const Floor& floor, const Conversation* conversation, Author by) {
  if (by.kind == AuthorKind::agent && !find(floor, AgentId{by.id})) {
    return Rejection::unknown_agent;
  }
  if (!conversation) return Rejection::unknown_conversation;
  const bool foreign = by.kind == AuthorKind::visitor && conversation->visitor.value != by.id;
  if (foreign) return Rejection::unknown_conversation;
  return std::nullopt;
}

bool owns(const Conversation& conversation, Author by) {
  return by.kind == AuthorKind::visitor || conversation.agent.value == by.id;
}

// Into its capacity; what it wraps up has its places already.
bool fits(const Floor& floor, const Conversation& conversation, const Agent& agent) {
  const std::size_t others = agent.load - derived::places_taken(floor, agent, conversation);
  return others + derived::places_taken(agent, floor.queues.at(conversation.queue)) <=
         agent.setting.capacity;
}

Outcome reopened_by_agent(const Floor& floor, const Conversation& conversation, AgentId id) {
  const Agent& agent = floor.agents.at(id);
  if (conversation.agent != id) return Rejection::not_assigned;
  if (!agent.connected || agent.status == AgentStatus::offline) return Rejection::agent_offline;
  if (!fits(floor, conversation, agent)) return Rejection::over_capacity;
  const Seq seq = conversation.last_seq;
  Decision decision = happens(event::Reopened{conversation.id, seq + 1, author_of(id)},
                              event::Assigned{conversation.id, seq + 2, id, {}});
  ignore_invitation(find(floor, conversation.visitor), decision.events);
  return decision;
}

// Into a conversation that is open. Where an agent is here already, nothing is left.
Outcome written(const Context& on, const Conversation& conversation, const command::Ask& command) {
  const bool leaves =
      command.leave && !conversation.left && conversation.state == ConversationState::waiting;
  if (leaves && !reachable(find(on.floor, command.visitor), *command.leave)) {
    return Rejection::contact_required;
  }
  const Seq seq = conversation.last_seq + 1;
  Decision decision = posted(on, conversation.id, seq, author_of(command.visitor), command);
  if (command.leave) add_contact(on.floor, command.visitor, *command.leave, decision.events);
  if (leaves) decision.events.emplace_back(event::MessageLeft{conversation.id, seq + 1});
  return decision;
}

}  // namespace

// A full queue hands it on along the ladder's queues, each once.
std::variant<const Queue*, Rejection> queue_for(const Floor& floor, std::optional<QueueId> named) {
  const Queue* queue = named ? find(floor, *named) : first_queue(floor);
  if (!queue) return Rejection::unknown_queue;
  std::vector<QueueId> tried;
  while (queue && queue->full) {
    tried.push_back(queue->setting.id);
    queue = find(floor, queue->setting.policy.overflow);
    if (queue && std::ranges::find(tried, queue->setting.id) != tried.end()) queue = nullptr;
  }
  if (!queue) return Rejection::queue_full;
  return queue;
}

Seq begin(const Context& on, const Beginning& beginning, std::vector<Event>& events) {
  const Invitation* invited = open_invitation(find(on.floor, beginning.visitor));
  const Queue& queue = *beginning.queue;
  const QueuePolicy& policy = queue.setting.policy;
  const std::int64_t keep_ms =
      invited ? std::max(policy.last_agent_ms, limits::invitation_keep_ms) : policy.last_agent_ms;
  const AgentId wanted = invited ? invited->by : beginning.wanted;
  const AgentId kept_for = keep_ms > 0 ? keep_for(on.floor, queue, wanted) : AgentId{};
  events.emplace_back(event::ConversationOpened{beginning.id, beginning.visitor, beginning.site,
                                                queue.setting.id, policy.priority,
                                                skills_for(on.floor, queue, beginning.skills),
                                                kept_for, kept_for ? on.now + keep_ms : Time{}});
  if (!invited) return 1;
  const std::string client_id = "invitation-" + std::to_string(invited->number);
  add_message(on.floor, {beginning.id, 1, author_of(invited->by), client_id, invited->text},
              events);
  return 2;
}

Outcome decide(const Context& on, const command::Ask& command) {
  const Author author = author_of(command.visitor);
  const Visitor* visitor = find(on.floor, command.visitor);
  const Conversation* last = visitor ? find(on.floor, visitor->conversation) : nullptr;
  if (last) {
    if (auto known = repeated(on, *last, author, command)) return *known;
    if (last->state != ConversationState::closed) return written(on, *last, command);
  }
  if (!command.leave && !command.may_open) return Rejection::form_required;
  if (command.leave && !reachable(visitor, *command.leave)) return Rejection::contact_required;
  const auto found = queue_for(on.floor, command);
  if (const auto* no = std::get_if<Rejection>(&found)) return *no;
  const Queue& queue = *std::get<const Queue*>(found);
  const AgentId wanted = command.wanted || !last ? command.wanted : last->agent;
  const ConversationId id = command.fresh_conversation;
  const Beginning beginning{id, command.visitor, command.site, &queue, command.skills, wanted};
  Decision decision;
  if (command.leave) add_contact(on.floor, command.visitor, *command.leave, decision.events);
  Seq seq = begin(on, beginning, decision.events);
  decision.receipt = Accepted{id, seq, on.now};
  add_message(on.floor, {id, seq++, author, command.client_id, command.text, command.file},
              decision.events);
  if (command.leave) decision.events.emplace_back(event::MessageLeft{id, seq++});
  end_by_opening(on.floor, beginning, seq, decision.events);
  return decision;
}

Outcome decide(const Context& on, const command::LeaveMessage& command) {
  const Conversation* conversation = find(on.floor, command.conversation);
  if (const auto no = refused(on.floor, conversation, author_of(command.visitor))) return *no;
  if (conversation->state != ConversationState::waiting) return Rejection::not_waiting;
  if (!reachable(find(on.floor, command.visitor), command.contact)) {
    return Rejection::contact_required;
  }
  Decision decision;
  add_contact(on.floor, command.visitor, command.contact, decision.events);
  if (!conversation->left) {
    decision.events.emplace_back(event::MessageLeft{conversation->id, conversation->last_seq + 1});
  }
  return decision;
}

Outcome decide(const Context& on, const command::Post& command) {
  const Author author = author_of(command.agent);
  const Conversation* conversation = find(on.floor, command.conversation);
  if (const auto no = refused(on.floor, conversation, author)) return *no;
  if (auto known = repeated(on, *conversation, author, command)) return *known;
  if (conversation->state == ConversationState::closed) return Rejection::conversation_closed;
  const bool own =
      conversation->state == ConversationState::assigned && owns(*conversation, author);
  if (!own && !speaks(*conversation, command.agent)) return Rejection::not_assigned;
  return posted(on, conversation->id, conversation->last_seq + 1, author, command);
}

Outcome decide(const Context& on, const command::Mark& command) {
  const Conversation* conversation = find(on.floor, command.conversation);
  if (const auto no = refused(on.floor, conversation, command.author)) return *no;
  if (!owns(*conversation, command.author)) return Rejection::not_assigned;
  const MarkPair& known = conversation->marks.at(command.author.kind);
  const Seq read = std::min(command.read, conversation->last_seq);
  const Seq delivered = std::min(command.delivered, conversation->last_seq);
  Decision decision;
  if (read > known.read) {
    decision.events.emplace_back(event::ReadMarked{conversation->id, command.author, read});
  }
  if (delivered > std::max(known.delivered, read)) {
    decision.events.emplace_back(
        event::DeliveredMarked{conversation->id, command.author, delivered});
  }
  return decision;
}

Outcome decide(const Context& on, const command::Hold& command) {
  const Conversation* conversation = find(on.floor, command.conversation);
  if (const auto no = refused(on.floor, conversation, author_of(command.agent))) return *no;
  if (conversation->state == ConversationState::closed) return Rejection::conversation_closed;
  if (conversation->state != ConversationState::assigned || conversation->agent != command.agent) {
    return Rejection::not_assigned;
  }
  if (conversation->held == command.held) return Decision{};
  const Agent& agent = on.floor.agents.at(command.agent);
  const bool may =
      command.held ? agent.held < limits::held_max : fits(on.floor, *conversation, agent);
  if (!may) return Rejection::over_capacity;
  return happens(event::HoldChanged{conversation->id, command.agent, command.held});
}

Outcome decide(const Context& on, const command::Prioritise& command) {
  const Agent* agent = find(on.floor, command.agent);
  if (!agent) return Rejection::unknown_agent;
  const Conversation* conversation = find(on.floor, command.conversation);
  if (!conversation) return Rejection::unknown_conversation;
  if (conversation->state != ConversationState::waiting) return Rejection::not_waiting;
  const bool may = agent->setting.role != Role::agent || serves(*agent, conversation->queue);
  if (!may) return Rejection::unknown_conversation;
  if (conversation->priority == command.priority) return Decision{};
  return happens(event::PriorityChanged{conversation->id, command.priority, command.agent});
}

Outcome decide(const Context& on, const command::FinishWrapUp& command) {
  const Agent* agent = find(on.floor, command.agent);
  if (!agent) return Rejection::unknown_agent;
  const bool open = std::ranges::find(agent->wrap_ups, command.conversation,
                                      &WrapUp::conversation) != agent->wrap_ups.end();
  if (!open) return Decision{};  // its time was over a moment before
  return happens(event::WrapUpEnded{command.conversation, command.agent});
}

Outcome decide(const Context& on, const command::Close& command) {
  const Conversation* conversation = find(on.floor, command.conversation);
  if (const auto no = refused(on.floor, conversation, command.by)) return *no;
  if (conversation->state == ConversationState::closed) return Rejection::conversation_closed;
  if (command.by.kind == AuthorKind::agent) {
    const Role role = find(on.floor, AgentId{command.by.id})->setting.role;
    const bool own =
        conversation->state == ConversationState::assigned && owns(*conversation, command.by);
    if (!own && role == Role::agent) return Rejection::not_assigned;
  }
  Decision decision;
  end_offer(*conversation, OfferEnd::conversation_closed, decision.events);
  decision.events.emplace_back(
      event::Closed{conversation->id, conversation->last_seq + 1, command.by, false});
  return decision;
}

Outcome decide(const Context& on, const command::Reopen& command) {
  const Conversation* conversation = find(on.floor, command.conversation);
  if (const auto no = refused(on.floor, conversation, command.by)) return *no;
  if (conversation->state != ConversationState::closed) return Rejection::conversation_open;
  // One conversation of a visitor at a time.
  const Visitor* visitor = find(on.floor, conversation->visitor);
  const Conversation* last = visitor ? find(on.floor, visitor->conversation) : nullptr;
  if (last && last->state != ConversationState::closed) return Rejection::conversation_open;
  if (command.by.kind == AuthorKind::agent) {
    return reopened_by_agent(on.floor, *conversation, AgentId{command.by.id});
  }
  const Seq seq = conversation->last_seq;
  const Queue& queue = on.floor.queues.at(conversation->queue);
  const std::int64_t keep_ms = queue.setting.policy.last_agent_ms;
  const AgentId kept_for = keep_ms > 0 ? keep_for(on.floor, queue, conversation->agent) : AgentId{};
  Decision decision = happens(event::Reopened{conversation->id, seq + 1, command.by},
                              event::Requeued{conversation->id,
                                              seq + 2,
                                              RequeueReason::reopened_by_visitor,
                                              {},
                                              {},
                                              kept_for,
                                              kept_for ? on.now + keep_ms : Time{}});
  ignore_invitation(visitor, decision.events);
  return decision;
}

}  // namespace usher::core::rules
