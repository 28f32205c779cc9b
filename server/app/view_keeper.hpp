#pragma once
// Lets a live table of a floor speak: wakes it when something may be told, at its own pace.
//
// A View keeps what its watchers were told, for all of them together:
//   watch(watcher, how…, now, frames)  a subscriber begins, or begins again; it stays at its
//                                      address until leave(watcher)
//   note(events), note_all()           the floor already shows these; the floor is another one
//   due(), touched()                   when flush(now, frames) should be called; something is new
//   clear()                            nobody watches any more: what was told never arrived
//   interval_ms                        between two changes
// Snapshot law: a snapshot and all later changes give what a fresh snapshot would show. Nothing in
// a view costs anything while nobody watches.
//
// Thread: the floor's.

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "app/held_frames.hpp"
#include "core/event.hpp"
#include "ports/clock.hpp"
#include "ports/loop.hpp"

namespace usher::app {

template <class View>
class ViewKeeper {
 public:
  using Write = std::function<void(HeldFrames&)>;
  // Gives the frames of the batch that is open now, and sends it on: what is told waits for the
  // commit of what it tells of.
  using Speak = std::function<void(const Write&)>;
  ViewKeeper(View view, const ports::Clock& clock, ports::Loop& loop, Speak speak)
      : clock_(clock),
        speak_(std::move(speak)),
        view_(std::move(view)),
        timer_(loop.make_timer()) {}

  template <class... How>
  void watch(const Subscriber& watcher, const How&... how) {
    speak_([&](HeldFrames& frames) { view_.watch(watcher, how..., clock_.now(), frames); });
    arm();
  }
  // Whoever watches leaves before it leaves its address.
  void leave(const Subscriber& watcher) {
    view_.leave(watcher);
    arm();
  }
  void note(std::span<const core::Event> events) {
    view_.note(events);
    arm();
  }
  void note_all() {
    view_.note_all();
    arm();
  }
  void clear() { view_.clear(); }

 private:
  void arm() {
    auto due = view_.due();
    // A clock that went back must not silence the view.
    if (due && view_.touched()) due = std::min(*due, clock_.now() + View::interval_ms);
    if (armed_for_ && due && *armed_for_ <= *due) return;
    armed_for_ = due;
    if (!due) return timer_->cancel();
    timer_->start(*due, [this] {
      armed_for_.reset();
      speak_([this](HeldFrames& frames) { view_.flush(clock_.now(), frames); });
      arm();
    });
  }

  const ports::Clock& clock_;
  Speak speak_;
  View view_;
  std::unique_ptr<ports::Timer> timer_;
  std::optional<core::Time> armed_for_;
};

}  // namespace usher::app
