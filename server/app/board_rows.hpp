#pragma once
// A floor as the board's rows, and what changed from one row to another. Rows borrow their texts
// from the floor.

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

// The members in which `now` differs, none when there are none; without `before` all of them.
std::optional<protocol::BoardConversationChange> change_of(
    const protocol::BoardConversation* before, const protocol::BoardConversation& now);
std::optional<protocol::BoardAgentChange> change_of(const protocol::BoardAgent* before,
                                                    const protocol::BoardAgent& now);
std::optional<protocol::BoardQueueChange> change_of(const protocol::BoardQueue* before,
                                                    const protocol::BoardQueue& now);
std::optional<protocol::BoardAlarmChange> change_of(const protocol::BoardAlarm* before,
                                                    const protocol::BoardAlarm& now);

}  // namespace usher::app
