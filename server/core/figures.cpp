#include "core/figures.hpp"

#include <algorithm>
#include <utility>

#include "core/floor.hpp"
#include "core/limits.hpp"

namespace usher::core {
namespace {

class Count {
 public:
  Count(Floor& floor, Time at) : floor_(floor), today_(floor.today), at_(at) {}

  template <class E>
  void operator()(const E&) {}  // not counted
  void operator()(const event::ConversationOpened& e) { ++today_.queues[e.queue].opened; }
  void operator()(const event::MessagePosted& e);
  void operator()(const event::Assigned& e);
  void operator()(const event::Requeued& e) { end_turn(e.conversation); }
  void operator()(const event::Transferred& e);
  void operator()(const event::Closed& e);
  void operator()(const event::OfferEnded& e);
  void operator()(const event::AgentConfigured& e) {
    today_.standings.try_emplace(e.setting.id, Standing{AgentStatus::offline, false, at_});
  }
  void operator()(const event::AgentRemoved& e) {
    today_.standings.erase(e.agent);
    today_.agents.erase(e.agent);
    for (auto& [id, counted] : today_.ratings) {
      if (counted.agent == e.agent) counted.agent = {};
    }
  }
  void operator()(const event::QueueRemoved& e) {
    today_.queues.erase(e.queue);
    for (auto& [id, counted] : today_.ratings) {
      if (counted.queue == e.queue) counted.queue = {};
    }
  }
  void operator()(const event::Rated& e);
  void operator()(const event::Reopened& e) { today_.ratings.erase(e.conversation); }
  void operator()(const event::ConversationArchived& e) { today_.ratings.erase(e.conversation); }
  void operator()(const event::AgentStatusChanged& e) {
    stand(e.agent, e.status, today_.standings[e.agent].connected);
  }
  void operator()(const event::AgentConnected& e) {
    stand(e.agent, today_.standings[e.agent].status, true);
  }
  void operator()(const event::AgentDropped& e) {
    stand(e.agent, today_.standings[e.agent].status, false);
  }

 private:
  // Both of a conversation's: its queue's figures and its agent's.
  template <class Change>
  void both(const Conversation& conversation, AgentId agent, Change change) {
    change(today_.queues[conversation.queue]);
    change(today_.agents[agent]);
  }
  // Those of the two that are still there.
  template <class Change>
  void both(const CountedRating& rating, Change change) {
    if (rating.queue) change(today_.queues[rating.queue]);
    if (rating.agent) change(today_.agents[rating.agent]);
  }
  void begin_turn(const Conversation& conversation) {
    const bool owed = conversation.last_message_by == AuthorKind::visitor;
    today_.turns[conversation.id] = Turn{at_, false, owed ? at_ : Time{}};
  }
  void end_turn(ConversationId id);
  void stand(AgentId agent, AgentStatus status, bool connected);

  Floor& floor_;
  Today& today_;
  Time at_;
};

void Count::operator()(const event::MessagePosted& e) {
  const auto turn = today_.turns.find(e.conversation);
  if (turn == today_.turns.end()) return;
  Turn& with = turn->second;
  if (e.author.kind == AuthorKind::visitor) {
    if (with.unanswered_since == Time{}) with.unanswered_since = at_;
    return;
  }
  with.unanswered_since = {};
  const Conversation* conversation = find(floor_, e.conversation);
  if (with.replied || !conversation || conversation->agent.value != e.author.id) return;
  with.replied = true;
  both(*conversation, conversation->agent,
       [&](Figures& figures) { figures.first_response.add(at_ - with.since); });
}

void Count::operator()(const event::Assigned& e) {
  const Conversation* conversation = find(floor_, e.conversation);
  if (!conversation) return;
  begin_turn(*conversation);
  if (!conversation->wait.newcomer || conversation->left) return;
  const std::int64_t wait_ms = at_ - conversation->waiting_since;
  const Queue* queue = find(floor_, conversation->queue);
  const bool in_time = queue && wait_ms <= queue->setting.policy.answer_within_ms;
  both(*conversation, e.agent, [&](Figures& figures) {
    ++figures.answered;
    if (in_time) ++figures.answered_in_time;
    figures.waits.add(wait_ms);
  });
}

void Count::operator()(const event::Transferred& e) {
  end_turn(e.conversation);
  if (const Conversation* conversation = find(floor_, e.conversation)) begin_turn(*conversation);
}

void Count::operator()(const event::Closed& e) {
  const Conversation* conversation = find(floor_, e.conversation);
  if (!conversation) return;
  if (conversation->state == ConversationState::assigned) {
    end_turn(e.conversation);
    both(*conversation, conversation->agent, [](Figures& figures) { ++figures.handled; });
  } else if (conversation->wait.newcomer && !conversation->left &&
             e.by.kind == AuthorKind::visitor) {
    ++today_.queues[conversation->queue].abandoned;
  }
}

void Count::operator()(const event::OfferEnded& e) {
  const Conversation* conversation = find(floor_, e.conversation);
  if (!conversation) return;
  if (e.end == OfferEnd::timed_out) {
    both(*conversation, e.agent, [](Figures& figures) { ++figures.missed; });
  } else if (e.end == OfferEnd::declined) {
    both(*conversation, e.agent, [](Figures& figures) { ++figures.declined; });
  }
}

// One that replaces another of this day takes its place in the figures.
void Count::operator()(const event::Rated& e) {
  const Conversation* conversation = find(floor_, e.conversation);
  if (!conversation) return;
  const AgentId agent = find(floor_, e.agent) ? e.agent : AgentId{};
  const CountedRating now{conversation->queue, agent, e.score};
  const auto [counted, is_first] = today_.ratings.try_emplace(e.conversation, now);
  if (!is_first) {
    const CountedRating before = std::exchange(counted->second, now);
    both(before, [&](Figures& figures) {
      --figures.ratings;
      figures.rating_sum -= before.score;
    });
  }
  both(now, [&](Figures& figures) {
    ++figures.ratings;
    figures.rating_sum += now.score;
  });
}

void Count::end_turn(ConversationId id) {
  const auto turn = today_.turns.find(id);
  const Conversation* conversation = find(floor_, id);
  if (turn == today_.turns.end() || !conversation) return;
  const std::int64_t had_ms = at_ - turn->second.since;
  both(*conversation, conversation->agent,
       [had_ms](Figures& figures) { figures.handle.add(had_ms); });
  today_.turns.erase(turn);
}

void Count::stand(AgentId agent, AgentStatus status, bool connected) {
  Standing& standing = today_.standings[agent];
  if (standing.status == status && standing.connected == connected) return;
  if (standing.works()) {
    const Time from = std::max(standing.since, today_.day.begins_at);
    today_.agents[agent].online_ms += at_ - from;
  }
  standing = {status, connected, at_};
}

template <class Id>
const Figures& figures_in(const Today& today, const std::map<Id, Figures>& all, Id id, Time now) {
  static const Figures none;
  if (!today.day.holds(now)) return none;
  const auto found = all.find(id);
  return found == all.end() ? none : found->second;
}

}  // namespace

void WaitSpread::add(std::int64_t ms) {
  const auto bound = std::ranges::lower_bound(bounds_ms, ms);
  ++counts[static_cast<std::size_t>(bound - bounds_ms.begin())];
}

std::int64_t WaitSpread::percentile(std::uint32_t percent) const {
  std::uint64_t all = 0;
  for (const std::uint32_t each : counts) all += each;
  if (all == 0) return 0;
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < bounds_ms.size(); ++i) {
    below += counts[i];
    if (below * 100 >= all * percent) return bounds_ms[i];
  }
  return bounds_ms.back();
}

const Figures& figures_of(const Today& today, QueueId queue, Time now) {
  return figures_in(today, today.queues, queue, now);
}

const Figures& figures_of(const Today& today, AgentId agent, Time now) {
  return figures_in(today, today.agents, agent, now);
}

void count(Floor& floor, const Event& event, Time at) {
  if (!is_durable(event)) return;
  const auto* began = std::get_if<event::DayBegan>(&event);
  const Day day = began ? began->day : day_of(at, floor.today.day);
  if (day.begins_at != floor.today.day.begins_at) {
    floor.today.queues.clear();
    floor.today.agents.clear();
    floor.today.ratings.clear();
  }
  floor.today.day = day;
  std::visit(Count(floor, at), event);
}

}  // namespace usher::core
