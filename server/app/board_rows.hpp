#pragma once
// A floor as the board's rows, and what changed from one row to another. Rows borrow their texts
// from the floor.

#include <array>
#include <optional>
#include <string_view>

#include "app/told_rows.hpp"
#include "core/floor.hpp"
#include "protocol/frames.gen.hpp"

namespace usher::app {

// What an open conversation's row shows. Nothing in it depends on the time.
protocol::BoardConversation board_row(const core::Floor& floor, const core::Conversation& c);
// Figures are those of the day that `now` is in.
protocol::BoardAgent board_row(const core::Floor& floor, const core::Agent& agent, core::Time now);
// Without what is counted over conversations and agents: see count_in().
protocol::BoardQueue board_row(const core::Floor& floor, const core::Queue& queue, core::Time now);

protocol::BoardAlarm board_row(const core::Floor& floor, const core::Alarm& alarm);

// Adds a conversation of the queue to its row.
void count_in(protocol::BoardQueue& queue, const protocol::BoardConversation& conversation);

template <>
struct RowRules<protocol::BoardConversation> {
  using Row = protocol::BoardConversation;
  using Id = core::ConversationId;
  using Change = protocol::BoardConversationChange;
  static constexpr auto id = &Change::conversation;
  static std::array<std::string_view*, 1> texts(Row& row) { return {&row.name}; }
  static std::optional<Change> change(const Row* before, const Row& now);
};

template <>
struct RowRules<protocol::BoardAgent> {
  using Row = protocol::BoardAgent;
  using Id = core::AgentId;
  using Change = protocol::BoardAgentChange;
  static constexpr auto id = &Change::agent;
  static std::array<std::string_view*, 1> texts(Row& row) { return {&row.name}; }
  static std::optional<Change> change(const Row* before, const Row& now);
};

template <>
struct RowRules<protocol::BoardQueue> {
  using Row = protocol::BoardQueue;
  using Id = core::QueueId;
  using Change = protocol::BoardQueueChange;
  static constexpr auto id = &Change::queue;
  static std::array<std::string_view*, 1> texts(Row& row) { return {&row.name}; }
  static std::optional<Change> change(const Row* before, const Row& now);
};

using AlarmNumber = core::Id<struct AlarmNumberTag>;  // core::Alarm's

template <>
struct RowRules<protocol::BoardAlarm> {
  using Row = protocol::BoardAlarm;
  using Id = AlarmNumber;
  using Change = protocol::BoardAlarmChange;
  static constexpr auto id = &Change::alarm;
  static std::array<std::string_view*, 2> texts(Row& row) {
    return {&row.name, row.word ? &*row.word : nullptr};
  }
  static std::optional<Change> change(const Row* before, const Row& now);
};

}  // namespace usher::app
