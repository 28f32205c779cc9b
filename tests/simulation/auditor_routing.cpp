// What the auditor knows of routing: who could get which conversation, in what order, by the
// policies.
#include <algorithm>

#include "core/limits.hpp"
#include "simulation/auditor.hpp"
#include "simulation/expect.hpp"

namespace usher::simulation {

namespace event = core::event;

void Auditor::release_reserved(Id agent) {
  for (auto& [id, c] : conversations_) {
    if (c.reserved_for == agent && c.offered_to == 0) c.reserved_for = 0;
  }
}

std::size_t Auditor::weight(const Agent& agent, Id queue) const {
  const std::size_t asked = queues_.at(queue).policy.weight;
  return agent.capacity == 0 ? 1 : std::min(asked, agent.capacity);
}

std::size_t Auditor::load(const Agent& agent) const {
  std::size_t sum = 0;
  const auto add = [&](Id id) { sum += weight(agent, conversations_.at(id).queue); };
  for (const Id id : agent.owned) {
    if (!agent.held.contains(id)) add(id);
  }
  for (const Id id : agent.ringing) add(id);
  for (const auto& [id, until] : agent.wrap_ups) add(id);
  return sum;
}

bool Auditor::fits(const Agent& agent, Id queue) const {
  return load(agent) + weight(agent, queue) <= agent.capacity;
}

void Auditor::forget_surplus(Agent& agent) const {
  const std::size_t now = load(agent);
  if (now < agent.load_allowed) agent.load_allowed = std::max(agent.capacity, now);
}

// A queue's conversations take another number of places: nobody has to give any back.
void Auditor::weigh_anew() {
  for (auto& [id, agent] : agents_) agent.load_allowed = std::max(agent.capacity, load(agent));
}

void Auditor::give(Agent& agent, const Conversation& c, bool by_policy) {
  agent.last_given = ++given_;
  const std::int64_t pause_ms = queues_.at(c.queue).policy.pause_ms;
  if (by_policy && pause_ms > 0) agent.paused_until = now_ + pause_ms;
}

bool Auditor::eligible(const Agent& agent, Id queue) const {
  if (!agent.connected || agent.status != core::AgentStatus::online) return false;
  if (agent.paused_until != 0 || !agent.queues.contains(queue)) return false;
  const auto terms = agent.terms.find(queue);
  if (terms != agent.terms.end() && terms->second.capacity > 0) {
    std::size_t count = 0;
    for (const Id id : agent.owned) {
      if (!agent.held.contains(id) && conversations_.at(id).queue == queue) ++count;
    }
    for (const Id id : agent.ringing) {
      if (conversations_.at(id).queue == queue) ++count;
    }
    if (count >= terms->second.capacity) return false;
  }
  return fits(agent, queue);
}

bool Auditor::could_take(Id agent_id, Id id) const {
  const Agent& agent = agents_.at(agent_id);
  const Conversation& c = conversations_.at(id);
  if (queues_.at(c.queue).policy.strategy == core::Strategy::manual) return false;
  if (c.reserved_for != 0 && c.reserved_for != agent_id) return false;
  return eligible(agent, c.queue) && std::ranges::includes(agent.skills, c.skills);
}

std::tuple<bool, std::int64_t, Auditor::Id> Auditor::line_of(Id id, const Conversation& c) const {
  const std::int64_t worth = queues_.at(c.queue).policy.ageing_ms;
  return {c.newcomer, c.since - worth * c.priority, id};
}

// By the queue's strategy, an equal is not better.
bool Auditor::better(const Agent& a, const Agent& b, Id queue) const {
  const auto tier = [queue](const Agent& agent) {
    const auto terms = agent.terms.find(queue);
    return terms == agent.terms.end() ? 0U : terms->second.tier;
  };
  const std::size_t load_a = load(a) * b.capacity;
  const std::size_t load_b = load(b) * a.capacity;
  switch (queues_.at(queue).policy.strategy) {
    case core::Strategy::longest_idle:
      return a.idle_since < b.idle_since;
    case core::Strategy::round_robin:
      return a.last_given < b.last_given;
    case core::Strategy::tiers:
      return std::tuple(tier(a), load_a, a.idle_since) < std::tuple(tier(b), load_b, b.idle_since);
    case core::Strategy::least_busy:
    case core::Strategy::manual:
      break;
  }
  return std::tuple(load_a, a.idle_since) < std::tuple(load_b, b.idle_since);
}

void Auditor::fair(Id id, const Conversation& c, Id chosen) const {
  expect(could_take(chosen, id), "eligible_agent", chosen, "chosen without being eligible");
  for (const auto& [other_id, other] : conversations_) {
    if (other.state != State::waiting || other.offered_to != 0) continue;
    if (line_of(other_id, other) >= line_of(id, c) || !could_take(chosen, other_id)) continue;
    expect(other.declined.contains(chosen), "first_in_first_out", other_id,
           "another one was served before");
  }
  fair_to_agents(id, c, chosen);
}

void Auditor::fair_to_agents(Id id, const Conversation& c, Id chosen) const {
  const Agent& agent = agents_.at(chosen);
  for (const auto& [other_id, other] : agents_) {
    if (other_id == chosen || !could_take(other_id, id)) continue;
    expect(c.last_decliner != chosen, "not_straight_back", id, "to the one who just let it pass");
    if (c.declined.contains(other_id)) continue;
    expect(!c.declined.contains(chosen), "fresh_first", other_id, "it did not ring there yet");
    expect(!better(other, agent, c.queue), "strategy", other_id, "a better agent was passed");
  }
}

void Auditor::ladder_at_rest(Id id, const Conversation& c) const {
  const core::QueuePolicy& policy = queues_.at(c.queue).policy;
  expect(c.reserved_for == 0 || c.reserved_until > now_, "deadline_kept", id, "kept too long");
  const bool picky = !c.skills.empty() && policy.skill_ms > 0;
  expect(!picky || c.queued_at + policy.skill_ms > now_, "deadline_kept", id, "picky too long");
  const Id next = policy.overflow.value;
  const bool moves = next != c.queue && queues_.contains(next) && !c.moved_from.contains(next);
  expect(!moves || c.queued_at + policy.overflow_ms > now_, "deadline_kept", id, "never moved on");
}

void Auditor::told(core::ConversationId conversation, std::size_t position) const {
  const Id id = conversation.value;
  const Conversation& c = conversations_.at(id);
  const auto before = [&](const auto& other) {
    return other.second.state == State::waiting && other.second.queue == c.queue &&
           line_of(other.first, other.second) < line_of(id, c);
  };
  const auto first = static_cast<std::size_t>(std::ranges::count_if(conversations_, before)) + 1;
  expect(position == first, "exact_position", id, "told another place than its own");
}

std::int64_t Auditor::silence_ends(Id id, const Conversation& c) const {
  const Agent& owner = agents_.at(c.owner);
  if (owner.held.contains(id)) return 0;
  const core::QueuePolicy& policy = queues_.at(c.queue).policy;
  const bool visitor_owes = c.spoken_by == core::AuthorKind::agent;
  if (visitor_owes && c.left) return 0;
  const std::int64_t remind = visitor_owes ? policy.visitor_remind_ms : policy.agent_remind_ms;
  const std::int64_t end = visitor_owes ? policy.visitor_close_ms : policy.agent_requeue_ms;
  const std::int64_t wait = remind > 0 && !c.reminded ? remind : end;
  return wait == 0 ? 0 : std::max(c.owned_since, c.spoken_at) + wait;
}

void Auditor::see(const event::Reminded& e) {
  const Id id = e.conversation.value;
  Conversation& c = e.seq > 0 ? entry(e.conversation, e.seq) : conversation(e.conversation);
  const std::int64_t due = silence_ends(id, c);
  expect(c.state == State::assigned && due > 0 && now_ >= due, "silence", id, "reminded too early");
  expect(e.whom != c.spoken_by, "silence", id, "reminded who had spoken last");
  expect((e.seq > 0) == (e.whom == core::AuthorKind::visitor), "silence", id,
         "the visitor reads how an agent was reminded");
  c.reminded = true;
}

void Auditor::see(const event::LadderStepped& e) {
  Conversation& c = conversation(e.conversation);
  const Id id = e.conversation.value;
  const core::QueuePolicy& policy = queues_.at(c.queue).policy;
  expect(c.state == State::waiting && c.offered_to == 0, "ladder", id, "a step without need");
  if (e.step == core::LadderStep::anybody) {
    expect(c.reserved_for != 0 && now_ >= c.reserved_until, "ladder", id, "freed too early");
    c.reserved_for = 0;
    return;
  }
  expect(policy.skill_ms > 0 && now_ >= c.queued_at + policy.skill_ms, "ladder", id,
         "its skills were given up too early");
  c.skills.clear();
}

void Auditor::see(const event::PriorityChanged& e) {
  Conversation& c = conversation(e.conversation);
  expect(c.state == State::waiting, "priority", e.conversation.value, "it does not wait");
  c.priority = e.priority;
}

void Auditor::see(const event::WrapUpEnded& e) {
  Agent& a = agent(e.agent);
  expect(a.wrap_ups.erase(e.conversation.value) == 1, "wrap_up", e.conversation.value,
         "ended without one");
  a.idle_since = now_;
  forget_surplus(a);
}

void Auditor::see(const event::PauseEnded& e) {
  Agent& a = agent(e.agent);
  expect(a.paused_until != 0 && now_ >= a.paused_until, "pause", e.agent.value, "ended too early");
  a.paused_until = 0;
}

}  // namespace usher::simulation
