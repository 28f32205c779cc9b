#include "app/floor_host.hpp"

#include <algorithm>

#include "core/codec.hpp"
#include "core/repair.hpp"
#include "protocol/write.hpp"

namespace usher::app {

namespace {

// A snapshot bounds what a start has to replay: about a third of a second of it.
constexpr core::Position snapshot_every_events = 50'000;

// All but what comes most often and has nothing to do with lines.
bool may_move_a_line(const core::Event& event) {
  return !std::holds_alternative<core::event::MessagePosted>(event) &&
         !std::holds_alternative<core::event::ReadMarked>(event) &&
         !std::holds_alternative<core::event::DeliveredMarked>(event) &&
         !std::holds_alternative<core::event::PageViewed>(event) &&
         !std::holds_alternative<core::event::DwellTicked>(event) &&
         !std::holds_alternative<core::event::PageDwelled>(event) &&
         !std::holds_alternative<core::event::LeaseRenewed>(event) &&
         !std::holds_alternative<core::event::VisitorConnected>(event);
}

// The archive holds conversations of all accounts by their ids.
std::uint64_t salt_of(core::AccountId account) {
  return account.value ^ account.value >> 12 ^ account.value >> 24;
}

}  // namespace

FloorHost::FloorHost(core::AccountId account, World world, ports::Loop& loop)
    : account_(account),
      world_(world),
      loop_(loop),
      tick_(loop.make_timer()),
      retry_(loop.make_timer()),
      epoch_(world.journal.epoch()),
      minter_(salt_of(account)),
      publisher_(floor_, config_),
      board_(Board(floor_), world.clock, loop, [this](const auto& write) { speak(write); }),
      visitors_(VisitorTable(floor_, config_), world.clock, loop,
                [this](const auto& write) { speak(write); }),
      hours_(world.calendar, world.clock, world.log, loop,
             [this](const core::Command& command) { apply(command); }),
      queue_news_(
          world.clock, loop, [this] { return queue_sights(floor_, config_.queues); },
          [this](const protocol::QueueStates& news) {
            publisher_.tell_visitors(news, hold());
            flush_soon();
          }),
      places_(floor_, world.clock, loop,
              [this](const core::Conversation& conversation, const protocol::Place& place) {
                publisher_.publish_place(conversation, place, hold());
                flush_soon();
              }),
      dwell_news_(world.clock, loop,
                  [this](core::VisitorId visitor) {
                    const core::Visitor* known = core::find(floor_, visitor);
                    if (!known || !known->conversation) return;  // no console lists it
                    publisher_.publish_visitor(visitor, hold());
                    flush_soon();
                  }),
      alarms_(floor_, world.clock, loop,
              [this](const AlarmNews& alarm) {
                commits_.then([this, alarm] { world_.alarm(alarm); });
                flush_soon();
              }),
      inviter_(floor_, config_, world.clock, loop,
               [this](const core::Command& command) { apply(command); }),
      watchdog_({account, world.clock, world.log, world.metrics, loop}, watched()),
      messages_(world.metrics.counter("usher_messages_total", "Messages accepted")),
      commit_failures_(world.metrics.counter("usher_commit_failures_total", "Appends that failed")),
      commits_(account,
               {world.journal, world.clock, world.metrics, world.stored,
                [this](ports::Stored why) { suspend(why); }},
               loop) {
  floor_.account = account;
}

void FloorHost::configure(AccountConfig config) {
  config_ = std::move(config);
  if (state_ != State::loading && state_ != State::serving) return;
  const bool begins = state_ == State::loading;
  if (begins) {
    state_ = State::serving;
    apply(core::command::Recover{});
  }
  core::command::Configure command;
  command.queues = config_.queues;
  for (const auto& [id, agent] : config_.agents) {
    if (!agent.disabled) command.agents.push_back(agent.setting);
  }
  command.words = config_.account.words;
  apply(command);
  hours_.keep(config_.account.zone, config_.queues);
  inviter_.look_at_all();
  if (!begins) return;
  alarms_.note_all();
  queue_news_.tell_all();
  watchdog_.start();
}

// Timers wait by the wall clock: one that is put back would leave them waiting.
void FloorHost::mind_the_clock() {
  const core::Time wall = world_.clock.now();
  if (wall < wall_) {
    hours_.look();
    watchdog_.start();
    inviter_.look_at_all();
  }
  wall_ = wall;
}

Watchdog::Floor FloorHost::watched() {
  return {[this] { return state_ == State::serving ? &floor_ : nullptr; },
          [this] {
            core::look_again(floor_);
            apply(core::command::Tick{});
          },
          [this] { return rederive(); }, [this] { publisher_.tell_steering(watchdog_.view()); }};
}

bool FloorHost::rederive() {
  std::optional<core::Floor> fresh = core::rederived(floor_);
  if (!fresh) return false;
  floor_ = std::move(*fresh);
  board_.note_all();
  alarms_.note_all();
  visitors_.note_all();
  apply(core::command::Tick{});
  flush_soon();
  publisher_.close_agents(CloseCode::resync, "the floor was repaired");
  return true;
}

core::Time FloorHost::now() {
  now_ = std::max(now_, world_.clock.now());
  return now_;
}

FloorHost::Result FloorHost::apply(const core::Command& command, const Subscriber* origin,
                                   bool journal_was_asked) {
  if (state_ != State::serving) {
    return trouble_ == ports::Stored::disk_full ? Refusal::storage_full : Refusal::retry_later;
  }
  const core::Time at = now();
  core::Position position = floor_.position;
  core::Outcome outcome = core::step(floor_, command, at, journal_was_asked);
  if (const auto* rejection = std::get_if<core::Rejection>(&outcome)) return *rejection;

  auto& decision = std::get<core::Decision>(outcome);
  if (decision.events.empty()) return std::move(decision);
  publisher_.publish(decision.events, at, origin, hold());
  board_.note(decision.events);
  visitors_.note(decision.events);
  dwell_news_.note(decision.events);
  alarms_.note(decision.events);
  inviter_.note(decision.events);
  lines_moved_ = lines_moved_ || std::ranges::any_of(decision.events, may_move_a_line);
  for (core::Event& event : decision.events) {
    if (std::holds_alternative<core::event::MessagePosted>(event)) messages_.add();
    if (core::is_durable(event)) commits_.add({++position, at, std::move(event)});
  }
  decision.events.clear();
  flush_soon();
  return std::move(decision);
}

void FloorHost::when_stored(std::function<void(bool)> task) {
  commits_.then([this, task = std::move(task)] { task(state_ == State::serving); });
  flush_soon();
}

void FloorHost::speak(const std::function<void(HeldFrames&)>& write) {
  write(hold());
  flush_soon();
}

void FloorHost::flush_soon() {
  if (flush_posted_) return;
  flush_posted_ = true;
  loop_.post([this] { flush(); });
}

void FloorHost::flush() {
  flush_posted_ = false;
  if (state_ == State::serving) {
    take_snapshot_if_due();
    arm();
    mind_the_clock();
    queue_news_.stir();
    if (std::exchange(lines_moved_, false)) places_.stir();
  }
  commits_.close();
}

void FloorHost::suspend(ports::Stored why) {
  if (why == ports::Stored::fenced) {
    leave();
    return world_.fenced();
  }
  commit_failures_.add();
  const bool stops = why == ports::Stored::failed;
  const bool away = why == ports::Stored::away;
  world_.log.error("commit_failed",
                   {{"account", std::to_string(account_.value)},
                    {"why", stops  ? "input or output error"
                            : away ? "the store is away"
                                   : "not stored"},
                    {"consequence", stops ? "this node stops writing"
                                          : "refusing writes, trying again each second"}});
  trouble_ = why;
  // Batches behind the failed one were refused by the journal too; nobody was told of any of them.
  const CommitQueue::Dropped dropped = commits_.drop();
  // What a store that is away holds is read when it is back.
  may_show_ = !away && load();
  if (stops) {
    state_ = State::broken;
  } else {
    state_ = State::suspended;
    retry_soon();
  }
  CommitQueue::refuse(dropped, why);
  board_.clear();
  visitors_.clear();
  // What consoles list was kept for frames that never left: they start again from a snapshot.
  publisher_.close_agents(CloseCode::resync, "the floor was rebuilt");
  if (stops) world_.fenced();
}

void FloorHost::retry_soon() {
  retry_->start(world_.clock.now() + CommitQueue::retry_after_ms, [this] { resume(); });
}

// The journal may work again. What was decided since the last stored event is gone; who is
// connected now is told to the rebuilt floor as news.
void FloorHost::resume() {
  if (state_ != State::suspended) return;
  if (!load()) return retry_soon();
  state_ = State::loading;
  board_.note_all();
  visitors_.note_all();
  configure(std::move(config_));
  for (const core::Command& command : publisher_.arrivals()) apply(command);
  // What was stored although nobody was told is theirs to ask for.
  if (std::exchange(trouble_, ports::Stored::stored) == ports::Stored::away) {
    publisher_.close_all(CloseCode::resync, "the store was away");
  }
}

void FloorHost::arm() {
  const auto deadline = core::next_deadline(floor_);
  if (deadline == armed_for_) return;
  armed_for_ = deadline;
  if (!deadline) return tick_->cancel();
  tick_->start(*deadline, [this] {
    armed_for_.reset();
    apply(core::command::Tick{});
    flush_soon();
  });
}

void FloorHost::take_snapshot_if_due() {
  if (floor_.position < snapshot_at_ + snapshot_every_events) return;
  snapshot_at_ = floor_.position;
  commits_.keep({floor_.position, core::encode_snapshot(floor_)});
}

void FloorHost::forget(const core::Erasure& what,
                       std::function<void(std::vector<core::ConversationId>)> done) {
  apply(core::command::Forget{what});
  publisher_.close_visitors(what.visitors);
  std::vector<core::ConversationId> kept = what.conversations;
  std::erase_if(kept, [this](core::ConversationId id) { return !core::find(floor_, id); });
  save_snapshot([kept = std::move(kept), done = std::move(done)] { done(kept); });
}

void FloorHost::save_snapshot(std::function<void()> done) {
  if (state_ == State::serving && floor_.position > snapshot_at_) {
    snapshot_at_ = floor_.position;
    commits_.keep({floor_.position, core::encode_snapshot(floor_)});
  }
  commits_.then(std::move(done));
  flush_soon();
}

}  // namespace usher::app
