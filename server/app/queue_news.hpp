#pragma once
// What visitors know of the queues, and when they are told that it changed: within a second, at
// most once a second, and only when a queue looks different from what they know. Waits change all
// the time and go to everybody on the sites: of them alone they are told seldom.
//
// Welcomes show what was told, not what is: so the next news brings the new ones up to date, too.
// Thread: the loop's.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/throttle.hpp"
#include "core/command.hpp"
#include "core/floor.hpp"
#include "ports/clock.hpp"
#include "ports/loop.hpp"
#include "protocol/frames.gen.hpp"

namespace usher::app {

class QueueNews {
 public:
  struct Sight {
    core::QueueId queue;
    std::string name;
    protocol::QueueState state = protocol::QueueState::closed;
    std::optional<core::Time> opens_at;
    std::optional<core::WaitRange> wait;  // of somebody who comes now

    friend bool operator==(const Sight&, const Sight&) = default;
  };
  using Sights = std::vector<Sight>;  // in display order
  using Look = std::function<Sights()>;
  // The frame borrows; it is to be rendered at once.
  using Tell = std::function<void(const protocol::QueueStates&)>;
  QueueNews(const ports::Clock& clock, ports::Loop& loop, Look look, Tell tell);

  // Something happened on the floor.
  void stir() { throttle_.stir(); }
  // Visitors know nothing for certain any more, or there are other queues: tells of all, now.
  void tell_all();
  // For a welcome.
  std::vector<protocol::VisitorQueue> view() const;

 private:
  void look();
  void keep_waits(Sights& now);

  const ports::Clock& clock_;
  Look look_;
  Tell tell_;
  Throttle throttle_;
  core::Time waits_told_at_;
  Sights told_;
};

// The queues as visitors may see them now. One walk over the agents.
QueueNews::Sights queue_sights(const core::Floor& floor,
                               const std::vector<core::QueueSetting>& queues);

}  // namespace usher::app
