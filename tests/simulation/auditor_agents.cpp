// What the auditor knows of agents: what they may take, and whether they are there.
#include <algorithm>

#include "core/limits.hpp"
#include "simulation/auditor.hpp"
#include "simulation/expect.hpp"

namespace usher::simulation {

namespace event = core::event;

void Auditor::see(const event::AgentConfigured& e) {
  Agent& a = agents_[e.setting.id.value];
  a.capacity = e.setting.capacity;
  a.steers = e.setting.role != core::Role::agent;
  a.load_allowed = std::max(a.capacity, load(a));
  a.queues.clear();
  for (const core::QueueId id : e.setting.queues) a.queues.insert(id.value);
  a.terms.clear();
  for (const core::QueueTerms& terms : e.setting.terms) a.terms[terms.queue.value] = terms;
  a.skills = e.setting.skills;
}

void Auditor::see(const event::AgentRemoved& e) {
  const Agent& gone = agent(e.agent);
  expect(gone.owned.empty() && gone.ringing.empty(), "nothing_disappears", e.agent.value,
         "removed with its work");
  release_reserved(e.agent.value);
  agents_.erase(e.agent.value);
}

void Auditor::see(const event::AgentStatusChanged& e) {
  Agent& a = agent(e.agent);
  a.status = e.status;
  if (e.status == core::AgentStatus::online) {
    a.idle_since = now_;
  } else {
    release_reserved(e.agent.value);
  }
}

void Auditor::see(const event::AgentConnected& e) {
  Agent& a = agent(e.agent);
  if (a.grace_until == 0) a.idle_since = now_;
  a.connected = true;
  a.grace_until = 0;
}

void Auditor::see(const event::AgentDropped& e) {
  Agent& a = agent(e.agent);
  a.connected = false;
  a.grace_until = now_ + limits::grace_ms;
  expect(e.grace_until.ms == a.grace_until, "grace_is_given", e.agent.value, "of another length");
  release_reserved(e.agent.value);
}

void Auditor::see(const event::AgentLost& e) {
  Agent& a = agent(e.agent);
  expect(!a.connected && a.grace_until != 0 && now_ >= a.grace_until, "grace_is_given",
         e.agent.value, "lost before its time");
  a.grace_until = 0;
  a.wrap_ups.clear();
  forget_surplus(a);
}

void Auditor::see(const event::LeaseRenewed& e) {
  agent(e.agent).lease_until = now_ + limits::lease_ms;
}

void Auditor::agents_at_rest() const {
  for (const auto& [id, a] : agents_) {
    expect(load(a) <= a.load_allowed, "load_within_capacity", id, "has too much");
    expect(!a.connected || a.lease_until > now_, "deadline_kept", id, "a lease outlived its end");
    expect(a.grace_until == 0 || a.grace_until > now_, "deadline_kept", id, "grace never ends");
    expect(a.paused_until == 0 || a.paused_until > now_, "deadline_kept", id, "pauses for ever");
    for (const auto& [done, until] : a.wrap_ups) {
      expect(until > now_, "deadline_kept", done, "its wrap-up never ends");
    }
    const bool there = a.connected || a.grace_until != 0;
    expect(there || load(a) == 0, "one_owner", id, "an agent who is gone kept conversations");
    const bool rings = a.connected && a.status == core::AgentStatus::online;
    expect(rings || a.ringing.empty(), "offer_ends", id, "it rings where nobody is");
  }
}

}  // namespace usher::simulation
