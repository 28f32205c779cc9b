// What the auditor knows of offers and transfers.
#include "core/limits.hpp"
#include "simulation/auditor.hpp"
#include "simulation/expect.hpp"

namespace usher::simulation {
namespace {

namespace event = core::event;

}  // namespace

void Auditor::stop_ringing(Id id, Conversation& c) {
  if (c.offered_to == 0) return;
  Agent& ringing_at = agents_.at(c.offered_to);
  ringing_at.ringing.erase(id);
  forget_surplus(ringing_at);
  c.offered_to = 0;
  c.offered_by = 0;
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
    expect(to.connected && fits(to, c.queue), "eligible_agent", id, "has no room for it");
  } else {
    expect(c.state == State::waiting, "one_owner", id, "offered while it has an owner");
    expect(queues_.at(c.queue).rings, "offer_ends", id, "rings in a queue that does not");
    fair(id, c, e.agent.value);
    if (c.declined.contains(e.agent.value)) c.declined.clear();
    c.last_decliner = 0;
  }
  c.offered_by = e.from.value;
  c.offered_to = e.agent.value;
  c.offer_deadline = e.deadline.ms;
  Agent& a = agent(e.agent);
  a.ringing.insert(id);
  give(a, c, !e.from);
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
  if (c.reserved_for == e.agent.value) c.reserved_for = 0;
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
  expect(load(to) <= to.load_allowed, "load_within_capacity", e.agent.value, "given too much");
  c.owner = e.agent.value;
  c.owned_since = now_;
  c.reminded = false;
  give(to, c, false);
  c.parts.erase(c.owner);
}

}  // namespace usher::simulation
