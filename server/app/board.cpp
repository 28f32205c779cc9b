#include "app/board.hpp"

#include <utility>

#include "protocol/write.hpp"

namespace usher::app {

void Board::watch(const Subscriber& watcher, core::Time now, HeldFrames& frames) {
  if (watchers_.empty()) take_all(now);
  watchers_.insert(&watcher);
  frames.add(watcher.outlet, frames.render(snapshot()));
}

void Board::leave(const Subscriber& watcher) {
  if (watchers_.erase(&watcher) > 0 && watchers_.empty()) clear();
}

void Board::clear() {
  watchers_.clear();
  queues_.clear();
  agents_.clear();
  conversations_.clear();
  alarms_.clear();
  touched_conversations_.clear();
  touched_agents_.clear();
  touched_ = false;
}

void Board::take_all(core::Time now) {
  day_ = core::day_of(now, floor_.today.day);
  for (const auto& [id, c] : floor_.conversations) {
    if (c.state != core::ConversationState::closed) conversations_.keep(id, board_row(floor_, c));
  }
  for (const auto& [id, agent] : floor_.agents) agents_.keep(id, board_row(floor_, agent, now));
  for (const auto& [id, row] : queue_rows(now)) queues_.keep(id, row);
  for (const core::Alarm& alarm : floor_.alarms) {
    alarms_.keep(AlarmNumber{alarm.number}, board_row(floor_, alarm));
  }
}

protocol::Board Board::snapshot() const {
  protocol::Board view{};
  view.day_at = day_.begins_at.ms;
  queues_.each([&](auto, const auto& row) { view.queues.push_back(row); });
  agents_.each([&](auto, const auto& row) { view.agents.push_back(row); });
  conversations_.each([&](auto, const auto& row) { view.conversations.push_back(row); });
  view.alarms.emplace();
  alarms_.each([&](auto, const auto& row) { view.alarms->push_back(row); });
  return view;
}

void Board::note(std::span<const core::Event> events) {
  if (watchers_.empty()) return;
  const auto touch = [this](const auto& it) {
    using T = std::decay_t<decltype(it)>;
    constexpr bool shows_nowhere = std::is_same_v<T, core::event::ReadMarked> ||
                                   std::is_same_v<T, core::event::DeliveredMarked> ||
                                   std::is_same_v<T, core::event::LeaseRenewed>;
    if constexpr (!shows_nowhere) {
      if constexpr (requires { it.conversation; }) touched_conversations_.insert(it.conversation);
      if constexpr (requires { it.agent; }) touched_agents_.insert(it.agent);
      if constexpr (requires { it.from; }) touched_agents_.insert(it.from);
      if constexpr (std::is_same_v<T, core::event::AgentConfigured>) {
        touched_agents_.insert(it.setting.id);
      }
      if constexpr (std::is_same_v<T, core::event::VisitorIdentified> ||
                    std::is_same_v<T, core::event::VisitorVerified> ||
                    std::is_same_v<T, core::event::PersonEdited>) {
        const core::Visitor* visitor = core::find(floor_, it.visitor);
        if (visitor) touched_conversations_.insert(visitor->conversation);
      }
      if constexpr (std::is_same_v<T, core::event::QueueRemoved>) note_all();
      constexpr bool of_a_visit = std::is_same_v<T, core::event::VisitStarted> ||
                                  std::is_same_v<T, core::event::PageViewed> ||
                                  std::is_same_v<T, core::event::VisitEnded> ||
                                  std::is_same_v<T, core::event::DwellTicked> ||
                                  std::is_same_v<T, core::event::PageDwelled> ||
                                  std::is_same_v<T, core::event::VisitorConnected> ||
                                  std::is_same_v<T, core::event::VisitorDisconnected>;
      touched_ = touched_ || !of_a_visit;
    }
  };
  for (const core::Event& event : events) std::visit(touch, event);
}

void Board::note_all() {
  if (watchers_.empty()) return;
  for (const auto& [id, c] : floor_.conversations) touched_conversations_.insert(id);
  conversations_.each([this](auto id, const auto&) { touched_conversations_.insert(id); });
  for (const auto& [id, agent] : floor_.agents) touched_agents_.insert(id);
  agents_.each([this](auto id, const auto&) { touched_agents_.insert(id); });
  touched_ = true;
}

std::optional<core::Time> Board::due() const {
  if (watchers_.empty()) return std::nullopt;
  if (touched_) return told_at_ + limits::board_interval_ms;
  return day_.ends_at;
}

void Board::flush(core::Time now, HeldFrames& frames) {
  end_watches();
  if (watchers_.empty()) return clear();
  protocol::BoardChanged changed{};
  const core::Time known = std::exchange(day_, core::day_of(now, floor_.today.day)).begins_at;
  if (day_.begins_at != known) {
    changed.day_at = day_.begins_at.ms;
    for (const auto& [id, agent] : floor_.agents) touched_agents_.insert(id);
  }
  note_conversations(changed);
  note_agents(now, changed);
  note_queues(now, changed);
  note_alarms(changed);
  touched_ = false;
  told_at_ = now;
  const bool silent = !changed.day_at && changed.conversations.empty() && changed.agents.empty() &&
                      changed.queues.empty() && !changed.alarms;
  if (silent) return;
  const auto place = frames.render(changed);
  for (const Subscriber* watcher : watchers_) frames.add(watcher->outlet, place);
}

// Who is no supervisor any more has nothing to watch.
void Board::end_watches() {
  std::erase_if(watchers_, [this](const Subscriber* watcher) {
    const core::Agent* agent = core::find(floor_, watcher->agent);
    return !agent || agent->setting.role == core::Role::agent;
  });
}

void Board::note_conversations(protocol::BoardChanged& changed) {
  for (const core::ConversationId id : touched_conversations_) {
    const core::Conversation* c = core::find(floor_, id);
    std::optional<protocol::BoardConversation> now;
    if (c && c->state != core::ConversationState::closed) now = board_row(floor_, *c);
    // Whoever had it or has it looks different, too.
    const protocol::BoardConversation* before = conversations_.find(id);
    if (before && before->agent) touched_agents_.insert(core::AgentId{*before->agent});
    if (now && now->agent) touched_agents_.insert(core::AgentId{*now->agent});
    conversations_.tell(id, now ? &*now : nullptr, changed.conversations);
  }
  touched_conversations_.clear();
}

void Board::note_agents(core::Time now, protocol::BoardChanged& changed) {
  for (const core::AgentId id : touched_agents_) {
    const core::Agent* agent = core::find(floor_, id);
    std::optional<protocol::BoardAgent> row;
    if (agent) row = board_row(floor_, *agent, now);
    agents_.tell(id, row ? &*row : nullptr, changed.agents);
  }
  touched_agents_.clear();
}

void Board::note_queues(core::Time now, protocol::BoardChanged& changed) {
  const auto rows = queue_rows(now);
  for (const auto& [id, row] : rows) queues_.tell(id, &row, changed.queues);
  std::vector<core::QueueId> removed;
  queues_.each([&](core::QueueId id, const auto&) {
    if (!rows.contains(id)) removed.push_back(id);
  });
  for (const core::QueueId id : removed) queues_.tell(id, nullptr, changed.queues);
}

void Board::note_alarms(protocol::BoardChanged& changed) {
  std::vector<protocol::BoardAlarmChange> changes;
  std::set<AlarmNumber> gone;
  alarms_.each([&](AlarmNumber number, const auto&) { gone.insert(number); });
  for (const core::Alarm& alarm : floor_.alarms) {
    gone.erase(AlarmNumber{alarm.number});
    const protocol::BoardAlarm row = board_row(floor_, alarm);
    alarms_.tell(AlarmNumber{alarm.number}, &row, changes);
  }
  for (const AlarmNumber number : gone) alarms_.tell(number, nullptr, changes);
  if (!changes.empty()) changed.alarms = std::move(changes);
}

std::map<core::QueueId, protocol::BoardQueue> Board::queue_rows(core::Time now) const {
  std::map<core::QueueId, protocol::BoardQueue> rows;
  for (const auto& [id, queue] : floor_.queues) rows[id] = board_row(floor_, queue, now);
  conversations_.each([&](auto, const protocol::BoardConversation& conversation) {
    const auto row = rows.find(core::QueueId{conversation.queue});
    if (row != rows.end()) count_in(row->second, conversation);
  });
  return rows;
}

}  // namespace usher::app
