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
  derived::change(floor, conversation, [&] { conversation.offer.reset(); });
  Agent& agent = floor.agents.at(offer.agent);
  derived::change(floor, agent, conversation, [&] { agent.offers.erase(conversation.id); });
}

void take_from_owner(Floor& floor, Conversation& conversation, Time at) {
  if (conversation.state != ConversationState::assigned) return;
  Agent& agent = floor.agents.at(conversation.agent);
  derived::change(floor, agent, conversation, [&] {
    agent.conversations.erase(conversation.id);
    if (std::exchange(conversation.held, false)) --agent.held;
    agent.idle_since = at;
  });
}

// A new wait begins. While it stands in no line.
void begin_wait(Floor& floor, Conversation& conversation, bool newcomer, Time since, Time at) {
  derived::forget_passes(floor, conversation);
  conversation.state = ConversationState::waiting;
  conversation.promised.reset();
  conversation.why.reset();
  derived::watch_silence(floor, conversation);
  conversation.wait.newcomer = newcomer;
  conversation.waiting_since = since;
  conversation.queued_at = at;
}

void end_wait(Floor& floor, Conversation& conversation, ConversationState state) {
  derived::change(floor, conversation, [&] {
    derived::forget_passes(floor, conversation);
    conversation.state = state;
    conversation.wait.arrival = {};
    conversation.promised.reset();
    conversation.reserved_for = {};
    conversation.moved_from.clear();
  });
  derived::watch_silence(floor, conversation);
}

void own(Floor& floor, Conversation& conversation, Time at) {
  conversation.owned_since = at;
  conversation.reminded = false;
  derived::watch_silence(floor, conversation);
}

void give(Floor& floor, Agent& agent) { agent.last_given = ++floor.given; }

void keep_for(Conversation& conversation, AgentId agent, Time until) {
  conversation.reserved_for = agent;
  conversation.reserved_until = until;
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
  conversation.priority = e.priority;
  conversation.skills = e.skills;
  keep_for(conversation, e.reserved_for, e.reserved_until);
  begin_wait(floor, conversation, true, at, at);
  derived::enter_line(floor, conversation);
  const Queue& queue = floor.queues.at(e.queue);
  conversation.promised = expected_wait(queue, position_of(queue, conversation));
  Visitor& visitor = floor.visitors[e.visitor];
  visitor.id = e.visitor;
  visitor.conversation = e.conversation;
}

void apply(Floor& floor, const event::MessagePosted& e, Time at) {
  Conversation& conversation = floor.conversations.at(e.conversation);
  conversation.last_seq = e.seq;
  conversation.last_message_seq = e.seq;
  conversation.last_message_at = at;
  if (conversation.last_message_by != e.author.kind) conversation.reminded = false;
  conversation.last_message_by = e.author.kind;
  conversation.last_message_start = start_of(e.text);
  conversation.receipts.add({e.author, e.client_id, e.seq, at, message_hash(e.text, e.file)});
  conversation.receipts.trim(limits::receipts_max);
  derived::watch_silence(floor, conversation);
}

void apply(Floor& floor, const event::Assigned& e, Time at) {
  Conversation& conversation = floor.conversations.at(e.conversation);
  conversation.last_seq = e.seq;
  const bool rang = conversation.offer && conversation.offer->agent == e.agent;
  stop_ringing(floor, conversation);
  waits::answered(floor.queues.at(conversation.queue), conversation, at);
  end_wait(floor, conversation, ConversationState::assigned);
  conversation.agent = e.agent;
  if (e.why || !rang) conversation.why = e.why;
  own(floor, conversation, at);
  part(floor, conversation, e.agent);
  const QueueSetting& queue = floor.queues.at(conversation.queue).setting;
  Agent& agent = floor.agents.at(e.agent);
  derived::change(floor, agent, conversation, [&] {
    agent.conversations.insert(e.conversation);
    give(floor, agent);
    if (queue.rings) {
      agent.missed_in_row = 0;
    } else if (queue.policy.pause_ms > 0) {
      derived::pause(floor, agent, at + queue.policy.pause_ms);
    }
  });
}

void apply(Floor& floor, const event::Requeued& e, Time at) {
  Conversation& conversation = floor.conversations.at(e.conversation);
  const AgentId owner = conversation.agent;
  const bool overflows = e.reason == RequeueReason::overflowed;
  const bool transferred = e.reason == RequeueReason::transferred;
  const bool owned = conversation.state == ConversationState::assigned;
  const bool taken = owned && e.reason == RequeueReason::moved_by_supervisor;
  conversation.last_seq = e.seq;
  take_from_owner(floor, conversation, at);
  derived::change(floor, conversation, [&] {
    begin_wait(floor, conversation, !owned && conversation.wait.newcomer,
               conversation.waiting_since, at);
    if (overflows) conversation.moved_from.push_back(conversation.queue);
    if (e.queue) conversation.queue = e.queue;
    keep_for(conversation, e.reserved_for, e.reserved_until);
    if (transferred || taken) derived::pass_over(floor, conversation, owner, at);
  });
  if (transferred) leave_note(conversation, owner, e.note);
}

void apply(Floor& floor, const event::Transferred& e, Time at) {
  Conversation& conversation = floor.conversations.at(e.conversation);
  conversation.last_seq = e.seq;
  stop_ringing(floor, conversation);
  take_from_owner(floor, conversation, at);
  conversation.agent = e.agent;
  conversation.why.reset();
  own(floor, conversation, at);
  part(floor, conversation, e.agent);
  Agent& agent = floor.agents.at(e.agent);
  derived::change(floor, agent, conversation, [&] {
    agent.conversations.insert(e.conversation);
    agent.missed_in_row = 0;
    give(floor, agent);
  });
}

void leave_note(Conversation& conversation, AgentId by, std::string_view note) {
  conversation.note_by = by;
  conversation.note = note;
}

void apply(Floor& floor, const event::HoldChanged& e, Time) {
  Conversation& conversation = floor.conversations.at(e.conversation);
  Agent& agent = floor.agents.at(e.agent);
  derived::change(floor, agent, conversation, [&] {
    conversation.held = e.held;
    e.held ? ++agent.held : --agent.held;
  });
  derived::watch_silence(floor, conversation);
}

void apply(Floor& floor, const event::Closed& e, Time at) {
  Conversation& conversation = floor.conversations.at(e.conversation);
  conversation.last_seq = e.seq;
  const std::int64_t wrap_up_ms = floor.queues.at(conversation.queue).setting.policy.wrap_up_ms;
  const bool leaves_work = conversation.state == ConversationState::assigned && !conversation.held;
  if (leaves_work && wrap_up_ms > 0) {
    Agent& agent = floor.agents.at(conversation.agent);
    derived::change(floor, agent, conversation, [&] {  // room for it: the conversation's own
      agent.conversations.erase(conversation.id);
      derived::begin_wrap_up(floor, agent, conversation.id, at + wrap_up_ms);
      agent.idle_since = at;
    });
  } else {
    take_from_owner(floor, conversation, at);
  }
  end_wait(floor, conversation, ConversationState::closed);
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

void apply(Floor& floor, const event::WrapUpEnded& e, Time at) {
  Agent& agent = floor.agents.at(e.agent);
  derived::change(floor, agent, floor.conversations.at(e.conversation), [&] {
    derived::end_wrap_up(floor, agent, e.conversation);
    agent.idle_since = at;
  });
}

// It waits at the front until the event that follows gives it to an agent, if it was one who asked.
void apply(Floor& floor, const event::Reopened& e, Time at) {
  Conversation& conversation = floor.conversations.at(e.conversation);
  conversation.last_seq = e.seq;
  derived::clear_deadline(floor, Floor::Due::archive, e.conversation.value,
                          conversation.closed_at.value() + limits::closed_keep_ms);
  conversation.closed_at.reset();
  conversation.left = false;  // somebody is here again
  conversation.rating_answer = RatingAnswer::none;
  begin_wait(floor, conversation, false, at, at);
  derived::enter_line(floor, conversation);
  const auto last = floor.agents.find(conversation.agent);
  if (last != floor.agents.end()) {  // nothing is left to wrap up
    derived::change(floor, last->second, conversation,
                    [&] { derived::end_wrap_up(floor, last->second, e.conversation); });
  }
  Visitor& visitor = floor.visitors[conversation.visitor];
  visitor.id = conversation.visitor;
  visitor.conversation = e.conversation;
}

// Nobody holds the house to what the visitor was told of its wait any more.
void apply(Floor& floor, const event::MessageLeft& e, Time) {
  Conversation& conversation = floor.conversations.at(e.conversation);
  conversation.last_seq = e.seq;
  derived::change(floor, conversation, [&] {
    conversation.left = true;
    conversation.promised.reset();
  });
}

void apply(Floor& floor, const event::LadderStepped& e, Time) {
  Conversation& conversation = floor.conversations.at(e.conversation);
  derived::change(floor, conversation, [&] {
    switch (e.step) {
      case LadderStep::anybody:
        conversation.reserved_for = {};
        break;
      case LadderStep::any_skill:
        conversation.skills.clear();
        break;
    }
  });
}

void apply(Floor& floor, const event::Reminded& e, Time) {
  Conversation& conversation = floor.conversations.at(e.conversation);
  if (e.seq > 0) conversation.last_seq = e.seq;
  conversation.reminded = true;
  derived::watch_silence(floor, conversation);
}

void apply(Floor& floor, const event::PriorityChanged& e, Time) {
  Conversation& conversation = floor.conversations.at(e.conversation);
  derived::change(floor, conversation, [&] { conversation.priority = e.priority; });
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
  forget_alarms(floor, e.conversation);
  const auto visitor = floor.visitors.find(visitor_id);
  if (visitor == floor.visitors.end() || visitor->second.conversation != e.conversation) return;
  visitor->second.conversation = {};
  forget_if_gone(floor, visitor_id);
}

}  // namespace usher::core::evolving
