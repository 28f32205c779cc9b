#include "simulation/ledger.hpp"

#include <algorithm>

#include "core/limits.hpp"
#include "simulation/expect.hpp"

namespace usher::simulation {
namespace {

namespace event = core::event;

std::map<std::string, std::int64_t> sums_of(const core::Figures& figures) {
  std::map<std::string, std::int64_t> sums = {
      {"opened", figures.opened},
      {"answered", figures.answered},
      {"in_time", figures.answered_in_time},
      {"abandoned", figures.abandoned},
      {"handled", figures.handled},
      {"missed", figures.missed},
      {"declined", figures.declined},
      {"responses", figures.first_response.count},
      {"response_ms", figures.first_response.sum_ms},
      {"turns", figures.handle.count},
      {"turn_ms", figures.handle.sum_ms},
      {"online_ms", figures.online_ms},
      {"ratings", figures.ratings},
      {"rating_sum", figures.rating_sum},
  };
  std::erase_if(sums, [](const auto& entry) { return entry.second == 0; });
  return sums;
}

template <class Id>
void compare_all(const std::map<Id, core::Figures>& all, std::int64_t day, const auto& books) {
  static const core::Figures none;
  for (const auto& [key, book] : books) {
    if (key.first != day) continue;
    const auto found = all.find(Id{key.second});
    const core::Figures& figures = found == all.end() ? none : found->second;
    auto sums = book.sums;
    std::erase_if(sums, [](const auto& entry) { return entry.second == 0; });
    expect(sums_of(figures) == sums, "figures_are_the_events", key.second, "a figure differs");
    core::WaitSpread waits;
    for (const std::int64_t wait_ms : book.waits) waits.add(wait_ms);
    expect(waits == figures.waits, "figures_are_the_events", key.second, "the waits differ");
  }
  for (const auto& [id, figures] : all) {
    const bool known = books.contains({day, id.value}) || sums_of(figures).empty();
    expect(known, "figures_are_the_events", id.value, "figures of nothing");
  }
}

}  // namespace

void Ledger::enter(const core::Event& event, std::int64_t now_ms) {
  if (!core::is_durable(event)) return;  // counts for nothing, and begins no day
  now_ = now_ms;
  if (const auto* began = std::get_if<event::DayBegan>(&event)) {
    return begin_day(began->day.begins_at.ms, began->day.ends_at.ms);
  }
  while (now_ >= next_midnight_) begin_day(next_midnight_, next_midnight_ + limits::day_ms);
  while (now_ < midnight_) begin_day(midnight_ - limits::day_ms, midnight_);
  std::visit([this](const auto& e) { see(e); }, event);
}

// What is counted of a day begins anew with it, also when there was one like it before.
void Ledger::begin_day(std::int64_t begins_at, std::int64_t ends_at) {
  next_midnight_ = ends_at;
  if (begins_at == midnight_) return;
  midnight_ = begins_at;
  const auto of_it = [this](const auto& entry) { return entry.first.first == midnight_; };
  std::erase_if(queues_, of_it);
  std::erase_if(agent_books_, of_it);
  for (auto& [id, c] : conversations_) c.rating = {};
}

void Ledger::compare(const core::Today& today) const {
  expect(today.day.begins_at.ms == midnight_, "figures_are_the_events", 0, "another day");
  compare_all(today.queues, midnight_, queues_);
  compare_all(today.agents, midnight_, agent_books_);
  expect(today.standings.size() == agents_.size(), "figures_are_the_events", agents_.size(),
         "another number of agents stands somewhere");
  for (const auto& [id, turn] : today.turns) {
    const auto c = conversations_.find(id.value);
    expect(c != conversations_.end() && c->second.owner != 0, "figures_are_the_events", id.value,
           "a turn of nobody");
    expect(turn.since.ms == c->second.owner_since && turn.replied == c->second.replied,
           "figures_are_the_events", id.value, "another turn");
  }
}

void Ledger::add(Id queue, Id agent, const std::string& figure, std::int64_t amount) {
  if (queue != 0) queues_[{midnight_, queue}].sums[figure] += amount;
  if (agent != 0) agent_books_[{midnight_, agent}].sums[figure] += amount;
}

void Ledger::give(Conversation& c, Id agent) {
  c.owner = agent;
  c.last_owner = agent;
  c.owner_since = now_;
  c.replied = false;
}

void Ledger::take(Conversation& c) {
  if (c.owner == 0) return;
  add(c.queue, c.owner, "turns");
  add(c.queue, c.owner, "turn_ms", now_ - c.owner_since);
  c.owner = 0;
}

void Ledger::see(const event::QueueConfigured& e) {
  promises_[e.setting.id.value] = e.setting.policy.answer_within_ms;
}

void Ledger::see(const event::QueueRemoved& e) {
  for (auto& [id, c] : conversations_) {
    if (c.queue == e.queue.value) c.queue = e.heir.value;
  }
  std::erase_if(queues_, [&](const auto& entry) { return entry.first.second == e.queue.value; });
  forget_ratings(&Rating::queue, e.queue.value);
}

void Ledger::see(const event::AgentRemoved& e) {
  agents_.erase(e.agent.value);
  const Id id = e.agent.value;
  std::erase_if(agent_books_, [id](const auto& entry) { return entry.first.second == id; });
  forget_ratings(&Rating::agent, id);
}

void Ledger::see(const event::ConversationOpened& e) {
  Conversation& c = conversations_[e.conversation.value];
  c.queue = e.queue.value;
  c.opened_at = now_;
  add(c.queue, 0, "opened");
}

void Ledger::see(const event::MessagePosted& e) {
  Conversation& c = conversations_.at(e.conversation.value);
  if (e.author.kind != core::AuthorKind::agent || c.replied || c.owner != e.author.id) return;
  c.replied = true;
  add(c.queue, c.owner, "responses");
  add(c.queue, c.owner, "response_ms", now_ - c.owner_since);
}

void Ledger::see(const event::Assigned& e) {
  Conversation& c = conversations_.at(e.conversation.value);
  give(c, e.agent.value);
  if (!c.first_wait) return;
  c.first_wait = false;
  if (c.left) return;
  const std::int64_t wait_ms = now_ - c.opened_at;
  add(c.queue, c.owner, "answered");
  if (wait_ms <= promises_.at(c.queue)) add(c.queue, c.owner, "in_time");
  queues_[{midnight_, c.queue}].waits.push_back(wait_ms);
  agent_books_[{midnight_, c.owner}].waits.push_back(wait_ms);
}

void Ledger::see(const event::Requeued& e) {
  Conversation& c = conversations_.at(e.conversation.value);
  take(c);
  if (e.queue) c.queue = e.queue.value;
}

void Ledger::see(const event::Transferred& e) {
  Conversation& c = conversations_.at(e.conversation.value);
  take(c);
  give(c, e.agent.value);
}

void Ledger::see(const event::Closed& e) {
  Conversation& c = conversations_.at(e.conversation.value);
  if (c.owner != 0) {
    add(c.queue, c.owner, "handled");
  } else if (c.first_wait && !c.left && e.by.kind == core::AuthorKind::visitor) {
    add(c.queue, 0, "abandoned");
  }
  take(c);
}

void Ledger::see(const event::Reopened& e) {
  conversations_.at(e.conversation.value).first_wait = false;
  conversations_.at(e.conversation.value).left = false;
  conversations_.at(e.conversation.value).rating = {};
}

// Its figures went with who is gone: nothing of them can be taken back.
void Ledger::forget_ratings(Id Rating::*of, Id id) {
  for (auto& [conversation, c] : conversations_) {
    if (c.rating.*of == id) c.rating.*of = 0;
  }
}

// For whom it should count is known here without the event.
void Ledger::see(const event::Rated& e) {
  Conversation& c = conversations_.at(e.conversation.value);
  Rating& known = c.rating;
  if (known.score > 0) {
    add(known.queue, known.agent, "ratings", -1);
    add(known.queue, known.agent, "rating_sum", -known.score);
  }
  const bool still_here = agents_.contains(c.last_owner);
  known = {e.score, c.queue, still_here ? c.last_owner : 0};
  add(known.queue, known.agent, "ratings");
  add(known.queue, known.agent, "rating_sum", known.score);
}

void Ledger::see(const event::OfferEnded& e) {
  const Id queue = conversations_.at(e.conversation.value).queue;
  if (e.end == core::OfferEnd::timed_out) add(queue, e.agent.value, "missed");
  if (e.end == core::OfferEnd::declined) add(queue, e.agent.value, "declined");
}

void Ledger::change(Agent& agent, Id id, bool connected, bool online) {
  if (agent.connected && agent.online && !(connected && online)) {
    // The floor counts a stretch when it ends, on that day, from midnight at the earliest.
    add(0, id, "online_ms", now_ - std::max(agent.since, midnight_));
  }
  if (connected && online && !(agent.connected && agent.online)) agent.since = now_;
  agent.connected = connected;
  agent.online = online;
}

void Ledger::see(const event::AgentStatusChanged& e) {
  Agent& agent = agents_[e.agent.value];
  change(agent, e.agent.value, agent.connected, e.status == core::AgentStatus::online);
}

void Ledger::see(const event::AgentConnected& e) {
  Agent& agent = agents_[e.agent.value];
  change(agent, e.agent.value, true, agent.online);
}

void Ledger::see(const event::AgentDropped& e) {
  Agent& agent = agents_[e.agent.value];
  change(agent, e.agent.value, false, agent.online);
}

}  // namespace usher::simulation
