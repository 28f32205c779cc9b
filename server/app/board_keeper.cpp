#include "app/board_keeper.hpp"

#include <algorithm>
#include <utility>

#include "core/limits.hpp"

namespace usher::app {

BoardKeeper::BoardKeeper(const core::Floor& floor, const ports::Clock& clock, ports::Loop& loop,
                         Speak speak)
    : clock_(clock), speak_(std::move(speak)), board_(floor), timer_(loop.make_timer()) {}

void BoardKeeper::watch(const Subscriber& watcher, bool active) {
  if (active) {
    speak_([&](HeldFrames& frames) { board_.watch(watcher, clock_.now(), frames); });
  } else {
    board_.leave(watcher);
  }
  arm();
}

void BoardKeeper::note(std::span<const core::Event> events) {
  board_.note(events);
  arm();
}

void BoardKeeper::note_all() {
  board_.note_all();
  arm();
}

void BoardKeeper::arm() {
  auto due = board_.due();
  // A clock that went back must not silence the board.
  if (due && board_.touched()) due = std::min(*due, clock_.now() + limits::board_interval_ms);
  if (armed_for_ && due && *armed_for_ <= *due) return;
  armed_for_ = due;
  if (!due) return timer_->cancel();
  timer_->start(*due, [this] {
    armed_for_.reset();
    speak_([this](HeldFrames& frames) { board_.flush(clock_.now(), frames); });
    arm();
  });
}

}  // namespace usher::app
