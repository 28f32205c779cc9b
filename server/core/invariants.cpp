#include "core/invariants.hpp"

#include <algorithm>
#include <limits>

#include "core/derived.hpp"
#include "core/limits.hpp"

namespace usher::core {
namespace {

class Auditor {
 public:
  explicit Auditor(const Floor& floor) : floor_(floor) {
    for (const auto& [id, agent] : floor.agents) {
      if (derived::is_ready(agent)) ready_.push_back(&agent);
    }
  }

  // Each gives what it cost, in Watch's units of work.
  std::size_t conversation(const Conversation& c) {
    owner(c);
    place(c);
    line(c);
    marks(c);
    visitor(c);
    participants(c);
    rating(c);
    return 2 + (c.state == ConversationState::waiting ? ready_.size() / 8 : 0);
  }
  std::size_t agent(const Agent& agent) {
    agent_agrees(agent);
    return 1 + agent.conversations.size() + agent.offers.size();
  }
  std::size_t place_in_line(const Queue& queue, const WaitKey& key) {
    const Conversation* c = find(floor_, key.conversation);
    const bool fits = c && c->state == ConversationState::waiting && c->wait == key &&
                      c->queue == queue.setting.id;
    if (!fits) {
      report("waiting_is_queued", "who does not wait stands in queue", queue.setting.id.value);
    }
    return 1;
  }
  std::size_t visitor(const Visitor& visitor) {
    if (visitor.linger_until) {
      expect({*visitor.linger_until, Floor::Due::linger, visitor.id.value});
    }
    if (const Invitation* open = open_invitation(&visitor)) {
      expect({open->at + limits::invitation_open_ms, Floor::Due::invitation, visitor.id.value});
      const Conversation* last = find(floor_, visitor.conversation);
      if (last && last->state != ConversationState::closed) {
        report("invited_to_talk", "an invitation stands beside a conversation, of visitor",
               visitor.id.value);
      }
    }
    return 1;
  }
  void deadlines() {
    if (floor_.deadlines.empty()) return;
    const Floor::Deadline& first = *floor_.deadlines.begin();
    if (first.at < floor_.now) report("deadline_kept", "nothing was done about", first.id);
  }

  std::vector<Violation> found() { return std::move(found_); }

 private:
  void report(std::string_view law, std::string_view what, std::uint64_t id) {
    found_.push_back({std::string(law), std::string(what) + " " + std::to_string(id)});
  }

  // A second one lists what it does not own: agent_agrees() sees that.
  void owner(const Conversation& c) {
    const bool assigned = c.state == ConversationState::assigned;
    const Agent* agent = find(floor_, c.agent);
    if (assigned && !(agent && agent->conversations.contains(c.id))) {
      report("one_owner", "owners do not fit conversation", c.id.value);
    }
    if (c.held && !assigned) report("held_by_owner", "nobody holds conversation", c.id.value);
  }

  void place(const Conversation& c) {
    const Queue* queue = find(floor_, c.queue);
    const bool waiting = c.state == ConversationState::waiting;
    if (!queue || queue->waiting.contains(c.wait) != waiting) {
      report("waiting_is_queued", "the line does not fit conversation", c.id.value);
      return;
    }
    if (!c.offer) {
      if (waiting && could_be_offered(c)) {
        report("stuck_conversation", "an agent has room for conversation", c.id.value);
      }
      return;
    }
    const Agent* agent = find(floor_, c.offer->agent);
    if (!agent || !agent->connected || !agent->offers.contains(c.id)) {
      report("offer_is_mutual", "the agent does not know of the offer of", c.id.value);
    }
    const bool transferred = c.state == ConversationState::assigned && c.offer->from == c.agent &&
                             c.offer->agent != c.agent;
    if (!transferred && !(waiting && !c.offer->from)) {
      report("offer_is_mutual", "nobody could offer conversation", c.id.value);
    }
    expect({c.offer->deadline, Floor::Due::offer, c.id.value});
  }

  // Who waits and rings nowhere stands in one line: its agent's, or that of its skills.
  void line(const Conversation& c) {
    if (c.state != ConversationState::waiting) return;
    const Queue& queue = floor_.queues.at(c.queue);
    const auto kept = queue.reserved.find(c.reserved_for);
    const auto open = queue.lines.find(c.skills);
    const bool is_kept = kept != queue.reserved.end() && kept->second.contains(c.wait);
    const bool is_open = open != queue.lines.end() && open->second.contains(c.wait);
    const bool kept_fits = is_kept == (!c.offer && c.reserved_for);
    const bool open_fits = is_open == (!c.offer && !c.reserved_for);
    if (!kept_fits || !open_fits) {
      report("waiting_is_queued", "another line than its own has conversation", c.id.value);
    }
    if (c.step_at) expect({*c.step_at, Floor::Due::step, c.id.value});
  }

  // Reads the agents themselves, not the queue's derived lists of ready ones.
  bool could_be_offered(const Conversation& c) const {
    if (floor_.queues.at(c.queue).setting.policy.strategy == Strategy::manual) return false;
    return std::ranges::any_of(ready_, [&](const Agent* agent) {
      const AgentSetting& setting = agent->setting;
      if (!std::ranges::binary_search(setting.queues, c.queue)) return false;
      if (!derived::is_ready(floor_, *agent, c.queue)) return false;
      if (!std::ranges::includes(setting.skills, c.skills)) return false;
      if (c.reserved_for && c.reserved_for != setting.id) return false;
      const bool pausing =
          agent->setting.id == c.last_passed && c.retry_at && floor_.now < *c.retry_at;
      return !pausing;
    });
  }

  void marks(const Conversation& c) {
    const bool fit = c.marks.size() == 2 && std::ranges::all_of(c.marks, [&](const auto& entry) {
                       const MarkPair& pair = entry.second;
                       return pair.read <= pair.delivered && pair.delivered <= c.last_seq;
                     });
    if (!fit) report("marks_within_seq", "marks do not fit conversation", c.id.value);
  }

  void visitor(const Conversation& c) {
    if (c.state == ConversationState::closed) {
      if (c.closed_at) {
        expect({*c.closed_at + limits::closed_keep_ms, Floor::Due::archive, c.id.value});
      }
      return;
    }
    const Visitor* visitor = find(floor_, c.visitor);
    if (!visitor || visitor->conversation != c.id) {
      report("visitor_conversation", "its visitor does not know of open conversation", c.id.value);
    }
  }

  void participants(const Conversation& c) {
    for (const Participant& each : c.participants) {
      const Agent* agent = find(floor_, each.agent);
      const bool owns = c.state == ConversationState::assigned && c.agent == each.agent;
      if (c.state == ConversationState::closed || !agent || owns || !agent->beside.contains(c.id)) {
        report("participant_beside_owner", "somebody has no place in conversation", c.id.value);
      }
    }
  }

  // Only who has said farewell says how it was.
  void rating(const Conversation& c) {
    const bool answered = c.rating_answer != RatingAnswer::none;
    const bool lacks = c.rating_answer == RatingAnswer::given && !c.rating;
    if (lacks || (answered && c.state != ConversationState::closed)) {
      report("rating_of_closed", "the rating does not fit conversation", c.id.value);
    }
  }

  void agent_agrees(const Agent& agent) {
    const std::uint64_t id = agent.setting.id.value;
    if (agent.load != derived::load_of(floor_, agent)) {
      report("load_counted", "another load than what it has: agent", id);
    }
    if (agent.load > agent.load_max) report("load_within_capacity", "too much for agent", id);
    for (const ConversationId offered : agent.offers) {
      const Conversation* c = find(floor_, offered);
      if (!c || !c->offer || c->offer->agent != agent.setting.id) {
        report("offer_is_mutual", "it is not offered what rings at agent", id);
      }
    }
    for (const ConversationId beside : agent.beside) {
      const Conversation* c = find(floor_, beside);
      if (!c || !find(*c, agent.setting.id)) {
        report("participant_beside_owner", "it is in nothing that it lists: agent", id);
      }
    }
    std::size_t held = 0;
    for (const ConversationId owned : agent.conversations) {
      const Conversation* c = find(floor_, owned);
      if (c && c->held) ++held;
      if (!c || c->agent != agent.setting.id || c->state != ConversationState::assigned) {
        report("one_owner", "it does not own what it lists: agent", id);
      }
    }
    if (held != agent.held) report("held_by_owner", "it holds another number: agent", id);
    if (agent.connected) expect({agent.lease_until, Floor::Due::lease, id});
    if (agent.grace_until) expect({*agent.grace_until, Floor::Due::grace, id});
    if (agent.paused_until) expect({*agent.paused_until, Floor::Due::pause, id});
    for (const WrapUp& work : agent.wrap_ups) {
      expect({work.until, Floor::Due::wrap_up, work.conversation.value});
    }
  }

  void expect(const Floor::Deadline& deadline) {
    if (!floor_.deadlines.contains(deadline)) {
      report("deadline_kept", "no deadline of its own:", deadline.id);
    }
  }

  const Floor& floor_;
  std::vector<const Agent*> ready_;
  std::vector<Violation> found_;
};

// Looks at what comes after `last` in a map by ids, as long as `work` lasts. True: that was all.
template <class Key, class Value, class Look>
bool go_on(const std::map<Key, Value>& map, std::uint64_t& last, std::size_t& work, Look look) {
  for (auto it = map.upper_bound(Key{last}); it != map.end(); ++it) {
    if (work == 0) return false;
    work -= std::min(work, look(it->second));
    last = it->first.value;
  }
  last = 0;
  return true;
}

// The same for the lines of the queues, which may be long themselves.
bool go_on_lines(Auditor& auditor, const Floor& floor, std::uint64_t& last, WaitKey& last_key,
                 std::size_t& work) {
  for (auto it = floor.queues.upper_bound(QueueId{last}); it != floor.queues.end(); ++it) {
    const std::set<WaitKey>& line = it->second.waiting;
    for (auto key = line.upper_bound(last_key); key != line.end(); ++key) {
      if (work == 0) return false;
      work -= std::min(work, auditor.place_in_line(it->second, *key));
      last_key = *key;
    }
    last = it->first.value;
    last_key = {};
  }
  last = 0;
  return true;
}

}  // namespace

Watch::Glance Watch::look(const Floor& floor, std::size_t work) {
  Auditor auditor(floor);
  Glance glance;
  auditor.deadlines();
  while (work > 0 && !glance.ended_round) {
    switch (part_) {
      case Part::conversations:
        if (go_on(floor.conversations, last_, work,
                  [&](const Conversation& c) { return auditor.conversation(c); })) {
          part_ = Part::agents;
        }
        break;
      case Part::agents:
        if (go_on(floor.agents, last_, work,
                  [&](const Agent& agent) { return auditor.agent(agent); })) {
          part_ = Part::lines;
        }
        break;
      case Part::lines:
        if (go_on_lines(auditor, floor, last_, last_key_, work)) part_ = Part::visitors;
        break;
      case Part::visitors:
        if (go_on(floor.visitors, last_, work,
                  [&](const Visitor& visitor) { return auditor.visitor(visitor); })) {
          part_ = Part::conversations;
          glance.ended_round = true;
        }
        break;
    }
  }
  glance.found = auditor.found();
  return glance;
}

std::vector<Violation> violations(const Floor& floor) {
  return Watch().look(floor, std::numeric_limits<std::size_t>::max()).found;
}

}  // namespace usher::core
