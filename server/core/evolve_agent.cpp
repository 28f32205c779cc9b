#include <algorithm>

#include "core/derived.hpp"
#include "core/evolve.hpp"
#include "core/limits.hpp"

namespace usher::core::evolving {
namespace {

void set_lease(Floor& floor, Agent& agent, Time until) {
  const std::uint64_t id = agent.setting.id.value;
  derived::clear_deadline(floor, Floor::Due::lease, id, agent.lease_until);
  agent.lease_until = until;
  if (until != Time{}) derived::set_deadline(floor, Floor::Due::lease, id, until);
}

void set_grace(Floor& floor, Agent& agent, std::optional<Time> until) {
  const std::uint64_t id = agent.setting.id.value;
  derived::clear_deadline(floor, Floor::Due::grace, id, agent.grace_until);
  agent.grace_until = until;
  if (until) derived::set_deadline(floor, Floor::Due::grace, id, *until);
}

}  // namespace

void apply(Floor& floor, const event::Offered& e, Time at) {
  Conversation& conversation = floor.conversations.at(e.conversation);
  Agent& agent = floor.agents.at(e.agent);
  const std::uint64_t id = conversation.id.value;
  const std::int64_t pause_ms = floor.queues.at(conversation.queue).setting.policy.pause_ms;
  derived::change(floor, conversation, [&] {
    derived::clear_deadline(floor, Floor::Due::retry, id, conversation.retry_at);
    conversation.retry_at.reset();
    // Whoever gets it a second time begins a new round.
    if (std::ranges::binary_search(conversation.passed_over, e.agent)) {
      conversation.passed_over.clear();
    }
    conversation.offer = Offer{e.offer, e.agent, e.deadline, e.from};
    conversation.why = e.why;
  });
  if (e.from) leave_note(conversation, e.from, e.note);
  floor.offers_made = std::max(floor.offers_made, e.offer.value);
  derived::set_deadline(floor, Floor::Due::offer, id, e.deadline);
  derived::change(floor, agent, conversation, [&] {
    agent.offers.insert(e.conversation);
    agent.last_given = ++floor.given;
    if (!e.from && pause_ms > 0) derived::pause(floor, agent, at + pause_ms);
  });
}

void apply(Floor& floor, const event::OfferEnded& e, Time at) {
  Conversation& conversation = floor.conversations.at(e.conversation);
  Agent& agent = floor.agents.at(e.agent);
  const bool passes = e.end == OfferEnd::timed_out || e.end == OfferEnd::declined;
  const bool waits = conversation.state == ConversationState::waiting;
  derived::clear_deadline(floor, Floor::Due::offer, conversation.id.value,
                          conversation.offer.value().deadline);
  derived::change(floor, conversation, [&] {
    conversation.offer.reset();
    if (waits && passes) derived::pass_over(floor, conversation, e.agent, at);
  });
  derived::change(floor, agent, conversation, [&] { agent.offers.erase(e.conversation); });
  if (e.end == OfferEnd::timed_out) ++agent.missed_in_row;
  if (e.end == OfferEnd::declined) agent.missed_in_row = 0;
  floor.unsettled.insert(conversation.queue);
  if (!waits) leave_note(conversation, {}, {});
}

void apply(Floor& floor, const event::PauseEnded& e, Time) {
  Agent& agent = floor.agents.at(e.agent);
  derived::change(floor, agent, [&] { derived::pause(floor, agent, {}); });
}

void apply(Floor& floor, const event::AgentStatusChanged& e, Time at) {
  Agent& agent = floor.agents.at(e.agent);
  derived::change(floor, agent, [&] {
    agent.status = e.status;
    agent.missed_in_row = 0;
    if (e.status == AgentStatus::online) agent.idle_since = at;
  });
  if (e.status != AgentStatus::online) derived::release_reserved(floor, e.agent);
}

void apply(Floor& floor, const event::AgentConnected& e, Time at) {
  Agent& agent = floor.agents.at(e.agent);
  derived::change(floor, agent, [&] {
    // A short drop does not send an agent to the end of the line.
    if (!agent.grace_until) agent.idle_since = at;
    agent.connected = true;
    set_grace(floor, agent, {});
  });
}

void apply(Floor& floor, const event::AgentDropped& e, Time) {
  Agent& agent = floor.agents.at(e.agent);
  derived::change(floor, agent, [&] { agent.connected = false; });
  set_lease(floor, agent, {});
  set_grace(floor, agent, e.grace_until);
  derived::release_reserved(floor, e.agent);
}

void apply(Floor& floor, const event::AgentLost& e, Time) {
  Agent& agent = floor.agents.at(e.agent);
  set_grace(floor, agent, {});
  derived::change(floor, agent, [&] {
    while (!agent.wrap_ups.empty()) {
      derived::end_wrap_up(floor, agent, agent.wrap_ups.back().conversation);
    }
    agent.load = derived::load_of(floor, agent);
  });
}

void apply(Floor& floor, const event::LeaseRenewed& e, Time) {
  set_lease(floor, floor.agents.at(e.agent), e.lease_until);
}

}  // namespace usher::core::evolving
