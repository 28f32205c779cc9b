// Who waits is told its place, a slice of a long line in each turn of the loop.

#include "app/places.hpp"

#include <map>

#include "core/limits.hpp"
#include "support/catch.hpp"
#include "support/manual_loop.hpp"

namespace usher::test {
namespace {

struct HandClock final : ports::Clock {
  core::Time now() const override { return time; }
  core::Time time{1'000};
};

// A queue, and everybody's place as they were told it.
struct Line {
  explicit Line(std::uint64_t length) {
    queue.setting.id = id;
    for (std::uint64_t i = 1; i <= length; ++i) join(i);
  }
  void join(std::uint64_t number) {
    core::Conversation& conversation = floor.conversations[{number}];
    conversation.id = {number};
    conversation.queue = id;
    queue.waiting.insert({true, {static_cast<std::int64_t>(number)}, {number}});
  }
  void leave(std::uint64_t number) {
    queue.waiting.erase({true, {static_cast<std::int64_t>(number)}, {number}});
    floor.conversations.erase({number});
  }
  // A sweep, and those that follow from it.
  std::size_t sweep() {
    words = 0;
    places.stir();
    const std::size_t turns = loop.run();
    clock.time = clock.time + limits::places_every_ms;
    loop.advance(clock.time);
    return turns;
  }

  static constexpr core::QueueId id{21};
  core::Floor floor;
  core::Queue& queue = floor.queues[id];
  HandClock clock;
  ManualLoop loop;
  std::map<std::uint64_t, std::uint64_t> told;
  std::size_t words = 0;
  app::Places places{floor, clock, loop,
                     [this](const core::Conversation& c, const protocol::Place& place) {
                       told[c.id.value] = place.position;
                       ++words;
                     }};
};

}  // namespace

TEST_CASE("a long line is told its places in slices, each person once") {
  constexpr std::uint64_t length = 3 * limits::places_slice + 1;
  Line line(length);
  CHECK(line.sweep() == 3);  // turns of the loop behind the first slice
  CHECK(line.words == length);
  for (std::uint64_t i = 1; i <= length; ++i) CHECK(line.told[i] == i);
  line.sweep();
  CHECK(line.words == 0);
  line.leave(length - 1);
  line.sweep();
  CHECK(line.words == 1);
  CHECK(line.told[length] == length - 1);
}

TEST_CASE("a line that moves between two slices is told right by the sweep that follows") {
  constexpr std::uint64_t length = 2 * limits::places_slice;
  Line line(length);
  line.places.stir();  // the first slice is done
  line.leave(1);
  line.leave(limits::places_slice);      // the one that it stopped at
  line.leave(limits::places_slice + 1);  // and the one that comes next
  line.join(length + 1);
  line.sweep();
  line.sweep();
  std::uint64_t position = 0;
  for (const core::WaitKey& key : line.queue.waiting) {
    INFO(key.conversation.value);
    CHECK(line.told[key.conversation.value] == ++position);
  }
  CHECK(position == length - 2);
}

TEST_CASE("a queue that goes in the middle of a sweep is passed over") {
  Line line(2 * limits::places_slice);
  line.places.stir();
  line.floor.queues.erase(Line::id);
  line.loop.run();
  CHECK(line.words == limits::places_slice);
}

}  // namespace usher::test
