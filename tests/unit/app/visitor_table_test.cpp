// The snapshot law of the visitors' table, its pages, its pace, and how much it sends.

#include "app/visitor_table.hpp"

#include <array>
#include <fstream>

#include "protocol/ids.hpp"
#include "protocol/write.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"
#include "unit/app/small_house.hpp"
#include "unit/core/scene.hpp"

namespace usher::test {
namespace {

// A watcher's screen: what it was sent, applied as the protocol says.
class Screen final : public app::Connection {
 public:
  explicit Screen(core::AgentId agent = ann) {
    watcher.agent = agent;
    watcher.outlet = std::make_shared<app::Outlet>(app::Outlet{this});
  }
  void send(std::string_view frame) override {
    ++frames;
    bytes += frame.size();
    bytes_max = std::max(bytes_max, frame.size());
    apply(Json::parse(frame));
  }
  void close(app::CloseCode, std::string_view) override {}

  void apply(const Json& frame) {
    if (frame.at("type") == "visitor_rows_changed") {
      for (const Json& change : frame.at("rows")) merge(change);
      return;
    }
    if (!frame.contains("after")) rows.clear();
    for (const Json& row : frame.at("rows")) rows[row.at("visitor")] = row;
    more = frame.at("more");
    if (!frame.at("rows").empty()) last = frame.at("rows").back().at("visitor");
  }

  app::Subscriber watcher;
  std::map<std::string, Json> rows;
  bool more = false;
  std::string last;  // visitor of the newest page
  std::size_t frames = 0;
  std::size_t bytes = 0;
  std::size_t bytes_max = 0;

 private:
  void merge(const Json& change) {
    const std::string id = change.at("visitor");
    if (change.value("gone", false)) {
      rows.erase(id);
    } else if (change.contains("started_at")) {
      rows[id] = change;
    } else if (const auto row = rows.find(id); row != rows.end()) {
      if (change.contains("state")) {
        for (const char* name : {"left_at", "conversation", "agent", "agent_name"}) {
          row->second.erase(name);
        }
      }
      row->second.update(change);
    }
  }
};

// A scene with a table, as a floor's host would drive it.
class Watched {
 public:
  explicit Watched(std::uint32_t capacity = 3) : scene(false, capacity) {}

  void does(const core::Command& wish) {
    core::Outcome outcome = core::step(scene.floor, wish, scene.now);
    if (const auto* decision = std::get_if<core::Decision>(&outcome)) table.note(decision->events);
  }
  void arrives(core::VisitorId visitor, std::uint64_t visit, const std::string& title = "Tea") {
    does(command::VisitorConnect{visitor, site});
    does(command::ViewPage{visitor, site, {visit}, "https://shop/" + title, title, ""});
  }
  void pass(std::int64_t ms) {
    const core::Time until = scene.now + ms;
    while (scene.now < until) {
      const auto deadline = core::next_deadline(scene.floor).value_or(until);
      scene.now = std::max(scene.now, std::min({until, deadline, table.due().value_or(until)}));
      if (deadline <= scene.now) does(command::Tick{});
      if (table.due() && *table.due() <= scene.now) flush();
    }
  }
  void watch(Screen& screen, core::VisitorId after = {}) {
    app::HeldFrames frames;
    table.watch(screen.watcher, after, scene.now, frames);
    frames.deliver();
  }
  // The page after the newest one, as its console asks.
  void turn(Screen& screen) { watch(screen, id_of(screen.last)); }
  void flush() {
    app::HeldFrames frames;
    table.flush(scene.now, frames);
    frames.deliver();
  }
  void flush_all() {
    while (table.touched()) flush();
  }
  std::map<std::string, Json> fresh() {
    Screen newcomer;
    app::VisitorTable another(scene.floor, config);
    do {
      app::HeldFrames frames;
      another.watch(newcomer.watcher, id_of(newcomer.last), scene.now, frames);
      frames.deliver();
    } while (newcomer.more);
    return newcomer.rows;
  }
  static core::VisitorId id_of(const std::string& text) {
    return core::VisitorId{protocol::parse_id('v', text).value_or(0)};
  }

  Scene scene;
  app::AccountConfig config;
  app::VisitorTable table{scene.floor, config};
};

core::Command any_command(Random& random, const core::Floor& floor, std::uint64_t step) {
  const core::VisitorId visitor{1 + random.below(12)};
  const core::AgentId agent = random.one_in(2) ? ann : bob;
  core::ConversationId some;
  if (!floor.conversations.empty()) {
    const auto at = static_cast<std::ptrdiff_t>(random.below(floor.conversations.size()));
    some = std::next(floor.conversations.begin(), at)->first;
  }
  const std::string name = "n" + std::to_string(step);
  switch (random.below(16)) {
    case 0:
      return command::AgentConnect{agent};
    case 1:
      return command::SetStatus{
          agent, random.one_in(4) ? core::AgentStatus::offline : core::AgentStatus::online};
    case 2:
      return command::Close{random.one_in(2) ? author_of(visitor) : author_of(agent), some};
    case 3:
      return command::Reopen{author_of(agent), some};
    case 4:
      return command::Transfer{agent, some, random.one_in(2) ? ann : bob, ""};
    case 5:
      return command::Identify{visitor, name, {}, {}, {}};
    case 6:
    case 7:
      return command::VisitorDisconnect{visitor};
    case 8:
    case 9:
      return command::VisitorConnect{visitor, site};
    case 10: {
      const core::Conversation* c = find(floor, some);
      return command::LeaveMessage{c ? c->visitor : visitor, some, {{}, "v@example.com", {}}};
    }
    case 11:
      return command::AgentHeartbeat{agent};
    case 12:
      return command::Ask{visitor, site, sales, {100 + step}, name, "Hello?"};
    default: {
      command::ViewPage page{
          visitor, {random.one_in(9) ? 2U : 1U}, {100 + step}, "https://shop/" + name, name, ""};
      if (random.one_in(2)) page.region = {"CN", {"中国", "", ""}, {"China", "", name}};
      return page;
    }
  }
}

}  // namespace

TEST_CASE("snapshot law of the visitors' table: what a watcher has is what a fresh one would") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    INFO(seed);
    Random random(seed);
    Watched shop;
    Screen screen;
    shop.watch(screen);
    for (std::uint64_t step = 1; step <= 400; ++step) {
      shop.does(any_command(random, shop.scene.floor, step));
      if (random.one_in(40)) {
        shop.scene.setting.agents[0].name = "Ann " + std::to_string(step);
        shop.does(shop.scene.setting);
      }
      shop.pass(static_cast<std::int64_t>(random.below(600)));
      if (random.one_in(100)) shop.pass(limits::hour_ms);  // visits end
      if (!random.one_in(4)) continue;
      shop.flush_all();
      REQUIRE(screen.rows == shop.fresh());
    }
  }
}

TEST_CASE("pages follow each other while visitors come, move on and go") {
  Watched shop;
  const std::string title(limits::title_bytes_max, 't');
  for (std::uint64_t i = 1; i <= 600; ++i) shop.arrives({i}, 1'000 + i, title);
  Screen early;
  shop.watch(early);
  REQUIRE(early.more);
  CHECK(early.rows.size() < 200);
  shop.arrives({1}, 0, "moved on");
  shop.arrives({590}, 0, "moved on");  // no page brought it yet
  shop.does(command::VisitorDisconnect{{591}});
  shop.arrives({700}, 5'000);
  shop.flush_all();
  shop.arrives({2}, 0, "told with the next change");
  Screen late(bob);
  shop.watch(late);
  while (early.more || late.more) {
    if (early.more) shop.turn(early);
    if (late.more) shop.turn(late);
    shop.arrives({599}, 0, "moves always");
    shop.flush();
  }
  shop.flush_all();
  CHECK(early.rows.size() == 601);
  CHECK(early.rows == shop.fresh());
  CHECK(late.rows == shop.fresh());
}

TEST_CASE("no frame of the table outgrows its limit, whatever visitors write into their titles") {
  Watched shop;
  const std::string bells(limits::title_bytes_max, '\x07');  // each six bytes in JSON
  for (std::uint64_t i = 1; i <= 300; ++i) shop.arrives({i}, 1'000 + i, bells);
  Screen screen;
  shop.watch(screen);
  while (screen.more) shop.turn(screen);
  for (std::uint64_t i = 1; i <= 300; ++i) shop.arrives({i}, 0, bells + "!");
  while (shop.table.touched()) shop.pass(app::VisitorTable::interval_ms);
  CHECK(screen.bytes_max <= limits::visitor_rows_bytes_max);
  CHECK(screen.rows == shop.fresh());
}

TEST_CASE("a table of 5,000 says at most four times a second what is new, and to nobody nothing") {
  constexpr std::int64_t seconds = 10;
  Watched shop;
  for (std::uint64_t i = 1; i <= 5'000; ++i) shop.arrives({i}, 10'000 + i);
  CHECK_FALSE(shop.table.due());
  Screen screen;
  shop.watch(screen);
  while (screen.more) shop.turn(screen);
  CHECK(screen.rows.size() == 5'000);
  const std::size_t snapshot_bytes = std::exchange(screen.bytes, 0);
  screen.frames = 0;
  Random random(7);
  for (std::int64_t ms = 0; ms < seconds * limits::second_ms; ms += 2) {
    shop.arrives({1 + random.below(5'000)}, 0, "Page " + std::to_string(ms));
    shop.pass(2);
  }
  WARN("snapshot " << snapshot_bytes << " bytes, then "
                   << screen.bytes / static_cast<std::size_t>(seconds) << " bytes a second in "
                   << screen.frames / static_cast<std::size_t>(seconds) << " frames");
  CHECK(screen.frames <= 4 * static_cast<std::size_t>(seconds) + 1);
  CHECK(screen.bytes < 100 * 1024 * static_cast<std::size_t>(seconds));
  shop.flush_all();
  CHECK(screen.rows == shop.fresh());
  shop.table.leave(screen.watcher);
  shop.arrives({1}, 0, "unseen");
  CHECK_FALSE(shop.table.touched());
}

TEST_CASE("who is told late once is not told late for ever") {
  Watched shop;
  const std::string title(limits::title_bytes_max, 't');
  for (std::uint64_t i = 1; i <= 400; ++i) shop.arrives({i}, 1'000 + i, title);
  Screen screen;
  shop.watch(screen);
  while (screen.more) shop.turn(screen);
  for (int round = 0; round < 10; ++round) {  // more than a change can hold, each time
    for (std::uint64_t i = 1; i <= 400; ++i) {
      shop.arrives({i}, 0, title.substr(9) + std::to_string(round));
    }
    shop.flush();
  }
  for (const auto& [id, row] : screen.rows) CHECK(row.at("pages") > 1);
}

TEST_CASE("the protocol's vectors of the visitors' table apply as they say") {
  std::ifstream file(USHER_SOURCE_DIR "/protocol/vectors/visitor_rows/steps.json");
  const Json vectors = Json::parse(file);
  REQUIRE(vectors.size() > 3);
  for (const Json& vector : vectors) {
    INFO(vector.at("what"));
    Screen screen;
    Screen fresh;
    for (const Json& frame : vector.at("frames")) screen.apply(frame);
    fresh.apply(vector.at("fresh"));
    CHECK(screen.rows == fresh.rows);
  }
}

TEST_CASE("agents watch everyone, after the commit, until they leave") {
  SmallHouse house;
  const auto agent = house.agent();
  house.say(*agent, {{"type", "watch_visitors"}, {"active", true}});
  CHECK(agent->last("visitor_rows")["rows"].empty());

  house.journal.hold();
  const auto visitor = house.visitor();
  house.say(*visitor,
            {{"type", "page"}, {"url", "https://shop/"}, {"title", "Shop"}, {"referrer", ""}});
  house.say(*visitor, {{"type", "ask"}, {"client_id", "m1"}, {"text", "hello"}});
  house.pass(limits::second_ms);
  CHECK(agent->all("visitor_rows_changed").empty());
  house.journal.release();
  house.loop.run();
  const Json row = agent->last("visitor_rows_changed")["rows"][0];
  CHECK(row["state"] == "chatting");
  CHECK(row["agent_name"] == "ann");
  CHECK(row["site"] == house.site.key);
  CHECK(row["title"] == "Shop");

  house.hang_up(*visitor);
  house.pass(limits::second_ms);
  const Json change = agent->last("visitor_rows_changed")["rows"][0];
  CHECK(change["state"] == "left");
  CHECK(change["conversation"] == row["conversation"]);
  CHECK_FALSE(change.contains("title"));

  house.say(*agent, {{"type", "watch_visitors"}, {"active", false}});
  const std::size_t told = agent->all("visitor_rows_changed").size();
  const auto another = house.visitor();
  house.say(*another, {{"type", "page"}, {"url", "https://b/"}, {"title", ""}, {"referrer", ""}});
  house.pass(limits::second_ms);
  CHECK(agent->all("visitor_rows_changed").size() == told);
  house.hang_up(*agent);
}

}  // namespace usher::test
