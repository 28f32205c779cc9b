#include "core/prospect.hpp"

#include <algorithm>

#include "core/decide.hpp"
#include "core/derived.hpp"

namespace usher::core {
namespace {

// What the agent has is left out, and so is the room that it takes.
Agent with_room_left(const Agent& agent, QueueId queue) {
  Agent copy = agent;
  copy.conversations.clear();
  copy.held = 0;
  copy.offers.clear();
  copy.wrap_ups.clear();
  copy.load = 0;
  copy.setting.queues = {queue};
  copy.setting.terms.clear();
  copy.setting.capacity -= static_cast<std::uint32_t>(agent.load);  // there is room for one
  copy.load_max = copy.setting.capacity;
  return copy;
}

bool somebody_could(const Queue& queue) {
  return std::ranges::any_of(queue.ready, [&](const auto& group) {
    return std::ranges::includes(group.first, queue.setting.policy.skills);
  });
}

}  // namespace

Prospect prospect(const Floor& floor, const Queue& queue) {
  const QueueId id = queue.setting.id;
  Floor apart;
  apart.account = floor.account;
  apart.now = floor.now;
  apart.queues[id].setting = queue.setting;
  for (const auto& [agent_id, agent] : floor.agents) {
    if (!serves(agent, id) || !derived::is_ready(floor, agent, id)) continue;
    const Agent& copy = apart.agents.emplace(agent_id, with_room_left(agent, id)).first->second;
    derived::enter_ready(apart, copy);
  }
  const command::Ask ask{VisitorId{1}, SiteId{1}, id, ConversationId{1}, "synthetic", "?"};
  const Outcome outcome = step(apart, ask, apart.now);
  const auto* decision = std::get_if<Decision>(&outcome);
  if (!decision) return Prospect::refused;
  const bool served = std::ranges::any_of(decision->events, [](const Event& event) {
    return std::holds_alternative<event::Offered>(event) ||
           std::holds_alternative<event::Assigned>(event);
  });
  return served ? Prospect::served : Prospect::waits;
}

bool is_sound(const Queue& queue, Prospect prospect) {
  switch (prospect) {
    case Prospect::served:
      return true;
    case Prospect::waits:
      return queue.setting.policy.strategy == Strategy::manual || !somebody_could(queue);
    case Prospect::refused:
      return false;
  }
  return false;
}

}  // namespace usher::core
