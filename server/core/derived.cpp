#include "core/derived.hpp"

#include "core/limits.hpp"

namespace usher::core::derived {
namespace {

WaitKey wait_key(const Queue& queue, const Conversation& c) {
  const std::int64_t head_start =
      queue.setting.policy.ageing_ms * static_cast<std::int64_t>(c.priority);
  return {c.wait.newcomer, c.waiting_since + -head_start, c.id};
}

std::optional<Time> earlier(std::optional<Time> a, std::optional<Time> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

// When the next step of the ladder opens for a conversation that rings nowhere.
std::optional<Time> next_step(const Floor& floor, const Queue& queue, const Conversation& c) {
  const QueuePolicy& policy = queue.setting.policy;
  std::optional<Time> at;
  if (c.reserved_for) at = c.reserved_until;
  if (!c.skills.empty() && policy.skill_ms > 0) at = earlier(at, c.queued_at + policy.skill_ms);
  if (next_queue(floor, c)) at = earlier(at, c.queued_at + policy.overflow_ms);
  return at;
}

template <class Map, class Key>
void erase_from(Map& lines, const Key& key, const WaitKey& wait) {
  const auto line = lines.find(key);
  if (line == lines.end()) return;
  line->second.erase(wait);
  if (line->second.empty()) lines.erase(line);
}

void note_fullness(Queue& queue) {
  const QueuePolicy& policy = queue.setting.policy;
  const std::size_t crowd = queue.waiting.size() - queue.left;
  if (policy.full_at == 0 || crowd <= policy.reopen_at) {
    queue.full = false;
  } else if (crowd >= policy.full_at) {
    queue.full = true;
  }
}

}  // namespace

void set_deadline(Floor& floor, Floor::Due due, std::uint64_t id, Time at) {
  floor.deadlines.insert({at, due, id});
}

void clear_deadline(Floor& floor, Floor::Due due, std::uint64_t id, std::optional<Time> at) {
  if (at) floor.deadlines.erase({*at, due, id});
}

void enter_line(Floor& floor, Conversation& c) {
  Queue& queue = floor.queues.at(c.queue);
  waits::measure(queue, floor.now);
  if (c.state == ConversationState::waiting) {
    c.wait = wait_key(queue, c);
    queue.waiting.insert(c.wait);
    if (c.left) ++queue.left;
    if (!c.offer) {
      c.reserved_for ? queue.reserved[c.reserved_for].insert(c.wait)
                     : queue.lines[c.skills].insert(c.wait);
      c.step_at = next_step(floor, queue, c);
      if (c.step_at) set_deadline(floor, Floor::Due::step, c.id.value, *c.step_at);
    }
    floor.unsettled.insert(c.queue);
  }
  note_fullness(queue);
}

void leave_line(Floor& floor, Conversation& c) {
  if (c.state != ConversationState::waiting) return;
  Queue& queue = floor.queues.at(c.queue);
  waits::measure(queue, floor.now);
  queue.waiting.erase(c.wait);
  if (c.left) --queue.left;
  erase_from(queue.lines, c.skills, c.wait);
  erase_from(queue.reserved, c.reserved_for, c.wait);
  clear_deadline(floor, Floor::Due::step, c.id.value, c.step_at);
  c.step_at.reset();
}

void pass_over(Floor& floor, Conversation& c, AgentId agent, Time at) {
  const auto place = std::ranges::lower_bound(c.passed_over, agent);
  if (place == c.passed_over.end() || *place != agent) c.passed_over.insert(place, agent);
  c.last_passed = agent;
  c.retry_at = at + limits::offer_retry_ms;
  set_deadline(floor, Floor::Due::retry, c.id.value, *c.retry_at);
  if (c.reserved_for == agent) c.reserved_for = {};
}

void forget_passes(Floor& floor, Conversation& c) {
  clear_deadline(floor, Floor::Due::retry, c.id.value, c.retry_at);
  c.retry_at.reset();
  c.passed_over.clear();
  c.last_passed = {};
}

void release_reserved(Floor& floor, AgentId agent) {
  for (auto& [id, queue] : floor.queues) {
    const auto line = queue.reserved.find(agent);
    if (line == queue.reserved.end()) continue;
    const std::set<WaitKey> kept = line->second;
    for (const WaitKey& key : kept) {
      Conversation& c = floor.conversations.at(key.conversation);
      change(floor, c, [&c] { c.reserved_for = {}; });
    }
  }
}

void watch_silence(Floor& floor, Conversation& c) {
  clear_deadline(floor, Floor::Due::silence, c.id.value, c.silence_at);
  c.silence_at.reset();
  if (c.state != ConversationState::assigned || c.held) return;
  const QueuePolicy& policy = floor.queues.at(c.queue).setting.policy;
  const bool visitor_owes = c.last_message_by == AuthorKind::agent;
  const std::int64_t remind_ms = visitor_owes ? policy.visitor_remind_ms : policy.agent_remind_ms;
  const std::int64_t end_ms = visitor_owes ? policy.visitor_close_ms : policy.agent_requeue_ms;
  if (visitor_owes && c.left) return;  // it said that it would not wait here
  const std::int64_t wait_ms = remind_ms > 0 && !c.reminded ? remind_ms : end_ms;
  if (wait_ms == 0) return;
  c.silence_at = std::max(c.owned_since, c.last_message_at) + wait_ms;
  set_deadline(floor, Floor::Due::silence, c.id.value, *c.silence_at);
}

QueueId next_queue(const Floor& floor, const Conversation& c) {
  const QueueId next = floor.queues.at(c.queue).setting.policy.overflow;
  const Queue* queue = find(floor, next);
  const bool been_there =
      next == c.queue || std::ranges::find(c.moved_from, next) != c.moved_from.end();
  return queue && !been_there ? next : QueueId{};
}

}  // namespace usher::core::derived
