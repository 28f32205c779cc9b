// How a floor comes to its host, from the journal, and how it leaves for another node.
#include <utility>

#include "app/floor_host.hpp"
#include "core/codec.hpp"

namespace usher::app {

bool FloorHost::load() {
  std::optional<core::Floor> floor = read();
  if (!floor) return false;
  keep(*std::move(floor));
  return true;
}

std::optional<core::Floor> FloorHost::read() const {
  try {
    return rebuilt();
  } catch (const std::exception& error) {  // an event that does not fit the floor
    world_.log.error("journal_damaged",
                     {{"account", std::to_string(account_.value)}, {"why", error.what()}});
    return std::nullopt;
  }
}

std::optional<core::Floor> FloorHost::rebuilt() const {
  core::Floor floor;
  floor.account = account_;
  bool sound = true;
  const auto on_snapshot = [&](const ports::Journal::Snapshot& snapshot) {
    auto decoded = core::decode_snapshot(snapshot.text);
    if (!decoded || decoded->position != snapshot.position) {
      sound = false;
    } else {
      floor = std::move(*decoded);
    }
  };
  const auto on_event = [&](core::Recorded&& recorded) {
    if (sound) core::evolve(floor, recorded.event, recorded.at);
  };
  if (!world_.journal.load(account_, on_snapshot, on_event)) return std::nullopt;
  if (!sound) {
    world_.log.warning("snapshot_unreadable", {{"account", std::to_string(account_.value)}});
    floor = core::Floor{};
    floor.account = account_;
    sound = true;
    if (!world_.journal.replay(account_, 0, on_event)) return std::nullopt;
  }
  return floor;
}

void FloorHost::keep(core::Floor floor) {
  floor_ = std::move(floor);
  now_ = std::max(now_, floor_.now);
  minter_.start_after(floor_.now);
  snapshot_at_ = floor_.position;
  may_show_ = true;
}

void FloorHost::install(core::Floor floor) {
  keep(std::move(floor));
  trouble_ = ports::Stored::stored;
  state_ = State::loading;
}

// Nothing may speak of the floor any more: neither its people nor its timers find anything in it.
void FloorHost::leave() {
  if (state_ == State::elsewhere) return;
  const CommitQueue::Dropped dropped = commits_.drop();
  state_ = State::elsewhere;
  CommitQueue::refuse(dropped, ports::Stored::fenced);
  board_.clear();
  visitors_.clear();
  tick_->cancel();
  retry_->cancel();
  armed_for_.reset();
  publisher_.close_all(CloseCode::resync, "the floor has moved");
  floor_ = core::Floor{};
  floor_.account = account_;
  alarms_.note_all();
}

void FloorHost::hand_over(std::function<void()> done) {
  publisher_.close_all(CloseCode::resync, "the floor moves");
  // Leaving drops the batch that this belongs to: not from inside it.
  save_snapshot([this, done = std::move(done)] {
    loop_.post([this, done] {
      leave();
      done();
    });
  });
}

}  // namespace usher::app
