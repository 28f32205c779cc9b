#pragma once
// The supervisors' live board: a View (see view_keeper.hpp) of queues, agents and open
// conversations. At most one change goes out each limits::board_interval_ms; it holds only the
// members that differ.

#include <map>
#include <optional>
#include <set>
#include <span>

#include "app/board_rows.hpp"
#include "app/held_frames.hpp"
#include "core/event.hpp"
#include "core/floor.hpp"
#include "core/limits.hpp"
#include "protocol/frames.gen.hpp"

namespace usher::app {

class Board {
 public:
  static constexpr std::int64_t interval_ms = limits::board_interval_ms;

  // The floor outlives the board.
  explicit Board(const core::Floor& floor) : floor_(floor) {}

  void watch(const Subscriber& watcher, core::Time now, HeldFrames& frames);
  void leave(const Subscriber& watcher);
  void clear();

  void note(std::span<const core::Event> events);
  void note_all();
  bool touched() const { return touched_; }
  std::optional<core::Time> due() const;
  void flush(core::Time now, HeldFrames& frames);

 private:
  void take_all(core::Time now);
  protocol::Board snapshot() const;
  void end_watches();
  void note_conversations(protocol::BoardChanged& changed);
  void note_agents(core::Time now, protocol::BoardChanged& changed);
  void note_queues(core::Time now, protocol::BoardChanged& changed);
  void note_alarms(protocol::BoardChanged& changed);
  std::map<core::QueueId, protocol::BoardQueue> queue_rows(core::Time now) const;

  const core::Floor& floor_;
  std::set<const Subscriber*> watchers_;

  ToldRows<protocol::BoardQueue> queues_;
  ToldRows<protocol::BoardAgent> agents_;
  ToldRows<protocol::BoardConversation> conversations_;
  ToldRows<protocol::BoardAlarm> alarms_;
  core::Day day_;  // of the figures in these

  // What may differ from its row.
  std::set<core::ConversationId> touched_conversations_;
  std::set<core::AgentId> touched_agents_;
  bool touched_ = false;  // any of it, or the queues
  core::Time told_at_;
};

}  // namespace usher::app
