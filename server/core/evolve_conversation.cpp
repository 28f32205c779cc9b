#include <algorithm>
#include <utility>

#include "core/derived.hpp"
#include "core/evolve.hpp"
#include "core/limits.hpp"

namespace usher::core::evolving {
namespace {

// At most so many bytes, never half a character.
std::string_view start_of(std::string_view text) {
  if (text.size() <= limits::preview_bytes_max) return text;
  std::size_t end = limits::preview_bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
  return text.substr(0, end);
}

void stop_ringing(Floor& floor, Conversation& conversation) {
  if (!conversation.offer) return;
  const Offer offer = *conversation.offer;
  derived::clear_deadline(floor, Floor::Due::offer, conversation.id.value, offer.deadline);
  conversation.offer.reset();
  Agent& agent = floor.agents.at(offer.agent);
  derived::change(floor, agent, [&] { agent.offers.erase(conversation.id); });
}

void take_from_owner(Floor& floor, Conversation& conversation, Time at) {
  if (conversation.state != ConversationState::assigned) return;
  Agent& agent = floor.agents.at(conversation.agent);
  derived::change(floor, agent, [&] {
    agent.conversations.erase(conversation.id);
    if (std::exchange(conversation.held, false)) --agent.held;
    agent.idle_since = at;
  });
}

}  // namespace

void apply(Floor& floor, const event::ConversationOpened& e, Time at) {
  Conversation& conversation = floor.conversations[e.conversation];
  conversation.id = e.conversation;
  conversation.visitor = e.visitor;
  conversation.site = e.site;
  conversation.queue = e.queue;
  conversation.opened_at = at;
  conversation.marks = {{AuthorKind::visitor, {}}, {AuthorKind::agent, {}}};
  derived::enqueue(floor, conversation, {true, at, e.conversation});
  Visitor& visitor = floor.visitors[e.visitor];
  visitor.id = e.visitor;
  visitor.conversation = e.conversation;
}

void apply(Floor& floor, const event::MessagePosted& e, Time at) {
  Conversation& conversation = floor.conversations.at(e.conversation);
  conversation.last_seq = e.seq;
  conversation.last_message_seq = e.seq;
  conversation.last_message_at = at;
  conversation.last_message_by = e.author.kind;
  conversation.last_message_start = start_of(e.text);
  conversation.receipts.add({e.author, e.client_id, e.seq, at, text_hash(e.text)});
  conversation.receipts.trim(limits::receipts_max);
}

void apply(Floor& floor, const event::Assigned& e, Time) {
  Conversation& conversation = floor.conversations.at(e.conversation);
  conversation.last_seq = e.seq;
  stop_ringing(floor, conversation);
  derived::dequeue(floor, conversation);
  conversation.state = ConversationState::assigned;
  conversation.agent = e.agent;
  part(floor, conversation, e.agent);
  const bool answered = floor.queues.at(conversation.queue).setting.rings;
  Agent& agent = floor.agents.at(e.agent);
  derived::change(floor, agent, [&] {
    agent.conversations.insert(e.conversation);
    if (answered) agent.missed_in_row = 0;
  });
}

void apply(Floor& floor, const event::Requeued& e, Time at) {
  Conversation& conversation = floor.conversations.at(e.conversation);
  const AgentId owner = conversation.agent;
  const bool owned = conversation.state == ConversationState::assigned;
  conversation.last_seq = e.seq;
  take_from_owner(floor, conversation, at);
  derived::dequeue(floor, conversation);
  if (e.queue) conversation.queue = e.queue;
  derived::enqueue(floor, conversation, {false, conversation.wait.since, e.conversation});
  const bool moved = e.reason == RequeueReason::moved_by_supervisor;
  if (e.reason != RequeueReason::transferred && !(moved && owned)) return;
  if (!moved) leave_note(conversation, owner, e.note);
  derived::pass_over(floor, conversation, owner, at);
}

void apply(Floor& floor, const event::Transferred& e, Time at) {
  Conversation& conversation = floor.conversations.at(e.conversation);
  conversation.last_seq = e.seq;
  stop_ringing(floor, conversation);
  take_from_owner(floor, conversation, at);
  conversation.agent = e.agent;
  part(floor, conversation, e.agent);
  Agent& agent = floor.agents.at(e.agent);
  derived::change(floor, agent, [&] {
    agent.conversations.insert(e.conversation);
    agent.missed_in_row = 0;
  });
}

void leave_note(Conversation& conversation, AgentId by, std::string_view note) {
  conversation.note_by = by;
  conversation.note = note;
}

void apply(Floor& floor, const event::HoldChanged& e, Time) {
  Conversation& conversation = floor.conversations.at(e.conversation);
  Agent& agent = floor.agents.at(e.agent);
  derived::change(floor, agent, [&] {
    conversation.held = e.held;
    e.held ? ++agent.held : --agent.held;
  });
}

void apply(Floor& floor, const event::Closed& e, Time at) {
  Conversation& conversation = floor.conversations.at(e.conversation);
  conversation.last_seq = e.seq;
  take_from_owner(floor, conversation, at);
  derived::dequeue(floor, conversation);
  conversation.state = ConversationState::closed;
  leave_note(conversation, {}, {});
  while (!conversation.participants.empty()) {
    part(floor, conversation, conversation.participants.back().agent);
  }
  conversation.closed_at = at;
  conversation.receipts.trim(limits::receipts_closed_max);
  if (conversation.receipts.cut()) conversation.receipts.forget_older();
  derived::set_deadline(floor, Floor::Due::archive, e.conversation.value,
                        at + limits::closed_keep_ms);
}

// It waits at the front until the event that follows gives it to an agent, if it was one who asked.
void apply(Floor& floor, const event::Reopened& e, Time at) {
  Conversation& conversation = floor.conversations.at(e.conversation);
  conversation.last_seq = e.seq;
  derived::clear_deadline(floor, Floor::Due::archive, e.conversation.value,
                          conversation.closed_at.value() + limits::closed_keep_ms);
  conversation.closed_at.reset();
  derived::enqueue(floor, conversation, {false, at, e.conversation});
  Visitor& visitor = floor.visitors[conversation.visitor];
  visitor.id = conversation.visitor;
  visitor.conversation = e.conversation;
}

void apply(Floor& floor, const event::ReadMarked& e, Time) {
  MarkPair& marks = floor.conversations.at(e.conversation).marks[e.author.kind];
  marks.read = e.read;
  marks.delivered = std::max(marks.delivered, e.read);
}

void apply(Floor& floor, const event::DeliveredMarked& e, Time) {
  floor.conversations.at(e.conversation).marks[e.author.kind].delivered = e.delivered;
}

void apply(Floor& floor, const event::ConversationArchived& e, Time) {
  const Conversation& conversation = floor.conversations.at(e.conversation);
  const VisitorId visitor_id = conversation.visitor;
  derived::clear_deadline(floor, Floor::Due::archive, e.conversation.value,
                          conversation.closed_at.value() + limits::closed_keep_ms);
  floor.conversations.erase(e.conversation);
  const auto visitor = floor.visitors.find(visitor_id);
  if (visitor == floor.visitors.end() || visitor->second.conversation != e.conversation) return;
  visitor->second.conversation = {};
  forget_if_gone(floor, visitor_id);
}

}  // namespace usher::core::evolving
