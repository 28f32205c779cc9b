#pragma once
// Everyone who is on the sites now, live: a View (see view_keeper.hpp) of one account's visitors,
// for all its agents.
//
// A snapshot goes in pages, each asked for when the one before has arrived, so that it fits into a
// connection's queue however many visitors there are. Rows are worked out as pages ask for them,
// and again when an event touched them. A change that would grow too large ends early; the rest
// comes with the next one, and nobody has to wait for others twice.

#include <optional>
#include <set>
#include <span>

#include "app/held_frames.hpp"
#include "app/visitor_rows.hpp"
#include "core/event.hpp"
#include "core/limits.hpp"

namespace usher::app {

class VisitorTable {
 public:
  static constexpr std::int64_t interval_ms = limits::visitor_rows_ms;

  // Both outlive the table.
  VisitorTable(const core::Floor& floor, const AccountConfig& config)
      : floor_(floor), config_(config) {}

  // `after`: the last visitor of the page before; 0: from the start.
  void watch(const Subscriber& watcher, core::VisitorId after, core::Time now, HeldFrames& frames);
  void leave(const Subscriber& watcher);
  void clear();

  void note(std::span<const core::Event> events);
  void note_all();
  bool touched() const { return !touched_.empty(); }
  std::optional<core::Time> due() const;
  void flush(core::Time now, HeldFrames& frames);

 private:
  protocol::VisitorRows page(core::VisitorId after);
  void touch(const core::Event& event);
  void touch(core::ConversationId conversation);
  void end_watches();

  const core::Floor& floor_;
  const AccountConfig& config_;
  std::set<const Subscriber*> watchers_;
  ToldRows<protocol::VisitorRow> rows_;
  std::set<core::VisitorId> touched_;  // what may differ from its row, or has none
  core::VisitorId last_told_;          // the next change begins behind it
  core::Time told_at_;
};

}  // namespace usher::app
