#include "app/board_rows.hpp"

#include <algorithm>

#include "app/shown_wait.hpp"
#include "app/views.hpp"
#include "core/derived.hpp"

namespace usher::app {

namespace {

protocol::BoardState state_view(const core::Conversation& c) {
  if (c.state == core::ConversationState::waiting) {
    return c.offer ? protocol::BoardState::ringing : protocol::BoardState::waiting;
  }
  return c.held ? protocol::BoardState::held : protocol::BoardState::assigned;
}

}  // namespace

protocol::BoardConversation board_row(const core::Floor& floor, const core::Conversation& c) {
  protocol::BoardConversation row{};
  row.conversation = c.id.value;
  row.visitor = c.visitor.value;
  const core::Visitor* visitor = core::find(floor, c.visitor);
  if (visitor) {
    if (const auto& name = core::shown_name(floor, *visitor)) row.name = *name;
    row.standing = standing_view(floor, *visitor);
  }
  row.state = state_view(c);
  row.queue = c.queue.value;
  row.since = c.waiting_since.ms;
  row.passes = c.passed_over.size();
  row.last_at = c.last_message_at.ms;
  row.last_by = peer_kind(c.last_message_by);
  row.left = c.left;
  if (c.state == core::ConversationState::assigned) {
    row.agent = c.agent.value;
    if (const auto turn = floor.today.turns.find(c.id); turn != floor.today.turns.end()) {
      row.since = turn->second.since.ms;
      row.unanswered_since = turn->second.unanswered_since.ms;
    }
  } else if (c.offer) {
    row.agent = c.offer->agent.value;
  }
  return row;
}

protocol::BoardAgent board_row(const core::Floor& floor, const core::Agent& agent, core::Time now) {
  const core::AgentId id = agent.setting.id;
  const core::Figures& figures = core::figures_of(floor.today, id, now);
  const protocol::AgentView view = agent_view(agent);
  protocol::BoardAgent row{};
  row.agent = view.agent;
  row.name = view.name;
  row.role = view.role;
  row.status = view.status;
  row.connected = agent.connected;
  row.in_grace = agent.grace_until.has_value();
  if (const auto standing = floor.today.standings.find(id);
      standing != floor.today.standings.end()) {
    row.since = standing->second.since.ms;
  }
  row.load = agent.load;
  row.capacity = agent.setting.capacity;
  row.conversations = agent.conversations.size();
  row.held = agent.held;
  row.ringing = agent.offers.size();
  row.answered = figures.answered;
  row.handled = figures.handled;
  row.missed = figures.missed;
  row.declined = figures.declined;
  row.responses = figures.first_response.count;
  row.response_ms = figures.first_response.sum_ms;
  row.turns = figures.handle.count;
  row.turn_ms = figures.handle.sum_ms;
  row.online_ms = figures.online_ms;
  row.ratings = figures.ratings;
  row.rating_sum = figures.rating_sum;
  return row;
}

protocol::BoardQueue board_row(const core::Floor& floor, const core::Queue& queue, core::Time now) {
  constexpr std::uint32_t half = 50;
  constexpr std::uint32_t nine_of_ten = 90;
  const core::QueueSetting& setting = queue.setting;
  const core::Figures& figures = core::figures_of(floor.today, setting.id, now);
  protocol::BoardQueue row{};
  row.queue = setting.id.value;
  row.name = setting.name;
  row.rank = queue.rank;
  row.online = queue.present;
  row.ready = core::derived::ready_count(queue);
  row.opened = figures.opened;
  row.answered = figures.answered;
  row.answered_in_time = figures.answered_in_time;
  row.abandoned = figures.abandoned;
  row.handled = figures.handled;
  row.answer_within_ms = setting.policy.answer_within_ms;
  row.wait_alarm_ms = setting.policy.wait_alarm_ms;
  row.reply_alarm_ms = setting.policy.reply_alarm_ms;
  row.wait_p50_ms = figures.waits.percentile(half);
  row.wait_p90_ms = figures.waits.percentile(nine_of_ten);
  if (const auto wait = shown_wait(queue, core::next_position(queue, true))) {
    row.expected_low_ms = wait->low_ms;
    row.expected_high_ms = wait->high_ms;
  }
  row.promised = queue.pace.judged;
  row.kept = queue.pace.kept;
  row.ratings = figures.ratings;
  row.rating_sum = figures.rating_sum;
  return row;
}

protocol::BoardAlarm board_row(const core::Floor& floor, const core::Alarm& alarm) {
  protocol::BoardAlarm row{};
  row.alarm = alarm.number;
  row.at = alarm.at.ms;
  row.conversation = alarm.conversation.value;
  if (const core::Conversation* c = core::find(floor, alarm.conversation)) {
    row.visitor = c->visitor.value;
    row.queue = c->queue.value;
    const core::Visitor* visitor = core::find(floor, c->visitor);
    if (visitor && core::shown_name(floor, *visitor)) {
      row.name = *core::shown_name(floor, *visitor);
    }
  }
  if (alarm.agent) row.agent = alarm.agent.value;
  switch (alarm.kind) {
    case core::AlarmKind::wait:
    case core::AlarmKind::no_reply:
      break;  // seen on the rows of conversations; the floor keeps none of them
    case core::AlarmKind::low_rating:
      row.kind = protocol::AlarmKind::low_rating;
      row.score = alarm.score;
      break;
    case core::AlarmKind::word:
      row.kind = protocol::AlarmKind::word;
      row.message = alarm.message;
      row.by = peer_kind(alarm.by);
      row.word = alarm.word;
      break;
  }
  return row;
}

void count_in(protocol::BoardQueue& queue, const protocol::BoardConversation& conversation) {
  switch (conversation.state) {
    case protocol::BoardState::ringing:
      ++queue.offered;
      [[fallthrough]];
    case protocol::BoardState::waiting:
      ++queue.waiting;
      if (conversation.left.value_or(false)) return;
      if (queue.waiting_since == 0 || conversation.since < queue.waiting_since) {
        queue.waiting_since = conversation.since;
      }
      return;
    case protocol::BoardState::assigned:
    case protocol::BoardState::held:
      ++queue.assigned;
      return;
  }
}

std::optional<RowRules<protocol::BoardConversation>::Change>
RowRules<protocol::BoardConversation>::change(const Row* before, const Row& now) {
  Difference changed(before, now);
  Change change{};
  change.conversation = now.conversation;
  change.visitor = changed(&Row::visitor);
  change.name = changed(&Row::name);
  change.standing = changed(&Row::standing);
  change.state = changed(&Row::state);
  change.queue = changed(&Row::queue);
  change.agent = changed(&Row::agent);
  change.since = changed(&Row::since);
  change.passes = changed(&Row::passes);
  change.last_at = changed(&Row::last_at);
  change.last_by = changed(&Row::last_by);
  change.unanswered_since = changed(&Row::unanswered_since);
  change.left = changed(&Row::left);
  if (!changed.any()) return std::nullopt;
  return change;
}

std::optional<RowRules<protocol::BoardAgent>::Change> RowRules<protocol::BoardAgent>::change(
    const Row* before, const Row& now) {
  Difference changed(before, now);
  Change change{};
  change.agent = now.agent;
  change.name = changed(&Row::name);
  change.role = changed(&Row::role);
  change.status = changed(&Row::status);
  change.connected = changed(&Row::connected);
  change.in_grace = changed(&Row::in_grace);
  change.since = changed(&Row::since);
  change.load = changed(&Row::load);
  change.capacity = changed(&Row::capacity);
  change.conversations = changed(&Row::conversations);
  change.held = changed(&Row::held);
  change.ringing = changed(&Row::ringing);
  change.answered = changed(&Row::answered);
  change.handled = changed(&Row::handled);
  change.missed = changed(&Row::missed);
  change.declined = changed(&Row::declined);
  change.responses = changed(&Row::responses);
  change.response_ms = changed(&Row::response_ms);
  change.turns = changed(&Row::turns);
  change.turn_ms = changed(&Row::turn_ms);
  change.online_ms = changed(&Row::online_ms);
  change.ratings = changed(&Row::ratings);
  change.rating_sum = changed(&Row::rating_sum);
  if (!changed.any()) return std::nullopt;
  return change;
}

std::optional<RowRules<protocol::BoardQueue>::Change> RowRules<protocol::BoardQueue>::change(
    const Row* before, const Row& now) {
  Difference changed(before, now);
  Change change{};
  change.queue = now.queue;
  change.name = changed(&Row::name);
  change.rank = changed(&Row::rank);
  change.waiting = changed(&Row::waiting);
  change.waiting_since = changed(&Row::waiting_since);
  change.offered = changed(&Row::offered);
  change.assigned = changed(&Row::assigned);
  change.online = changed(&Row::online);
  change.ready = changed(&Row::ready);
  change.opened = changed(&Row::opened);
  change.answered = changed(&Row::answered);
  change.answered_in_time = changed(&Row::answered_in_time);
  change.abandoned = changed(&Row::abandoned);
  change.handled = changed(&Row::handled);
  change.answer_within_ms = changed(&Row::answer_within_ms);
  change.wait_alarm_ms = changed(&Row::wait_alarm_ms);
  change.reply_alarm_ms = changed(&Row::reply_alarm_ms);
  change.wait_p50_ms = changed(&Row::wait_p50_ms);
  change.wait_p90_ms = changed(&Row::wait_p90_ms);
  change.expected_low_ms = changed(&Row::expected_low_ms);
  change.expected_high_ms = changed(&Row::expected_high_ms);
  change.promised = changed(&Row::promised);
  change.kept = changed(&Row::kept);
  change.ratings = changed(&Row::ratings);
  change.rating_sum = changed(&Row::rating_sum);
  if (!changed.any()) return std::nullopt;
  return change;
}

std::optional<RowRules<protocol::BoardAlarm>::Change> RowRules<protocol::BoardAlarm>::change(
    const Row* before, const Row& now) {
  Difference changed(before, now);
  Change change{};
  change.alarm = now.alarm;
  change.kind = changed(&Row::kind);
  change.at = changed(&Row::at);
  change.conversation = changed(&Row::conversation);
  change.visitor = changed(&Row::visitor);
  change.name = changed(&Row::name);
  change.queue = changed(&Row::queue);
  change.agent = changed(&Row::agent);
  change.score = changed(&Row::score);
  change.message = changed(&Row::message);
  change.by = changed(&Row::by);
  change.word = changed(&Row::word);
  if (!changed.any()) return std::nullopt;
  return change;
}

}  // namespace usher::app
