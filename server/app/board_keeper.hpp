#pragma once
// Lets a floor's board speak: wakes it when something may be told, at its own pace.
//
// Thread: the floor's.

#include <functional>
#include <memory>
#include <optional>
#include <span>

#include "app/board.hpp"
#include "ports/clock.hpp"
#include "ports/loop.hpp"

namespace usher::app {

class BoardKeeper {
 public:
  using Write = std::function<void(HeldFrames&)>;
  // Gives the frames of the batch that is open now, and sends it on: what is told waits for the
  // commit of what it tells of.
  using Speak = std::function<void(const Write&)>;
  BoardKeeper(const core::Floor& floor, const ports::Clock& clock, ports::Loop& loop, Speak speak);

  // A supervisor begins to watch, or begins anew; or ends. Whoever watches ends before it leaves
  // its address.
  void watch(const Subscriber& watcher, bool active);
  // `floor` already shows the events.
  void note(std::span<const core::Event> events);
  // The floor is another one.
  void note_all();
  // What was told never arrived.
  void clear() { board_.clear(); }

 private:
  void arm();

  const ports::Clock& clock_;
  Speak speak_;
  Board board_;
  std::unique_ptr<ports::Timer> timer_;
  std::optional<core::Time> armed_for_;
};

}  // namespace usher::app
