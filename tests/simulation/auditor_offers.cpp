// What the auditor knows of offers: who could get a conversation, in what order, and transfers.
#include "core/limits.hpp"
#include "simulation/auditor.hpp"
#include "simulation/expect.hpp"

namespace usher::simulation {
namespace {

namespace event = core::event;

auto line_of(bool newcomer, std::int64_t since, std::uint64_t id) {
  return std::tuple(newcomer, since, id);
}

}  // namespace

void Auditor::stop_ringing(Id id, Conversation& c) {
  if (c.offered_to == 0) return;
  Agent& ringing_at = agents_.at(c.offered_to);
  ringing_at.ringing.erase(id);
  ringing_at.forget_surplus();
  c.offered_to = 0;
  c.offered_by = 0;
}

void Auditor::fair(Id id, const Conversation& c, Id chosen) const {
  const Agent& agent = agents_.at(chosen);
  expect(eligible(agent, c.queue), "eligible_agent", chosen, "chosen without being eligible");
  for (const auto& [other_id, other] : conversations_) {
    if (other.state != State::waiting || other.queue != c.queue || other.offered_to != 0) continue;
    const bool before =
        line_of(other.newcomer, other.since, other_id) < line_of(c.newcomer, c.since, id);
    expect(!before || other.declined.contains(chosen), "first_in_first_out", other_id,
           "another one was served before");
  }
  for (const auto& [other_id, other] : agents_) {
    if (other_id == chosen || !eligible(other, c.queue)) continue;
    expect(c.last_decliner != chosen, "not_straight_back", id, "to the one who just let it pass");
    const bool idler = other.load() * agent.capacity < agent.load() * other.capacity;
    expect(!idler || !c.declined.empty(), "least_busy", other_id, "a less busy agent was passed");
  }
}

void Auditor::see(const event::Offered& e) {
  Conversation& c = conversation(e.conversation);
  const Id id = e.conversation.value;
  expect(c.offered_to == 0, "one_owner", id, "offered twice");
  expect(e.deadline.ms > now_, "offer_ends", id, "offered with a deadline that has passed");
  if (e.from) {
    expect(c.state == State::assigned && c.owner == e.from.value && c.owner != e.agent.value,
           "one_owner", id, "transferred by somebody else");
    const Agent& to = agent(e.agent);
    expect(to.connected && to.load() < to.capacity, "eligible_agent", id, "has no room for it");
  } else {
    expect(c.state == State::waiting, "one_owner", id, "offered while it has an owner");
    expect(queues_.at(c.queue), "offer_ends", id, "rings in a queue that does not");
    fair(id, c, e.agent.value);
    if (c.declined.contains(e.agent.value)) c.declined.clear();
    c.last_decliner = 0;
  }
  c.offered_by = e.from.value;
  c.offered_to = e.agent.value;
  c.offer_deadline = e.deadline.ms;
  agent(e.agent).ringing.insert(id);
}

void Auditor::see(const event::OfferEnded& e) {
  Conversation& c = conversation(e.conversation);
  const Id id = e.conversation.value;
  expect(c.offered_to == e.agent.value, "offer_ends", id, "an offer ended that did not ring");
  const bool transfer = c.offered_by != 0;
  stop_ringing(id, c);
  const bool late = now_ >= c.offer_deadline;
  expect(e.end != core::OfferEnd::timed_out || late, "offer_ends", id, "timed out too early");
  if (transfer || (e.end != core::OfferEnd::timed_out && e.end != core::OfferEnd::declined)) return;
  c.declined.insert(e.agent.value);
  c.last_decliner = e.agent.value;
  c.declined_at = now_;
}

void Auditor::see(const event::Transferred& e) {
  Conversation& c = entry(e.conversation, e.seq);
  const Id id = e.conversation.value;
  Agent& to = agent(e.agent);
  expect(c.state == State::assigned && c.owner == e.from.value, "one_owner", id,
         "transferred by somebody else");
  expect(c.offered_to == e.agent.value || forced_ == id, "one_owner", id,
         "transferred without an offer");
  forced_ = 0;
  expect(to.connected, "eligible_agent", e.agent.value, "transferred to nobody");
  stop_ringing(id, c);
  take_from_owner(id, c);
  to.owned.insert(id);
  expect(to.load() <= to.load_allowed, "load_within_capacity", e.agent.value, "given too much");
  c.owner = e.agent.value;
  c.parts.erase(c.owner);
}

}  // namespace usher::simulation
