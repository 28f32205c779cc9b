#pragma once
// The supervisors' live board: who watches it, what they were last told, and what is new since. One
// set of rows for all watchers, so that a change is worked out and rendered once.
//
// Snapshot law: a snapshot and all later changes give what a fresh snapshot would show.
// At most one change goes out each limits::board_interval_ms; it holds only the members that
// differ. Nothing here costs anything while nobody watches.

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "app/held_frames.hpp"
#include "core/event.hpp"
#include "core/floor.hpp"
#include "protocol/frames.gen.hpp"

namespace usher::app {

class Board {
 public:
  // The floor outlives the board.
  explicit Board(const core::Floor& floor) : floor_(floor) {}

  // A subscriber begins to watch, or begins again, and gets a snapshot. It stays at its address
  // until it leaves.
  void watch(const Subscriber& watcher, core::Time now, HeldFrames& frames);
  void leave(const Subscriber& watcher);
  // Nobody watches any more: what was told never arrived.
  void clear();

  // `floor` already shows the events.
  void note(std::span<const core::Event> events);
  // The floor is another one.
  void note_all();
  bool touched() const { return touched_; }
  // When flush() should be called next.
  std::optional<core::Time> due() const;
  // Tells all watchers what is new.
  void flush(core::Time now, HeldFrames& frames);

 private:
  // A row as it was told, with the texts that it borrows.
  template <class Row>
  struct Kept {
    Kept() = default;
    Kept(const Kept&) = delete;
    Kept& operator=(const Row& told) {
      name = told.name;
      row = told;
      row.name = name;
      if constexpr (requires { row.word; }) {
        word = told.word.value_or(std::string_view());
        if (row.word) row.word = word;
      }
      return *this;
    }
    std::string name;
    std::string word;  // of an alarm
    Row row{};
  };
  template <class Id, class Row>
  using Rows = std::map<Id, Kept<Row>>;

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

  Rows<core::QueueId, protocol::BoardQueue> queues_;
  Rows<core::AgentId, protocol::BoardAgent> agents_;
  Rows<core::ConversationId, protocol::BoardConversation> conversations_;
  Rows<std::uint64_t, protocol::BoardAlarm> alarms_;  // by number
  core::Day day_;                                     // of the figures in these

  // What may differ from its row.
  std::set<core::ConversationId> touched_conversations_;
  std::set<core::AgentId> touched_agents_;
  bool touched_ = false;  // any of it, or the queues
  core::Time told_at_;
};

}  // namespace usher::app
