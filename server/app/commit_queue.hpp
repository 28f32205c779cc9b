#pragma once
// What was decided on a floor and is not stored yet, in batches, with all that may be said only
// when it is (decision 6).
//
// A batch is closed at the end of a turn of the loop. One that holds nothing but what nobody waits
// for, pages and how long visitors were on them, stays open a little longer, to share the commit of
// whatever comes next: pages are many, and a commit costs more than they do.
//
// Thread: the floor's loop.

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "app/held_frames.hpp"
#include "core/event.hpp"
#include "ports/clock.hpp"
#include "ports/journal.hpp"
#include "ports/loop.hpp"
#include "ports/metrics.hpp"

namespace usher::app {

class CommitQueue {
 public:
  struct World {
    ports::Journal& journal;
    ports::Clock& clock;
    ports::Metrics& metrics;
    std::function<void()> stored;               // a batch was
    std::function<void(ports::Stored)> failed;  // one could not be; drop() then
  };
  // What one append stores, and what may be said after it.
  struct Batch {
    std::vector<core::Recorded> events;
    HeldFrames frames;
    std::optional<ports::Journal::Snapshot> snapshot;
    std::vector<std::function<void()>> then;
    std::vector<std::shared_ptr<Outlet>> owed;  // who asked for a frame of these, and waits for it
    core::Time opened_at;
  };
  using Dropped = std::deque<Batch>;
  // When to try again whatever could not be stored.
  static constexpr std::int64_t retry_after_ms = 1'000;
  // How long a batch stays open for which nobody waits: enough to meet another commit on a busy
  // floor, too short for whoever watches a page change. A crash takes as much of a visitor's trail.
  static constexpr std::int64_t patience_ms = 20;

  CommitQueue(core::AccountId account, World world, ports::Loop& loop);

  // Frames that leave when everything that was decided so far is stored.
  HeldFrames& frames() { return open_.frames; }
  void add(core::Recorded event);
  void then(std::function<void()> task);
  // This one gets what it asked for, or begins anew.
  void owe(std::shared_ptr<Outlet> outlet) { open_.owed.push_back(std::move(outlet)); }
  void keep(ports::Journal::Snapshot snapshot) { open_.snapshot = std::move(snapshot); }
  // Somebody waits for what is held.
  void hurry() { urgent_ = true; }

  // At the end of a turn: hands what gathered to the journal, or says it, when nothing has to be
  // stored first.
  void close();

  // Everything that was not said, oldest first. What the journal says of it later is not heard.
  Dropped drop();
  // Tells the senders of what was dropped, and does what should come after it all the same.
  static void refuse(const Dropped& dropped, ports::Stored why);

 private:
  void begin();
  bool may_wait();
  void deliver(Batch& batch);
  void settled(std::uint64_t generation, ports::Stored result);

  core::AccountId account_;
  World world_;
  ports::Loop& loop_;
  std::unique_ptr<ports::Timer> patience_;
  bool waiting_ = false;          // the timer runs
  bool urgent_ = false;           // the open batch
  Batch open_;                    // of this turn of the loop
  Dropped in_flight_;             // handed to the journal, oldest first
  HeldFrames spare_;              // empty, with the memory of a batch that left
  std::uint64_t generation_ = 0;  // raised by drop(): older callbacks are void
  ports::Histogram& commit_seconds_;
};

}  // namespace usher::app
