// Opening hours in a whole house, and what visitors are told of the queues.

#include "core/limits.hpp"
#include "small_house.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::Json;
using test::Line;
using test::SmallHouse;

namespace {

// The house's clock begins on Friday 2027-01-15 at 8:00 UTC.
constexpr std::int64_t hour = limits::hour_ms;

void pass(SmallHouse& house, std::int64_t ms) { house.pass(ms); }

// In UTC, each day.
void set_hours(SmallHouse& house, int begin_hour, int end_hour, const std::string& zone = "UTC") {
  ports::Queue queue = house.queue;
  queue.setting.policy.hours.always = false;
  queue.setting.policy.hours.zone = zone;
  queue.setting.policy.hours.week.fill({{begin_hour * 60, end_hour * 60}});
  house.directory.put(queue);
  pass(house, 1'001);
}

// What a visitor knows of the only queue after its welcome and all later frames.
Json known(const Line& line) {
  Json queues;
  for (const Json& frame : line.frames) {
    if (frame["type"] == "visitor_welcome") queues = frame["queues"];
    if (frame["type"] != "queue_states") continue;
    if (frame["all"] == true) queues = frame["queues"];
    for (const Json& news : frame["queues"]) {
      for (Json& queue : queues) {
        if (queue["queue"] == news["queue"]) queue = news;
      }
    }
  }
  return queues.at(0);
}

// What a fresh welcome says.
Json welcomed(SmallHouse& house) {
  const auto visitor = house.visitor();
  const Json queue = known(*visitor);
  house.hang_up(*visitor);
  return queue;
}

Json ask(const std::string& id) { return {{"type", "ask"}, {"client_id", id}, {"text", "hello"}}; }

}  // namespace

TEST_CASE("a queue opens and closes by its hours, and open pages hear of it at once") {
  SmallHouse house;
  const auto agent = house.agent();
  set_hours(house, 9, 17);
  const auto visitor = house.visitor();
  CHECK(known(*visitor)["state"] == "closed");
  CHECK(known(*visitor)["opens_at"] == house.clock.time.ms / hour * hour + hour);
  const auto stay = [&](std::int64_t ms) {
    for (; ms > 0; ms -= 10'000) {
      house.say(*agent, {{"type", "ping"}});
      pass(house, std::min<std::int64_t>(ms, 10'000));
    }
    pass(house, 1'000);  // steps are coarse: the news may follow the next one
  };
  stay(hour);
  CHECK(known(*visitor)["state"] == "open");
  CHECK_FALSE(known(*visitor).contains("opens_at"));
  stay(8 * hour);
  CHECK(known(*visitor)["state"] == "closed");
}

TEST_CASE("who asks while it is closed waits, and is served when somebody comes") {
  SmallHouse house;
  set_hours(house, 9, 17);
  const auto visitor = house.visitor();
  house.say(*visitor, ask("m1"));
  CHECK(visitor->last("ack")["seq"] == 1);
  const auto agent = house.agent();
  CHECK(visitor->last("conversation_changed")["conversation"]["state"] == "assigned");
}

TEST_CASE("a new policy counts at once, and so does a start in the middle of the night") {
  SmallHouse house;
  const auto agent = house.agent();
  const auto visitor = house.visitor();
  set_hours(house, 9, 17);
  pass(house, 1'000);
  CHECK(known(*visitor)["state"] == "closed");
  set_hours(house, 7, 17);
  pass(house, 1'000);
  CHECK(known(*visitor)["state"] == "open");
  set_hours(house, 9, 17);
  pass(house, 5 * hour);  // asleep, beyond the opening
  house.restart();
  const auto other = house.agent();
  pass(house, 1'000);
  CHECK(welcomed(house)["state"] == "open");
}

TEST_CASE("a clock that is put back an hour closes what is not open yet") {
  SmallHouse house;
  const auto agent = house.agent();
  set_hours(house, 9, 17);
  const auto visitor = house.visitor();
  pass(house, hour);
  pass(house, 1'000);
  CHECK_FALSE(known(*visitor).contains("opens_at"));
  const core::Time late = house.clock.time;
  house.clock.time = late + -hour;
  house.say(*agent, {{"type", "ping"}});
  CHECK(known(*visitor)["opens_at"] == late.ms / hour * hour);
  pass(house, hour);
  pass(house, 1'000);
  CHECK_FALSE(known(*visitor).contains("opens_at"));
}

TEST_CASE("a zone that is not known leaves a queue open") {
  SmallHouse house;
  const auto agent = house.agent();
  set_hours(house, 9, 17, "Mars/Olympus_Mons");
  pass(house, 1'000);
  CHECK(welcomed(house)["state"] == "open");
}

TEST_CASE("a policy's fault names the zone that nobody knows") {
  const test::HandCalendar calendar;
  core::QueuePolicy policy;
  policy.hours.zone = "Mars/Olympus_Mons";
  CHECK_FALSE(app::fault_of(policy, calendar));
  policy.hours.always = false;
  REQUIRE(app::fault_of(policy, calendar));
  CHECK(app::fault_of(policy, calendar)->field == "hours.zone");
  policy.hours.zone = "UTC";
  CHECK_FALSE(app::fault_of(policy, calendar));
  policy.priority = 99;
  CHECK(app::fault_of(policy, calendar)->field == "priority");
}

TEST_CASE("open, busy, closed: what visitors know is what a fresh welcome says") {
  SmallHouse house;
  const auto watching = house.visitor();
  CHECK(known(*watching)["state"] == "closed");
  std::vector<std::unique_ptr<Line>> others;
  const auto agrees = [&](const char* state) {
    pass(house, 1'000);
    CHECK(known(*watching)["state"] == state);
    CHECK(known(*watching) == welcomed(house));
  };
  auto agent = house.agent();
  agrees("open");
  for (int i = 0; i < 3; ++i) {  // as many as the agent takes
    others.push_back(house.visitor());
    house.say(*others.back(), ask("m"));
  }
  agrees("busy");
  house.say(*others[0],
            {{"type", "close"}, {"conversation", others[0]->last("ack")["conversation"]}});
  agrees("open");
  house.hang_up(*agent);  // a reload, perhaps
  agrees("busy");
  agent = house.agent();
  agrees("open");
  house.say(*agent, {{"type", "status"}, {"status", "away"}});
  agrees("closed");
}

TEST_CASE("news of queues comes once a second, and only when there is some") {
  SmallHouse house;
  const auto visitor = house.visitor();
  const auto agent = house.agent();
  pass(house, 1'000);
  const std::size_t before = visitor->all("queue_states").size();
  for (int i = 0; i < 21; ++i) {
    house.say(*agent, {{"type", "status"}, {"status", i % 2 == 0 ? "away" : "online"}});
  }
  CHECK(visitor->all("queue_states").size() <= before + 1);
  pass(house, 1'000);
  CHECK(known(*visitor)["state"] == "closed");
  CHECK(visitor->all("queue_states").size() == before + 1);
  house.say(*agent, {{"type", "ping"}});
  pass(house, 5'000);
  CHECK(visitor->all("queue_states").size() == before + 1);
}

TEST_CASE("queues that come, go or change their name are told in full, in their order") {
  SmallHouse house;
  const auto visitor = house.visitor();
  house.directory.put(ports::Queue{house.account.id, {core::QueueId{4}, "Help", false, 0}, 1});
  pass(house, 1'001);
  const Json news = visitor->last("queue_states");
  CHECK(news["all"] == true);
  CHECK(news["queues"][1]["name"] == "Help");
  CHECK(news["queues"].size() == 2);
}
