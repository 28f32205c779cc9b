// Who is served next, and by whom: over several queues the one that stands first in its line, among
// the agents the one that the queue's strategy puts first.
#include "core/derived.hpp"
#include "core/rules.hpp"

namespace usher::core::rules {
namespace {

using Ready = std::set<ReadyKey>;

void keep_first(const ReadyKey*& kept, const ReadyKey& key) {
  if (!kept || key < *kept) kept = &key;
}

// The best agent that has not let this conversation pass. When all have, a new round begins, with
// anybody but the last one; which gets it again only after a pause, and when there is nobody else.
std::optional<AgentId> choose(const std::vector<const Ready*>& groups, const Conversation& c,
                              Time now) {
  const ReadyKey* fresh = nullptr;
  const ReadyKey* again = nullptr;
  const ReadyKey* last = nullptr;
  for (const Ready* group : groups) {
    for (const ReadyKey& key : *group) {
      if (!std::ranges::binary_search(c.passed_over, key.agent)) {
        keep_first(fresh, key);
        break;
      }
      keep_first(key.agent == c.last_passed ? last : again, key);
    }
  }
  if (fresh) return fresh->agent;
  if (again) return again->agent;
  const bool paused = c.retry_at && now < *c.retry_at;
  if (paused || !last) return std::nullopt;
  return last->agent;
}

// The ready agents who have all the skills.
std::vector<const Ready*> groups_with(const Queue& queue, const Skills& skills) {
  std::vector<const Ready*> groups;
  for (const auto& [had, agents] : queue.ready) {
    if (std::ranges::includes(had, skills)) groups.push_back(&agents);
  }
  return groups;
}

class Search {
 public:
  Search(const Floor& floor, Time now) : floor_(floor), now_(now) {}

  void look_at(const Queue& queue) {
    if (queue.ready.empty() || queue.setting.policy.strategy == Strategy::manual) return;
    for (const auto& [skills, line] : queue.lines) {
      const std::vector<const Ready*> groups = groups_with(queue, skills);
      if (!groups.empty()) look_along(line, groups);
    }
    if (!queue.reserved.empty()) look_at_reserved(queue);
  }

  std::optional<Match> found() const { return best_; }

 private:
  const Conversation& at(const WaitKey& key) const {
    return floor_.conversations.at(key.conversation);
  }

  void look_along(const std::set<WaitKey>& line, const std::vector<const Ready*>& groups) {
    for (const WaitKey& key : line) {
      if (best_ && best_->place < key) return;
      const std::optional<AgentId> agent = choose(groups, at(key), now_);
      if (!agent) continue;
      best_ = Match{key, *agent};
      return;
    }
  }

  void look_at_reserved(const Queue& queue) {
    for (const auto& [had, agents] : queue.ready) {
      for (const ReadyKey& ready : agents) {
        const auto line = queue.reserved.find(ready.agent);
        if (line == queue.reserved.end()) continue;
        for (const WaitKey& key : line->second) {
          if (best_ && best_->place < key) break;
          if (!std::ranges::includes(had, at(key).skills)) continue;
          best_ = Match{key, ready.agent};
          break;
        }
      }
    }
  }

  const Floor& floor_;
  Time now_;
  std::optional<Match> best_;
};

// The first of all ready agents but one, over the groups of skills.
std::vector<AgentId> first_of(const std::vector<const Ready*>& groups, AgentId but) {
  std::vector<ReadyKey> first;
  for (const Ready* group : groups) {
    std::size_t taken = 0;
    for (const ReadyKey& key : *group) {
      if (key.agent == but) continue;
      if (taken++ == limits::why_agents_max) break;
      first.push_back(key);
    }
  }
  std::ranges::sort(first);
  if (first.size() > limits::why_agents_max) first.resize(limits::why_agents_max);
  std::vector<AgentId> agents;
  agents.reserve(first.size());
  for (const ReadyKey& key : first) agents.push_back(key.agent);
  return agents;
}

Why why_of(const Floor& floor, const Conversation& c, AgentId agent) {
  const Queue& queue = floor.queues.at(c.queue);
  const auto groups = groups_with(queue, c.skills);
  Why why;
  why.strategy = queue.setting.policy.strategy;
  why.kept_for = c.reserved_for == agent;
  why.present = static_cast<std::uint32_t>(queue.present);
  for (const Ready* group : groups) why.ready += static_cast<std::uint32_t>(group->size());
  why.load = static_cast<std::uint32_t>(floor.agents.at(agent).load);
  why.next = first_of(groups, agent);
  why.passed = c.passed_over;
  if (why.passed.size() > limits::why_agents_max) why.passed.resize(limits::why_agents_max);
  return why;
}

}  // namespace

std::optional<Match> next_match(const Floor& floor, const std::set<QueueId>& queues, Time now) {
  Search search(floor, now);
  for (const QueueId id : queues) search.look_at(floor.queues.at(id));
  return search.found();
}

Event offer(const Floor& floor, const Match& match, Time now) {
  const Conversation& c = floor.conversations.at(match.place.conversation);
  const QueueSetting& queue = floor.queues.at(c.queue).setting;
  const Why why = why_of(floor, c, match.agent);
  if (!queue.rings) return event::Assigned{c.id, c.last_seq + 1, match.agent, why};
  const std::int64_t ring_ms = queue.ring_ms > 0 ? queue.ring_ms : limits::ring_ms;
  const OfferId id{floor.offers_made + 1};
  return event::Offered{c.id, id, match.agent, now + ring_ms, {}, {}, why};
}

}  // namespace usher::core::rules
