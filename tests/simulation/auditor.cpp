#include "simulation/auditor.hpp"

#include <algorithm>

#include "core/limits.hpp"
#include "simulation/expect.hpp"

namespace usher::simulation {
namespace {

namespace event = core::event;
namespace command = core::command;

// Whose words may open a conversation; 0: nobody's.
std::uint64_t visitor_of(const core::Command& command) {
  if (const auto* ask = std::get_if<command::Ask>(&command)) return ask->visitor.value;
  const auto* answer = std::get_if<command::AnswerInvitation>(&command);
  return answer ? answer->visitor.value : 0;
}

}  // namespace

void Auditor::committed(const core::Command& command, const std::vector<core::Event>& events,
                        core::Time at) {
  now_ = at.ms;
  by_hand_ = std::holds_alternative<command::Accept>(command) ||
             std::holds_alternative<command::Reopen>(command) || bids_.by_hand(visitor_of(command));
  for (const core::Event& e : events) {
    std::visit([this](const auto& seen) { see(seen); }, e);
    ledger_.enter(e, now_);
    trails_.enter(e, now_);
    by_hand_ = by_hand_ && !std::holds_alternative<event::Assigned>(e) &&
               !std::holds_alternative<event::Transferred>(e);
  }
  opinions_.enter(events);
  identities_.enter(command, events);
  bids_.enter(command, events, now_, ledger_.midnight());
  expect(crowded_ == 0, "full_queue", crowded_, "opened in a full one");
  const auto* ask = std::get_if<command::Ask>(&command);
  const bool opened = std::ranges::any_of(
      events, [](const auto& e) { return std::holds_alternative<event::ConversationOpened>(e); });
  expect(!ask || !opened || ask->may_open || ask->leave, "form_first", ask ? ask->visitor.value : 0,
         "opened past the form");
  note_stays_inside(command, events);
  at_rest();
}

Auditor::Conversation& Auditor::conversation(core::ConversationId id) {
  const auto it = conversations_.find(id.value);
  expect(it != conversations_.end(), "known_conversation", id.value, "an event of no conversation");
  return it->second;
}

Auditor::Agent& Auditor::agent(core::AgentId id) {
  const auto it = agents_.find(id.value);
  expect(it != agents_.end(), "known_agent", id.value, "an event of no agent");
  return it->second;
}

Auditor::Conversation& Auditor::entry(core::ConversationId id, core::Seq seq, bool of_closed) {
  Conversation& c = conversation(id);
  expect(seq == c.last_seq + 1, "gapless_seq", id.value, "a seq does not follow the last one");
  expect((c.state == State::closed) == of_closed, "closed_is_final", id.value,
         "an entry does not fit the conversation's state");
  c.last_seq = seq;
  return c;
}

void Auditor::take_from_owner(Id id, Conversation& c) {
  if (c.state != State::assigned) return;
  Agent& owner = agents_.at(c.owner);
  owner.owned.erase(id);
  owner.held.erase(id);
  owner.idle_since = now_;
  forget_surplus(owner);
}

void Auditor::see(const event::QueueConfigured& e) {
  core::QueueSetting& setting = queues_[e.setting.id.value];
  const bool weighs_anew = setting.policy.weight != e.setting.policy.weight;
  setting = e.setting;
  if (weighs_anew) weigh_anew();
}

void Auditor::see(const event::QueueRemoved& e) {
  closed_queues_.erase(e.queue.value);
  expect(queues_.contains(e.heir.value), "known_queue", e.heir.value, "no such heir");
  for (auto& [id, c] : conversations_) {
    if (c.queue != e.queue.value) continue;
    c.queue = e.heir.value;
    c.queued_at = now_;
  }
  queues_.erase(e.queue.value);
  weigh_anew();
}

void Auditor::see(const event::ConversationOpened& e) {
  const Id id = e.conversation.value;
  expect(!conversations_.contains(id), "new_conversation", id, "opened twice");
  expect(queues_.contains(e.queue.value), "known_queue", e.queue.value, "opened in no queue");
  Conversation& c = conversations_[id];
  c.visitor = e.visitor.value;
  c.queue = e.queue.value;
  c.since = now_;
  c.queued_at = now_;
  c.priority = e.priority;
  c.skills = e.skills;
  c.reserved_for = e.reserved_for.value;
  c.reserved_until = e.reserved_until.ms;
  const core::QueuePolicy& policy = queues_.at(c.queue).policy;
  const auto waits = [&c](const auto& other) {
    return other.second.queue == c.queue && other.second.state == State::waiting &&
           !other.second.left;
  };
  const auto waiting = std::ranges::count_if(conversations_, waits);  // itself among them
  if (policy.full_at > 0 && waiting > policy.full_at) crowded_ = id;  // unless it is left
  expect(std::ranges::includes(c.skills, policy.skills), "skills", id, "the queue asks for more");
  expect(open_.emplace(c.visitor, id).second, "one_conversation", c.visitor, "opened a second");
}

void Auditor::see(const event::MessagePosted& e) {
  Conversation& c = entry(e.conversation, e.seq);
  const bool allowed = e.author.kind == core::AuthorKind::visitor
                           ? e.author.id == c.visitor
                           : (e.seq == 1 && bids_.greets(e.author.id, c.visitor)) ||
                                 (c.state == State::assigned && e.author.id == c.owner) ||
                                 speaks(c, e.author.id);
  expect(allowed, "author_allowed", e.conversation.value, "written by a stranger");
  expect(c.ids.emplace(e.author, e.client_id).second, "no_double_message", e.conversation.value,
         "a client id was stored twice");
  c.messages[e.seq] = {e.author, e.client_id, {e.text, e.file}};
  if (c.spoken_by != e.author.kind) c.reminded = false;
  c.spoken_by = e.author.kind;
  c.spoken_at = now_;
}

void Auditor::see(const event::Assigned& e) {
  Conversation& c = entry(e.conversation, e.seq);
  const Id id = e.conversation.value;
  Agent& a = agent(e.agent);
  expect(c.state == State::waiting, "one_owner", id, "assigned while it has an owner");
  expect(c.offered_to == 0 || c.offered_to == e.agent.value, "one_owner", id,
         "assigned while it rings at another");
  expect(a.connected, "eligible_agent", e.agent.value, "assigned without a connection");
  if (!by_hand_) fair(id, c, e.agent.value);
  stop_ringing(id, c);
  a.owned.insert(id);
  expect(load(a) <= a.load_allowed, "load_within_capacity", e.agent.value, "assigned too much");
  give(a, c, !queues_.at(c.queue).rings);
  c.state = State::assigned;
  c.owner = e.agent.value;
  c.owned_since = now_;
  c.reminded = false;
  c.parts.erase(c.owner);
  c.declined.clear();
  c.last_decliner = 0;
  c.reserved_for = 0;
  c.moved_from.clear();
  forced_ = 0;
}

void Auditor::see(const event::Requeued& e) {
  Conversation& c = entry(e.conversation, e.seq);
  expect(c.offered_to == 0, "offer_ends", e.conversation.value, "requeued while it is transferred");
  const Id id = e.conversation.value;
  const bool moved = e.reason == core::RequeueReason::moved_by_supervisor;
  expect(!moved || forced_ == id, "supervised", forced_, "moved by nobody");
  const bool owned = c.state == State::assigned;
  forced_ = 0;
  if (e.reason == core::RequeueReason::agent_silent) {
    expect(now_ >= silence_ends(id, c) && c.spoken_by == core::AuthorKind::visitor, "silence", id,
           "taken from its owner too early");
  }
  take_from_owner(id, c);
  if (e.reason == core::RequeueReason::overflowed) {
    const core::QueuePolicy& policy = queues_.at(c.queue).policy;
    expect(c.state == State::waiting && policy.overflow == e.queue, "ladder", id,
           "moved on to another queue than its own says");
    expect(now_ >= c.queued_at + policy.overflow_ms, "ladder", id, "moved on too early");
    c.moved_from.insert(c.queue);
    expect(!c.moved_from.contains(e.queue.value), "ladder", id, "moves in a circle");
  } else if (owned) {
    c.newcomer = false;
  }
  c.state = State::waiting;
  if (e.queue) c.queue = e.queue.value;
  c.queued_at = now_;
  c.declined.clear();
  c.last_decliner = 0;
  c.reserved_for = e.reserved_for.value;
  c.reserved_until = e.reserved_until.ms;
  if (e.reason != core::RequeueReason::transferred && !(moved && owned)) return;
  c.declined = {c.owner};
  c.last_decliner = c.owner;
  c.declined_at = now_;
}

void Auditor::see(const event::HoldChanged& e) {
  const Conversation& c = conversation(e.conversation);
  const Id id = e.conversation.value;
  expect(c.state == State::assigned && c.owner == e.agent.value, "held_by_owner", id,
         "held by somebody else");
  Agent& a = agent(e.agent);
  const bool changed = e.held ? a.held.insert(id).second : a.held.erase(id) == 1;
  expect(changed, "held_by_owner", id, "held or retrieved twice");
  expect(load(a) <= a.load_allowed, "load_within_capacity", e.agent.value, "retrieved too much");
  forget_surplus(a);
}

void Auditor::see(const event::Closed& e) {
  Conversation& c = entry(e.conversation, e.seq);
  const Id id = e.conversation.value;
  expect(c.offered_to == 0, "offer_ends", id, "closed while it rings");
  if (e.by_silence) {
    expect(now_ >= silence_ends(id, c) && c.spoken_by == core::AuthorKind::agent, "silence", id,
           "closed too early");
    expect(!c.left, "silence", id, "closed though its visitor does not wait here");
  }
  const std::int64_t wrap_up_ms = queues_.at(c.queue).policy.wrap_up_ms;
  if (c.state == State::assigned && wrap_up_ms > 0) {
    Agent& owner = agents_.at(c.owner);
    if (!owner.held.contains(id)) owner.wrap_ups[id] = now_ + wrap_up_ms;
  }
  take_from_owner(id, c);
  c.reserved_for = 0;
  c.moved_from.clear();
  c.state = State::closed;
  c.parts.clear();
  c.declined.clear();
  c.last_decliner = 0;
  open_.erase(c.visitor);
}

void Auditor::see(const event::Reopened& e) {
  Conversation& c = entry(e.conversation, e.seq, true);
  c.state = State::waiting;
  c.left = false;
  c.newcomer = false;
  c.since = now_;
  c.queued_at = now_;
  if (const auto last = agents_.find(c.owner); last != agents_.end()) {
    last->second.wrap_ups.erase(e.conversation.value);
    forget_surplus(last->second);
  }
  expect(open_.emplace(c.visitor, e.conversation.value).second, "one_conversation", c.visitor,
         "reopened a second");
}

void Auditor::see(const event::ReadMarked& e) {
  Conversation& c = conversation(e.conversation);
  core::Seq& read = c.read[e.author.kind];
  expect(e.read > read && e.read <= c.last_seq, "marks_within_seq", e.conversation.value,
         "a mark goes back or too far");
  read = e.read;
}

void Auditor::see(const event::ConversationArchived& e) {
  expect(conversation(e.conversation).state == State::closed, "nothing_disappears",
         e.conversation.value, "archived while open");
  conversations_.erase(e.conversation.value);
}

void Auditor::see(const event::QueueHoursChanged& e) {
  const Id id = e.queue.value;
  expect(queues_.contains(id), "known_queue", id, "hours of no queue");
  e.open ? closed_queues_.erase(id) : closed_queues_.insert(id).second;
}

void Auditor::at_rest() const {
  agents_at_rest();
  parts_at_rest();
  for (const auto& [id, c] : conversations_) {
    expect(c.offered_to == 0 || c.offer_deadline > now_, "deadline_kept", id, "rings too long");
    if (c.state == State::assigned) {
      const std::int64_t ends = silence_ends(id, c);
      expect(ends == 0 || ends > now_, "deadline_kept", id, "its silence never ends");
    }
    if (c.state != State::waiting || c.offered_to != 0) continue;
    ladder_at_rest(id, c);
    for (const auto& [agent_id, a] : agents_) {
      const bool pausing =
          c.last_decliner == agent_id && now_ < c.declined_at + limits::offer_retry_ms;
      expect(pausing || !could_take(agent_id, id), "stuck_conversation", id, "waits without need");
    }
  }
}

void Auditor::acknowledged(core::ConversationId conversation, core::Author author,
                           const std::string& client_id, const Body& body, core::Seq seq) {
  const Id id = conversation.value;
  const auto [ack, is_new] = acks_.try_emplace({id, author, client_id}, seq, body);
  expect(ack->second == std::pair(seq, body), "same_receipt", id, "two acks differ");
  const auto known = conversations_.find(id);
  expect(known != conversations_.end(), "ack_after_commit", id, "an ack of no conversation");
  const auto message = known->second.messages.find(seq);
  expect(message != known->second.messages.end(), "ack_after_commit", id, "an ack of no message");
  const Message& m = message->second;
  expect(m.author == author && m.client_id == client_id && m.body == body, "same_receipt", id,
         "an ack of another message");
}

void Auditor::compare(const core::Floor& floor) const {
  ledger_.compare(floor.today);
  trails_.compare(floor, now_);
  opinions_.compare(floor);
  identities_.compare(floor);
  bids_.compare(floor);
  for (const auto& [id, queue] : floor.queues) {
    expect(queue.open != closed_queues_.contains(id.value), "floor_is_the_events", id.value,
           "its hours differ");
  }
  expect(floor.conversations.size() == conversations_.size(), "nothing_disappears",
         floor.conversations.size(), "the floor has another number of conversations");
  for (const auto& [id, c] : conversations_) {
    const core::Conversation* on_floor = core::find(floor, core::ConversationId{id});
    expect(on_floor != nullptr, "nothing_disappears", id, "the floor does not know it");
    const bool same_state = static_cast<int>(on_floor->state) == static_cast<int>(c.state);
    const Id offered_to = on_floor->offer ? on_floor->offer->agent.value : 0;
    expect(same_state && on_floor->queue.value == c.queue && on_floor->last_seq == c.last_seq,
           "floor_is_the_events", id, "state, queue or seq differ");
    expect(on_floor->left == c.left, "floor_is_the_events", id, "left or not differs");
    expect(offered_to == c.offered_to, "floor_is_the_events", id, "the offer differs");
    expect(c.state != State::assigned || on_floor->agent.value == c.owner, "floor_is_the_events",
           id, "the owner differs");
    compare_parts(c, *on_floor);
  }
}

void Auditor::read_journal(const std::vector<core::Recorded>& journal) const {
  std::map<std::tuple<Id, core::Author, std::string>, std::pair<core::Seq, Body>> stored;
  for (const core::Recorded& row : journal) {
    const auto* e = std::get_if<event::MessagePosted>(&row.event);
    if (e == nullptr) continue;
    const auto [it, is_new] = stored.try_emplace({e->conversation.value, e->author, e->client_id},
                                                 e->seq, Body{e->text, e->file});
    expect(is_new, "no_double_message", e->conversation.value, "stored twice");
  }
  for (const auto& [key, ack] : acks_) {
    const auto it = stored.find(key);
    expect(it != stored.end() && it->second == ack, "acked_is_stored", std::get<0>(key),
           "an acknowledged message is not in the journal");
  }
}

}  // namespace usher::simulation
