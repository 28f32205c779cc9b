#include "core/invariants.hpp"

#include <algorithm>

#include "core/derived.hpp"
#include "core/limits.hpp"

namespace usher::core {
namespace {

class Auditor {
 public:
  explicit Auditor(const Floor& floor) : floor_(floor) {
    for (const auto& [id, agent] : floor.agents) {
      for (const ConversationId owned : agent.conversations) ++owners_[owned];
      if (derived::is_ready(agent)) ready_.push_back(&agent);
    }
  }

  std::vector<Violation> audit() {
    for (const auto& [id, conversation] : floor_.conversations) {
      owner(conversation);
      place(conversation);
      line(conversation);
      marks(conversation);
      visitor(conversation);
      participants(conversation);
    }
    for (const auto& [id, agent] : floor_.agents) agent_agrees(agent);
    for (const auto& [id, queue] : floor_.queues) queue_agrees(queue);
    deadlines();
    return std::move(found_);
  }

 private:
  void report(std::string_view law, std::string_view what, std::uint64_t id) {
    found_.push_back({std::string(law), std::string(what) + " " + std::to_string(id)});
  }

  void owner(const Conversation& c) {
    const auto count = owners_.find(c.id);
    const std::size_t owners = count == owners_.end() ? 0 : count->second;
    const bool assigned = c.state == ConversationState::assigned;
    const Agent* agent = find(floor_, c.agent);
    const bool mutual = assigned && agent && agent->conversations.contains(c.id);
    if (owners != (assigned ? 1U : 0U) || (assigned && !mutual)) {
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

  void agent_agrees(const Agent& agent) {
    const std::uint64_t id = agent.setting.id.value;
    if (agent.load() > agent.load_max) report("load_within_capacity", "too much for agent", id);
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

  void queue_agrees(const Queue& queue) {
    const std::uint64_t id = queue.setting.id.value;
    for (const WaitKey& key : queue.waiting) {
      const Conversation* c = find(floor_, key.conversation);
      const bool fits = c && c->state == ConversationState::waiting && c->wait == key &&
                        c->queue == queue.setting.id;
      if (!fits) report("waiting_is_queued", "who does not wait stands in queue", id);
    }
  }

  void expect(const Floor::Deadline& deadline) {
    if (!floor_.deadlines.contains(deadline)) {
      report("deadline_kept", "no deadline of its own:", deadline.id);
    }
  }

  void deadlines() {
    for (const auto& [id, visitor] : floor_.visitors) {
      if (visitor.linger_until) {
        expect({*visitor.linger_until, Floor::Due::linger, id.value});
      }
    }
    if (floor_.deadlines.empty()) return;
    const Floor::Deadline& first = *floor_.deadlines.begin();
    if (first.at < floor_.now) report("deadline_kept", "nothing was done about", first.id);
  }

  const Floor& floor_;
  std::map<ConversationId, std::size_t> owners_;
  std::vector<const Agent*> ready_;
  std::vector<Violation> found_;
};

}  // namespace

std::vector<Violation> violations(const Floor& floor) { return Auditor(floor).audit(); }

}  // namespace usher::core
