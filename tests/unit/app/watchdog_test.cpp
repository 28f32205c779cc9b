// A floor that is broken on purpose: the watchdog sees it, says so, and repairs it.

#include "core/decide.hpp"
#include "core/invariants.hpp"
#include "core/limits.hpp"
#include "small_house.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::Json;
using test::Line;
using test::SmallHouse;

namespace {

// A floor's host by itself, so that its floor can be reached.
struct Host {
  Host() {
    app::AccountConfig config;
    config.account = house.account;
    config.queues = {house.queue.setting};
    for (const ports::Agent& each : house.directory.agents(house.account.id)) {
      config.agents.emplace(each.setting.id, each);
    }
    REQUIRE(host.load());
    host.configure(config);
    loop.run();
    supervisor = join(SmallHouse::supervisor_id);
    agent = join(SmallHouse::agent_id);
  }

  std::unique_ptr<Line> join(core::AgentId id) {
    auto line = std::make_unique<Line>();
    line->session = std::make_unique<app::AgentSession>(host, app::Options{0, 0, 3}, files,
                                                        archivist, id, 0, "hash", *line);
    line->session->on_frame(R"({"type":"agent_hello","protocol":1})");
    loop.run();
    return line;
  }
  void say(Line& line, const Json& frame) {
    line.session->on_frame(frame.dump());
    loop.run();
  }
  void pass(std::int64_t ms) {
    for (; ms > 0; ms -= 1'000) {
      house.clock.time = house.clock.time + 1'000;
      loop.advance(house.clock.time);
      for (Line* line : {supervisor.get(), agent.get()}) {
        if (line->closed == 0) say(*line, {{"type", "ping"}});
      }
    }
  }
  core::ConversationId asks(core::VisitorId visitor) {
    core::command::Ask ask{visitor, {2}, {}, host.mint<core::ConversationId>(), "m", "hello"};
    const auto result = host.apply(ask);
    loop.run();
    return std::get<core::Decision>(result).receipt->conversation;
  }
  core::Floor& floor() { return const_cast<core::Floor&>(host.floor()); }

  SmallHouse house;
  app::FileTickets files{house.crypto, house.clock, house.account.visitor_key, house.account.id,
                         [](const std::string&) {}};
  test::ManualLoop loop;
  adapters::MemoryJournal journal;
  adapters::MemoryArchive archive;
  app::Archivist archivist{{archive, journal, house.clock, house.log, loop, loop}};
  app::FloorHost host{
      house.account.id, {journal, house.clock, house.log, house.metrics, house.calendar}, loop};
  std::unique_ptr<Line> supervisor;
  std::unique_ptr<Line> agent;
};

}  // namespace

TEST_CASE("a stuck conversation is offered within a second, and supervisors are told") {
  Host host;
  const auto stuck = host.asks({90});
  const core::Time now = host.house.clock.time;
  evolve(host.floor(),
         core::event::AgentStatusChanged{SmallHouse::agent_id, core::AgentStatus::online, true},
         now);
  --host.floor().position;  // the journal does not know of it
  host.floor().unsettled.clear();
  host.pass(1'000);
  CHECK(host.host.floor().conversations.at(stuck).agent == SmallHouse::agent_id);
  const Json told = host.supervisor->last("troubles")["troubles"];
  REQUIRE(told.size() == 1);
  CHECK(told[0]["law"] == "stuck_conversation");
  CHECK(told[0]["repaired"] == false);
  CHECK(host.agent->all("troubles").empty());
  host.pass(1'000);
  INFO(host.supervisor->last("troubles").dump());
  CHECK(host.supervisor->last("troubles")["troubles"][0]["repaired"] == true);
  host.pass(limits::trouble_shown_ms + 1'000);
  CHECK(host.supervisor->last("troubles")["troubles"].empty());
  CHECK(host.supervisor->closed == 0);
}

TEST_CASE("what a floor derives is derived anew, and consoles begin from a snapshot") {
  Host host;
  host.say(*host.agent, {{"type", "status"}, {"status", "online"}});
  const auto mine = host.asks({90});
  host.floor().agents.at(SmallHouse::agent_id).conversations.clear();
  host.floor().queues.begin()->second.ready.clear();
  host.floor().deadlines.clear();
  REQUIRE_FALSE(core::violations(host.floor()).empty());
  host.pass(1'000);
  CHECK(core::violations(host.floor()).empty());
  CHECK(host.floor().agents.at(SmallHouse::agent_id).conversations.contains(mine));
  CHECK(host.supervisor->closed == static_cast<int>(app::CloseCode::resync));
  const auto back = host.join(SmallHouse::supervisor_id);
  CHECK_FALSE(back->last("troubles")["troubles"].empty());
  back->session->on_closed();
}

TEST_CASE("what contradicts itself is told, and left as it is") {
  Host host;
  const auto lost = host.asks({90});
  host.floor().visitors.at({90}).conversation = {};
  host.pass(5'000);
  CHECK(host.supervisor->last("troubles")["troubles"][0]["law"] == "visitor_conversation");
  CHECK(host.supervisor->last("troubles")["troubles"][0]["repaired"] == false);
  CHECK(host.floor().conversations.contains(lost));
}

TEST_CASE("a queue that would not serve a visitor is found, and mended") {
  Host host;
  host.say(*host.agent, {{"type", "status"}, {"status", "online"}});
  core::Queue& queue = host.floor().queues.begin()->second;
  queue.ready[{}].insert({0, 0, 3, 0, SmallHouse::supervisor_id});  // who is not online
  host.floor().agents.at(SmallHouse::agent_id).status = core::AgentStatus::away;
  host.pass(2'000);
  const Json told = host.supervisor->last("troubles")["troubles"];
  REQUIRE(told.size() == 1);
  CHECK(told[0]["law"] == "synthetic_visitor");
  CHECK(host.floor().queues.begin()->second.ready.empty());
  CHECK(host.supervisor->closed == static_cast<int>(app::CloseCode::resync));
}

TEST_CASE("a sound floor is left alone") {
  Host host;
  host.asks({90});
  const core::Position before = host.host.floor().position;
  host.pass(10'000);
  CHECK(host.host.floor().position == before);
  CHECK(host.supervisor->all("troubles").empty());
}
