#pragma once
// Runs one floor: takes commands, stores their events, and lets frames out only when that is done.
//
// Everything that is said because of an event waits in the same batch as the event (decision 0006).
// When storing fails, the batch is dropped, senders hear `retry_later` or `storage_full`, and the
// floor is rebuilt from the journal; until that works again, commands are refused and reads go on.
//
// Thread: the loop's, but for load(). Lives until its loop has stopped.

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/account_config.hpp"
#include "app/alarms.hpp"
#include "app/board.hpp"
#include "app/commit_queue.hpp"
#include "app/dwell_news.hpp"
#include "app/hours_keeper.hpp"
#include "app/id_minter.hpp"
#include "app/inviter.hpp"
#include "app/places.hpp"
#include "app/publisher.hpp"
#include "app/queue_news.hpp"
#include "app/view_keeper.hpp"
#include "app/visitor_table.hpp"
#include "app/watchdog.hpp"
#include "core/decide.hpp"
#include "ports/journal.hpp"
#include "ports/log.hpp"
#include "ports/loop.hpp"
#include "ports/metrics.hpp"

namespace usher::app {

// Why a command could not even be tried.
enum class Refusal : std::uint8_t { retry_later, storage_full };

class FloorHost {
 public:
  struct World {
    ports::Journal& journal;
    ports::Clock& clock;
    ports::Log& log;
    ports::Metrics& metrics;
    const ports::Calendar& calendar;
    std::function<void(const AlarmNews&)> alarm = [](const auto&) {};  // what led to it is stored
    std::function<void()> stored = [] {};  // something was, or may have been
    std::function<void()> fenced = [] {};  // the floor is another node's, or its journal is broken
  };
  FloorHost(core::AccountId account, World world, ports::Loop& loop);

  // Rebuilds the floor from the journal. Blocks; may be called on any thread before the loop serves
  // this floor. False: the journal cannot be read.
  bool load();
  // The account as the directory has it now; the first call after a load begins to serve.
  void configure(AccountConfig config);

  // --- With several nodes, a floor is elsewhere at times. ---

  // The floor as the journal has it; none: it cannot be read. On any thread, while it is elsewhere.
  std::optional<core::Floor> read() const;
  void install(core::Floor floor);  // what read() gave; configure() follows
  // It is served elsewhere from now on: what is not stored is dropped, whoever is connected comes
  // back.
  void leave();
  // The same for a planned end: what was decided is stored, and a snapshot. `done` follows.
  void hand_over(std::function<void()> done);
  // The floor shows what is stored or on its way. Else it also holds what was dropped, until the
  // store can be read again, and may be shown to nobody new.
  bool may_show() const { return may_show_; }
  // People can be served here, perhaps with excuses. On the loop.
  bool here() const { return state_ != State::elsewhere && state_ != State::loading; }

  const core::Floor& floor() const { return floor_; }
  const AccountConfig& config() const { return config_; }
  const std::string& epoch() const { return epoch_; }
  Publisher& publisher() { return publisher_; }
  ViewKeeper<Board>& board() { return board_; }
  ViewKeeper<VisitorTable>& visitors() { return visitors_; }
  Inviter& inviter() { return inviter_; }
  const Inviter& inviter() const { return inviter_; }
  ports::Journal& journal() { return world_.journal; }
  ports::Loop& loop() { return loop_; }
  core::Time now();
  const QueueNews& queue_news() const { return queue_news_; }
  const Watchdog& watchdog() const { return watchdog_; }
  template <class Id>
  Id mint() {
    return minter_.mint<Id>(now());
  }

  // Decides, and publishes what follows to everyone concerned. `origin` asked for it: it gets the
  // acknowledgement instead of its own message. The outcome may be shown only in frames that are
  // held; its events went to the journal.
  using Result = std::variant<core::Decision, core::Rejection, Refusal>;
  Result apply(const core::Command& command, const Subscriber* origin = nullptr,
               bool journal_was_asked = false);

  // Runs when everything that was decided so far is stored (true), or was dropped.
  void when_stored(std::function<void(bool)> task);

  // Sends a frame when everything that was decided so far is stored.
  template <class Frame>
  void send(const Subscriber& to, const Frame& frame) {
    hold().add(to.outlet, hold().render(frame));
    commits_.owe(to.outlet);
    commits_.hurry();
    flush_soon();
  }

  bool serving() const { return state_ == State::serving; }
  bool broken() const { return state_ == State::broken; }  // from any thread

  // Stores a snapshot of all that is decided, then runs `done`. For a graceful end.
  void save_snapshot(std::function<void()> done);
  // The floor holds nothing of these any more, but for conversations that were opened again: those
  // `done` gets, when a snapshot that shows it was handed to the journal, or storing it failed.
  void forget(const core::Erasure& what,
              std::function<void(std::vector<core::ConversationId>)> done);

 private:
  enum class State : std::uint8_t { loading, serving, suspended, broken, elsewhere };

  std::optional<core::Floor> rebuilt() const;  // may throw what evolve() throws
  void keep(core::Floor floor);
  void speak(const std::function<void(HeldFrames&)>& write);
  HeldFrames& hold() { return commits_.frames(); }
  void flush_soon();
  void flush();
  void suspend(ports::Stored why);
  void resume();
  void retry_soon();
  Watchdog::Floor watched();
  bool rederive();
  void mind_the_clock();
  void arm();
  void take_snapshot_if_due();

  core::AccountId account_;
  World world_;
  ports::Loop& loop_;
  std::unique_ptr<ports::Timer> tick_;
  std::unique_ptr<ports::Timer> retry_;
  std::string epoch_;
  core::Floor floor_;
  core::Time now_;
  core::Time wall_;  // the clock when it was last looked at
  AccountConfig config_;
  IdMinter minter_;
  Publisher publisher_;
  ViewKeeper<Board> board_;
  ViewKeeper<VisitorTable> visitors_;
  HoursKeeper hours_;
  QueueNews queue_news_;
  Places places_;
  DwellNews dwell_news_;
  Alarms alarms_;
  Inviter inviter_;
  Watchdog watchdog_;

  std::atomic<State> state_ = State::loading;  // written on the loop's thread only
  ports::Stored trouble_ = ports::Stored::stored;
  bool may_show_ = true;
  bool flush_posted_ = false;
  bool lines_moved_ = false;  // in this turn of the loop, perhaps
  std::optional<core::Time> armed_for_;
  core::Position snapshot_at_ = 0;
  ports::Counter& messages_;
  ports::Counter& commit_failures_;
  CommitQueue commits_;
};

}  // namespace usher::app
