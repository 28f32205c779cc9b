// The board's snapshot law, its pace, and how much it sends.

#include "app/board.hpp"

#include <fstream>

#include "protocol/write.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"
#include "unit/app/small_house.hpp"
#include "unit/core/scene.hpp"

namespace usher::test {
namespace {

constexpr core::AgentId sue{9};
constexpr std::array agents{ann, bob, sue};

// A watcher's screen: what it was sent, applied as the protocol says.
class Screen final : public app::Connection {
 public:
  Screen() {
    watcher.agent = sue;
    watcher.outlet = std::make_shared<app::Outlet>(app::Outlet{this});
  }
  void send(std::string_view frame) override {
    bytes += frame.size();
    ++frames;
    apply(Json::parse(frame));
  }
  void close(app::CloseCode, std::string_view) override {}

  void apply(const Json& frame) {
    if (frame.at("type") == "board") {
      board = frame;
      for (const auto& [list, id] : lists) {
        rows[list].clear();
        for (const Json& row : frame.value(list, Json::array())) {
          rows[list][row.at(id).dump()] = row;
        }
      }
      return;
    }
    if (frame.contains("day_at")) board["day_at"] = frame.at("day_at");
    for (const auto& [list, id] : lists) {
      for (const Json& change : frame.value(list, Json::array())) {
        merge(rows[list], change.at(id).dump(), change);
      }
    }
  }
  // As a fresh snapshot would be.
  Json shown() const {
    Json now = board;
    for (const auto& [list, id] : lists) {
      if (rows.at(list).empty() && !now.contains(list)) continue;
      now[list] = Json::array();
      for (const auto& [key, row] : rows.at(list)) now[list].push_back(row);
    }
    return now;
  }

  app::Subscriber watcher;
  std::size_t bytes = 0;
  std::size_t frames = 0;

 private:
  using Rows = std::map<std::string, Json>;
  static void merge(Rows& rows, const std::string& id, const Json& change) {
    if (change.value("gone", false)) {
      rows.erase(id);
      return;
    }
    rows[id].update(change);
    if (change.value("state", "") == "waiting") rows[id].erase("agent");
  }
  static constexpr std::array<std::pair<const char*, const char*>, 4> lists{
      {{"queues", "queue"},
       {"agents", "agent"},
       {"conversations", "conversation"},
       {"alarms", "alarm"}}};

  Json board;
  std::map<std::string, Rows> rows;
};

// A scene with a board, as a floor's host would drive it.
class Watched {
 public:
  explicit Watched(bool rings, std::uint32_t capacity) : scene(rings, capacity) {
    scene.setting.agents.push_back({sue, "Sue", core::Role::supervisor, capacity, {sales}});
    scene.setting.words = {"refund"};
    scene.does(scene.setting);
  }

  void does(const core::Command& wish) {
    core::Outcome outcome = core::step(scene.floor, wish, scene.now);
    if (const auto* decision = std::get_if<core::Decision>(&outcome)) board.note(decision->events);
  }
  void pass(std::int64_t ms) {
    const core::Time until = scene.now + ms;
    while (scene.now < until) {
      const auto deadline = core::next_deadline(scene.floor);
      const auto due = board.due();
      scene.now =
          std::max(scene.now, std::min({until, deadline.value_or(until), due ? *due : until}));
      if (deadline && *deadline <= scene.now) does(command::Tick{});
      if (due && *due <= scene.now) flush();
    }
  }
  void watch(Screen& screen) {
    app::HeldFrames frames;
    board.watch(screen.watcher, scene.now, frames);
    frames.deliver();
  }
  void flush() {
    app::HeldFrames frames;
    board.flush(scene.now, frames);
    frames.deliver();
  }
  Json fresh() {
    Screen newcomer;
    app::Board another(scene.floor);
    app::HeldFrames frames;
    another.watch(newcomer.watcher, scene.now, frames);
    frames.deliver();
    return newcomer.shown();
  }

  Scene scene;
  app::Board board{scene.floor};
};

// Anybody does anything.
core::Command any_command(Random& random, const core::Floor& floor, std::uint64_t step) {
  const core::VisitorId visitor{1 + random.below(12)};
  const core::AgentId agent = agents[random.below(agents.size())];
  core::ConversationId some;
  if (!floor.conversations.empty()) {
    const auto at = static_cast<std::ptrdiff_t>(random.below(floor.conversations.size()));
    some = std::next(floor.conversations.begin(), at)->first;
  }
  const std::string client_id = "m" + std::to_string(step);
  switch (random.below(17)) {
    case 0:
      return command::AgentConnect{agent};
    case 1:
      return command::AgentDisconnect{agent};
    case 2:
      return command::SetStatus{
          agent, random.one_in(4) ? core::AgentStatus::away : core::AgentStatus::online};
    case 3:
      return command::Accept{agent, some};
    case 4:
      return command::Decline{agent, some};
    case 5:
      return command::Close{random.one_in(2) ? author_of(visitor) : author_of(agent), some};
    case 6:
      return command::Post{agent, some, client_id, random.one_in(4) ? "No refund" : "Yes?"};
    case 7:
      return command::Hold{agent, some, random.one_in(2)};
    case 8:
      return command::Transfer{agent, some, random.one_in(2) ? sales : support, ""};
    case 9:
      return command::Transfer{agent, some, agents[random.below(agents.size())], ""};
    case 10:
      return command::Identify{visitor, "Visitor " + std::to_string(step), {}, {}, {}};
    case 11:
      return command::Reopen{author_of(agent), some};
    case 12: {
      const core::Conversation* c = find(floor, some);
      return command::LeaveMessage{c ? c->visitor : visitor, some, {{}, "v@example.com", {}}};
    }
    case 13: {
      const core::Conversation* c = find(floor, some);
      const auto score = static_cast<std::uint32_t>(1 + random.below(5));
      return command::Rate{c ? c->visitor : visitor, some, score, {}, {}};
    }
    case 14:
      return command::Acknowledge{sue, floor.alarms.empty() ? 0 : floor.alarms.front().number};
    default:
      return command::Ask{visitor,      site,      random.one_in(2) ? sales : support,
                          {100 + step}, client_id, "Hello?"};
  }
}

}  // namespace

TEST_CASE("snapshot law of the board: what a watcher has is what a fresh board would show") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    INFO(seed);
    Random random(seed);
    Watched house(!random.one_in(3), 3);
    Screen screen;
    house.watch(screen);
    for (std::uint64_t step = 1; step <= 400; ++step) {
      if (random.one_in(60)) {  // the queue's conversations move on, or it comes back
        auto& queues = house.scene.setting.queues;
        queues.size() > 1 ? queues.pop_back() : queues.push_back({support, "Support", true, 0, {}});
        house.does(house.scene.setting);
      }
      house.does(any_command(random, house.scene.floor, step));
      for (const core::AgentId id : agents) house.does(command::AgentHeartbeat{id});
      house.pass(static_cast<std::int64_t>(random.below(600)));
      if (random.one_in(100)) house.pass(9 * limits::hour_ms);  // midnight comes, leases end
      if (!random.one_in(4)) continue;
      house.flush();
      REQUIRE(screen.shown() == house.fresh());
    }
  }
}

TEST_CASE("the board says at most four times a second what is new, and nothing when nothing is") {
  Watched house(true, 3);
  Screen screen;
  house.watch(screen);
  CHECK(screen.frames == 1);
  house.pass(10 * limits::second_ms);
  CHECK(screen.frames == 1);
  for (std::uint64_t i = 1; i <= 1'000; ++i) {
    house.does(command::Ask{{i}, site, sales, {100 + i}, "m", "Hello?"});
    house.pass(2);
  }
  CHECK(screen.frames <= 1 + 2 * 4 + 1);
  house.pass(limits::second_ms);
  CHECK(screen.shown() == house.fresh());
}

TEST_CASE("a board of 2,000 visitors at 500 changes a second sends less than 100 KB a second") {
  constexpr std::uint64_t visitors = 2'000;
  constexpr std::int64_t change_ms = 2;
  constexpr std::size_t bytes_per_second_max = 100 * 1024;
  Watched house(false, 25);
  for (std::uint64_t i = 0; i < 50; ++i) {
    house.scene.setting.agents.push_back(
        {{100 + i}, "Agent " + std::to_string(i), core::Role::agent, 25, {sales, support}, {}, {}});
  }
  house.does(house.scene.setting);
  for (std::uint64_t i = 0; i < 50; ++i) {
    house.does(command::AgentConnect{{100 + i}});
    house.does(command::SetStatus{{100 + i}, core::AgentStatus::online});
  }
  const std::uint64_t first = std::uint64_t{1} << 45U;  // ids as long as in production
  const auto ask = [&](std::uint64_t i, std::uint64_t step) {
    house.does(command::Identify{{first + i}, "Visitor " + std::to_string(i), {}, {}, {}});
    house.does(command::Ask{{first + i},
                            site,
                            i % 2 ? sales : support,
                            {first + step},
                            "m" + std::to_string(step),
                            "Hello?"});
  };
  for (std::uint64_t i = 0; i < visitors; ++i) ask(i, i);
  Screen screen;
  house.watch(screen);
  const std::size_t snapshot_bytes = std::exchange(screen.bytes, 0);
  screen.frames = 0;

  Random random(7);
  constexpr std::int64_t seconds = 10;
  std::uint64_t step = visitors;
  for (std::int64_t ms = 0; ms < seconds * limits::second_ms; ms += change_ms) {
    ++step;
    const std::uint64_t i = random.below(visitors);
    const core::Visitor* visitor = find(house.scene.floor, core::VisitorId{first + i});
    const core::Conversation* c = find(house.scene.floor, visitor->conversation);
    const std::string client_id = "m" + std::to_string(step);
    // Of ten changes one ends a conversation, one begins one, four are replies, four questions.
    switch (random.below(10)) {
      case 0:
        house.does(command::Close{author_of(visitor->id), c->id});
        break;
      case 1:
      case 2:
      case 3:
      case 4:
        house.does(command::Post{c->agent, c->id, client_id, "Yes?"});
        break;
      default:
        ask(i, step);
    }
    for (const auto& [id, agent] : house.scene.floor.agents) {
      if (ms % 10'000 == 0) house.does(command::AgentHeartbeat{id});
    }
    house.pass(change_ms);
  }
  const std::size_t per_second = screen.bytes / seconds;
  WARN("snapshot " << snapshot_bytes << " bytes, then " << per_second << " bytes a second in "
                   << screen.frames / seconds << " frames");
  CHECK(per_second < bytes_per_second_max);
  CHECK(screen.frames <= 4 * seconds + 1);
  house.flush();
  CHECK(screen.shown() == house.fresh());
}

TEST_CASE("the protocol's vectors of the board apply as they say") {
  std::ifstream file(USHER_SOURCE_DIR "/protocol/vectors/board/steps.json");
  const Json vectors = Json::parse(file);
  REQUIRE(vectors.size() > 3);
  for (const Json& vector : vectors) {
    INFO(vector.at("what"));
    Screen screen;
    for (const Json& frame : vector.at("frames")) screen.apply(frame);
    CHECK(screen.shown() == vector.at("fresh"));
  }
}

TEST_CASE("a board is for supervisors, waits for the commit, and ends with its watcher") {
  SmallHouse house;
  const auto agent = house.agent();
  const auto supervisor = house.agent(SmallHouse::supervisor_id);
  house.say(*agent, {{"type", "watch_board"}, {"active", true}});
  CHECK(agent->last("error")["code"] == "not_allowed");
  CHECK(agent->all("board").empty());
  house.say(*supervisor, {{"type", "watch_board"}, {"active", true}});
  CHECK(supervisor->all("board").size() == 1);

  house.journal.hold();
  const auto visitor = house.visitor();
  house.say(*visitor, {{"type", "ask"}, {"client_id", "m1"}, {"text", "hello"}});
  house.pass(limits::second_ms);
  CHECK(supervisor->all("board_changed").empty());
  house.journal.release();
  house.loop.run();
  const Json changed = supervisor->last("board_changed");
  REQUIRE(changed["conversations"].size() == 1);
  CHECK(changed["conversations"][0]["state"] == "assigned");

  house.say(*supervisor, {{"type", "watch_board"}, {"active", false}});
  const std::size_t told = supervisor->all("board_changed").size();
  house.say(*visitor, {{"type", "ask"}, {"client_id", "m2"}, {"text", "again"}});
  house.pass(limits::second_ms);
  CHECK(supervisor->all("board_changed").size() == told);
  house.hang_up(*supervisor);
}

}  // namespace usher::test
