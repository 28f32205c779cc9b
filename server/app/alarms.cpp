#include "app/alarms.hpp"

#include <algorithm>
#include <type_traits>

#include "core/limits.hpp"

namespace usher::app {

Alarms::Alarms(const core::Floor& floor, const ports::Clock& clock, ports::Loop& loop, Begin begin)
    : floor_(floor), clock_(clock), begin_(std::move(begin)), timer_(loop.make_timer()) {}

void Alarms::note(std::span<const core::Event> events) {
  const auto look_where = [this](const auto& it) {
    using T = std::decay_t<decltype(it)>;
    constexpr bool moves_nothing = std::is_same_v<T, core::event::ReadMarked> ||
                                   std::is_same_v<T, core::event::DeliveredMarked>;
    if constexpr (std::is_same_v<T, core::event::QueueConfigured> ||
                  std::is_same_v<T, core::event::QueueRemoved>) {
      look_at_all();
    } else if constexpr (std::is_same_v<T, core::event::Rated>) {
      if (it.low) begin_kept(it.conversation, core::AlarmKind::low_rating);
    } else if constexpr (std::is_same_v<T, core::event::WordFound>) {
      begin_kept(it.conversation, core::AlarmKind::word);
    } else if constexpr (!moves_nothing && requires { it.conversation; }) {
      look(it.conversation);
    }
  };
  for (const core::Event& event : events) std::visit(look_where, event);
  arm();
}

void Alarms::note_all() {
  kept_.clear();
  due_.clear();
  look_at_all();
  for (const core::Alarm& alarm : floor_.alarms) begin_kept(alarm);
  arm();
}

// The alarm that a conversation comes to if nothing happens in it.
std::optional<Alarms::Kept> Alarms::foreseen(core::ConversationId id) const {
  const core::Conversation* c = core::find(floor_, id);
  const core::Queue* queue = c ? core::find(floor_, c->queue) : nullptr;
  if (!queue) return std::nullopt;
  const core::QueuePolicy& policy = queue->setting.policy;
  const auto after = [&](core::AlarmKind kind, core::Time since,
                         std::int64_t wait_ms) -> std::optional<Kept> {
    if (wait_ms == 0) return std::nullopt;
    return Kept{{id, kind, since}, since + wait_ms};
  };
  switch (c->state) {
    case core::ConversationState::waiting:
      if (c->left) return std::nullopt;  // nobody waits for an agent there
      return after(core::AlarmKind::wait, c->waiting_since, policy.wait_alarm_ms);
    case core::ConversationState::assigned: {
      const auto turn = floor_.today.turns.find(id);
      const bool owed =
          turn != floor_.today.turns.end() && turn->second.unanswered_since != core::Time{};
      if (!owed || c->held) return std::nullopt;  // what is on hold was put aside on purpose
      return after(core::AlarmKind::no_reply, turn->second.unanswered_since, policy.reply_alarm_ms);
    }
    case core::ConversationState::closed:
      return std::nullopt;
  }
  return std::nullopt;
}

void Alarms::look(core::ConversationId id) {
  const auto next = foreseen(id);
  const auto kept = kept_.find(id);
  if (next && kept != kept_.end() && kept->second.what == next->what &&
      (kept->second.begun || kept->second.due == next->due)) {
    return;
  }
  forget(id);
  if (!next) return;
  kept_.emplace(id, *next);
  due_.emplace(next->due, id);
}

void Alarms::look_at_all() {
  for (const auto& [id, c] : floor_.conversations) look(id);
}

void Alarms::forget(core::ConversationId id) {
  const auto kept = kept_.find(id);
  if (kept == kept_.end()) return;
  due_.erase({kept->second.due, id});
  kept_.erase(kept);
}

std::optional<AlarmNews> Alarms::news(const core::Occurrence& what, core::Time began_at) const {
  const core::Conversation* c = core::find(floor_, what.conversation);
  if (!c) return std::nullopt;
  AlarmNews alarm{floor_.account, what, began_at, c->queue, {}, c->visitor, {}, c->agent, {}};
  if (const core::Queue* queue = core::find(floor_, c->queue)) {
    alarm.queue_name = queue->setting.name;
  }
  const core::Visitor* visitor = core::find(floor_, c->visitor);
  if (visitor) alarm.visitor_name = core::shown_name(floor_, *visitor).value_or("");
  if (c->state == core::ConversationState::waiting) alarm.agent = {};
  if (const core::Agent* agent = core::find(floor_, alarm.agent)) {
    alarm.agent_name = agent->setting.name;
  }
  return alarm;
}

// The newest of this kind that the floor keeps of the conversation.
void Alarms::begin_kept(core::ConversationId id, core::AlarmKind kind) {
  const auto newest = std::find_if(
      floor_.alarms.rbegin(), floor_.alarms.rend(),
      [&](const core::Alarm& alarm) { return alarm.conversation == id && alarm.kind == kind; });
  if (newest != floor_.alarms.rend()) begin_kept(*newest);
}

void Alarms::begin_kept(const core::Alarm& alarm) {
  if (clock_.now() - alarm.at >= limits::alarm_late_ms_max) return;
  auto told = news({alarm.conversation, alarm.kind, alarm.at}, alarm.at);
  if (!told) return;
  told->score = alarm.score;
  told->word = alarm.word;
  begin_(*std::move(told));
}

void Alarms::begin_due() {
  const core::Time now = clock_.now();
  while (!due_.empty() && due_.begin()->first <= now) {
    const auto [due, id] = *due_.begin();
    due_.erase(due_.begin());
    Kept& kept = kept_.at(id);
    kept.begun = true;
    if (now - due >= limits::alarm_late_ms_max) continue;
    if (auto told = news(kept.what, due)) begin_(*std::move(told));
  }
}

void Alarms::arm() {
  const auto next = due_.empty() ? std::nullopt : std::optional(due_.begin()->first);
  if (next == armed_for_) return;
  armed_for_ = next;
  if (!next) return timer_->cancel();
  timer_->start(*next, [this] {
    armed_for_.reset();
    begin_due();
    arm();
  });
}

}  // namespace usher::app
