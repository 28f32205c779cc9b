// When an alarm begins, by a floor, a clock and a loop in the test's hands.

#include "app/alarms.hpp"

#include "core/limits.hpp"
#include "support/catch.hpp"
#include "unit/app/small_house.hpp"

namespace usher::test {
namespace {

using core::AlarmKind;

constexpr std::int64_t wait_alarm_ms = 120'000;
constexpr std::int64_t reply_alarm_ms = 60'000;

// A floor's host whose alarms the test hears.
struct Tower {
  Tower() { start(); }

  void start() {
    loop.run();  // what is posted to a host, it must be there for
    host.reset();
    host = std::make_unique<app::FloorHost>(
        house.account.id,
        app::FloorHost::World{house.journal, house.clock, house.log, house.metrics, house.calendar,
                              [this](const app::AlarmNews& alarm) { heard.push_back(alarm); }},
        loop);
    REQUIRE(host->load());
    configure(wait_alarm_ms);
    host->apply(core::command::AgentConnect{SmallHouse::agent_id});
    host->apply(core::command::SetStatus{SmallHouse::agent_id, core::AgentStatus::online});
    loop.run();
  }
  void configure(std::int64_t wait_ms) {
    app::AccountConfig config;
    config.account = house.account;
    config.queues = {house.queue.setting};
    config.queues[0].policy.strategy = core::Strategy::manual;
    config.queues[0].policy.wait_alarm_ms = wait_ms;
    config.queues[0].policy.reply_alarm_ms = reply_alarm_ms;
    for (const ports::Agent& each : house.directory.agents(house.account.id)) {
      config.agents.emplace(each.setting.id, each);
    }
    host->configure(config);
    loop.run();
  }
  // In steps that keep the agent's lease.
  void pass(std::int64_t ms) {
    do {
      const std::int64_t step_ms = std::min<std::int64_t>(ms, limits::lease_ms / 2);
      house.clock.time = house.clock.time + step_ms;
      loop.advance(house.clock.time);
      host->apply(core::command::AgentHeartbeat{SmallHouse::agent_id});
      ms -= step_ms;
    } while (ms > 0);
  }
  core::ConversationId asks(core::VisitorId visitor, const std::string& client_id = "m") {
    core::command::Ask ask{visitor, {2}, {}, host->mint<core::ConversationId>(), client_id, "hi"};
    const auto result = host->apply(ask);
    loop.run();
    return std::get<core::Decision>(result).receipt->conversation;
  }
  void accepts(core::ConversationId id) {
    const auto result = host->apply(core::command::Accept{SmallHouse::agent_id, id});
    REQUIRE(std::holds_alternative<core::Decision>(result));
    loop.run();
  }

  SmallHouse house;
  ManualLoop loop;
  std::vector<app::AlarmNews> heard;
  std::unique_ptr<app::FloorHost> host;
};

}  // namespace

TEST_CASE("somebody who waits too long for an agent alarms once") {
  Tower tower;
  const core::Time asked = tower.house.clock.time;
  const auto id = tower.asks({77});
  tower.pass(wait_alarm_ms - 1);
  CHECK(tower.heard.empty());
  tower.pass(1);
  REQUIRE(tower.heard.size() == 1);
  const app::AlarmNews& alarm = tower.heard[0];
  CHECK(alarm.what == core::Occurrence{id, AlarmKind::wait, asked});
  CHECK(alarm.began_at == asked + wait_alarm_ms);
  CHECK(alarm.queue_name == "Sales");
  CHECK_FALSE(alarm.agent);
  for (int i = 0; i < 10; ++i) tower.pass(wait_alarm_ms);
  tower.asks({77}, "again");
  tower.pass(wait_alarm_ms);
  CHECK(tower.heard.size() == 1);
}

TEST_CASE("who is answered in time alarms nobody") {
  Tower tower;
  const auto id = tower.asks({77});
  tower.pass(wait_alarm_ms - 1);
  tower.accepts(id);
  tower.host->apply(core::command::Post{SmallHouse::agent_id, id, "p", "hello"});
  tower.pass(reply_alarm_ms + wait_alarm_ms);
  CHECK(tower.heard.empty());
}

TEST_CASE("a reply that is owed too long alarms, and each time anew") {
  Tower tower;
  const auto id = tower.asks({77});
  tower.accepts(id);
  const core::Time owed = tower.house.clock.time;
  tower.pass(reply_alarm_ms);
  REQUIRE(tower.heard.size() == 1);
  CHECK(tower.heard[0].what == core::Occurrence{id, AlarmKind::no_reply, owed});
  CHECK(tower.heard[0].agent == SmallHouse::agent_id);
  CHECK(tower.heard[0].agent_name == "ann");

  tower.host->apply(core::command::Post{SmallHouse::agent_id, id, "p", "hello"});
  tower.asks({77}, "again");
  tower.pass(reply_alarm_ms);
  CHECK(tower.heard.size() == 2);
}

TEST_CASE("what is on hold alarms nobody until it is taken back") {
  Tower tower;
  const auto id = tower.asks({77});
  tower.accepts(id);
  tower.host->apply(core::command::Hold{SmallHouse::agent_id, id, true});
  tower.pass(10 * reply_alarm_ms);
  CHECK(tower.heard.empty());
  tower.host->apply(core::command::Hold{SmallHouse::agent_id, id, false});
  tower.pass(0);
  CHECK(tower.heard.size() == 1);
}

TEST_CASE("a policy without the alarm has none, and a stricter one alarms at once") {
  Tower tower;
  tower.configure(0);
  tower.asks({77});
  tower.pass(10 * wait_alarm_ms);
  CHECK(tower.heard.empty());
  tower.configure(wait_alarm_ms);
  tower.pass(0);
  CHECK(tower.heard.size() == 1);
}

TEST_CASE("after a restart a lasting alarm is the same occurrence") {
  Tower tower;
  tower.asks({77});
  tower.pass(wait_alarm_ms);
  REQUIRE(tower.heard.size() == 1);
  tower.start();
  tower.pass(1);
  REQUIRE(tower.heard.size() == 2);
  CHECK(tower.heard[1].what == tower.heard[0].what);
  CHECK(tower.heard[1].began_at == tower.heard[0].began_at);
}

TEST_CASE("an alarm that began while the server was down is told when it is back") {
  Tower tower;
  tower.asks({77});
  tower.house.clock.time = tower.house.clock.time + 2 * wait_alarm_ms;
  tower.start();
  tower.pass(0);
  CHECK(tower.heard.size() == 1);
}

TEST_CASE("an alarm that began long before a restart was told by then") {
  Tower tower;
  tower.asks({77});
  tower.house.clock.time = tower.house.clock.time + wait_alarm_ms + limits::alarm_late_ms_max;
  tower.start();
  tower.pass(0);
  CHECK(tower.heard.empty());
}

}  // namespace usher::test
