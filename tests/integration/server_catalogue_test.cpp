// Every frame of the catalogue crosses the wire at least once, in one conversation from the first
// page to the last word. A frame that nothing exercises fails the test.

#include <set>

#include "integration/server_people.hpp"
#include "protocol/frames.gen.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::about;
using test::Json;
using test::Person;
using test::ServerHouse;

namespace {

std::set<std::string> catalogue() {
  std::set<std::string> names;
  for (const protocol::FrameInfo& info : protocol::frames) names.emplace(info.name);
  return names;
}

Json with(Json frame, const Json& members) {
  frame.update(members);
  return frame;
}

// Bob offers his conversation to ann and she takes it; she gives it to its queue, whence it comes
// to bob again.
void hand_over(Person& visitor, Person& ann, Person& bob, const Json& id) {
  bob.say({{"type", "targets"}});
  const Json targets = bob.wait("target_list");
  Json ann_id;
  for (const Json& agent : targets["agents"]) {
    if (agent["name"] == "ann") ann_id = agent["agent"];
  }
  const auto rings = [&](const Json& frame) {
    return frame["conversation"]["conversation"] == id && !frame["conversation"]["offer"].is_null();
  };
  bob.say(with(about("transfer", id), {{"agent", ann_id}, {"note", "她很急"}}));
  const Json offered = ann.wait_until("conversation_listed", rings)["conversation"];
  CHECK(offered["offer"]["from"]["name"] == "bob");
  CHECK(offered["transfer_note"]["text"] == "她很急");
  ann.say(about("accept", id));
  visitor.wait_until("entry",
                     [](const Json& frame) { return frame["entry"]["kind"] == "transferred"; });
  ann.say(with(about("transfer_to_queue", id), {{"queue", offered["queue"]}, {"note", ""}}));
  bob.wait_until("conversation_listed", rings);
  bob.say(about("accept", id));
  bob.wait_until("agent_changed", [](const Json& frame) { return frame["agent"]["load"] == 1; });
}

// A supervisor comes, sees the conversation on the board, and itself going away.
void watch(ServerHouse& house, const Json& id) {
  Person sue = test::agent(house, "sue");
  sue.say({{"type", "watch_board"}, {"active", true}});
  const Json board = sue.wait("board");
  REQUIRE(board["conversations"].size() == 1);
  CHECK(board["conversations"][0]["conversation"] == id);
  sue.say({{"type", "status"}, {"status", "away"}});
  sue.wait_until("board_changed", [](const Json& frame) {
    return !frame["agents"].empty() && frame["agents"][0].value("status", "") == "away";
  });
}

}  // namespace

TEST_CASE("a conversation exercises every frame of the catalogue") {
  ServerHouse house({.on_disk = true, .rings = true});
  Person ann = test::agent(house, "ann");
  Person visitor = test::visitor(house);
  const Json epoch = visitor.welcome["epoch"];
  visitor.say(
      {{"type", "page"}, {"url", "https://shop.example/"}, {"title", "茶"}, {"referrer", ""}});
  visitor.say(test::ask("v1", "你好"));
  const Json id = visitor.wait("conversation_changed")["conversation"]["conversation"];
  CHECK(visitor.wait("ack")["conversation"] == id);

  const auto rings = [&](const Json& frame) {
    return frame["conversation"]["conversation"] == id && !frame["conversation"]["offer"].is_null();
  };
  ann.wait_until("conversation_listed", rings);
  ann.wait("queue_changed");
  Person bob = test::agent(house, "bob");
  ann.say(about("decline", id));
  bob.wait_until("conversation_listed", rings);
  bob.say(about("accept", id));
  CHECK(ann.wait("conversation_unlisted")["conversation"] == id);
  bob.wait_until("agent_changed", [](const Json& frame) { return frame["agent"]["load"] == 1; });

  visitor.say({{"type", "identify"}, {"name", "Li"}, {"attributes", {{"vip", "yes"}}}});
  bob.wait_until("visitor_changed", [](const Json& frame) {
    return frame["visitor"]["attributes"].value("vip", "") == "yes";
  });
  visitor.say(with(about("typing", id), {{"active", true}}));
  CHECK(bob.wait("peer_typing")["conversation"] == id);
  bob.say(test::post_in(id, "b1", "您好"));
  const Json ack = bob.wait("ack");
  const Json entry = visitor.wait_until(
      "entry", [](const Json& frame) { return frame["entry"]["kind"] == "message"; });
  CHECK(entry["entry"]["seq"] == ack["seq"]);
  CHECK(entry["entry"]["text"] == "您好");
  visitor.say(with(about("mark", id), {{"delivered", ack["seq"]}, {"read", ack["seq"]}}));
  CHECK(bob.wait("peer_mark")["read"] == ack["seq"]);

  for (const bool held : {true, false}) {
    const auto is_so = [held](const Json& frame) { return frame["conversation"]["held"] == held; };
    bob.say(with(about("hold", id), {{"held", held}}));
    bob.wait_until("conversation_listed", is_so);
    visitor.wait_until("conversation_changed", is_so);
    bob.wait_until("agent_changed",
                   [held](const Json& frame) { return frame["agent"]["load"] == (held ? 0 : 1); });
  }

  hand_over(visitor, ann, bob, id);

  visitor.say(with(about("resume", id), {{"epoch", epoch}, {"after", 0}}));
  CHECK(visitor.wait("entries")["entries"].size() >= ack["seq"]);
  bob.say(with(about("history", id), {{"before", ack["seq"]}, {"limit", 1}}));
  CHECK(bob.wait("entries")["entries"].size() == 1);
  visitor.say(with(about("resume", id), {{"epoch", "another"}, {"after", 0}}));
  CHECK(visitor.wait("reset")["conversation"] == id);

  bob.say(about("close", id));
  visitor.wait_until("entry", [](const Json& frame) { return frame["entry"]["kind"] == "closed"; });
  CHECK(bob.outcome(test::post_in(id, "b2", "too late")) == "conversation_closed");
  visitor.say(about("reopen", id));
  visitor.wait_until("entry",
                     [](const Json& frame) { return frame["entry"]["kind"] == "reopened"; });
  watch(house, id);
  CHECK(house.noted() == catalogue());
}
