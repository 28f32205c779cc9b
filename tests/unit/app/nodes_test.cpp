// Two nodes as those who talk see them: it makes no difference which one somebody is connected to,
// and when one goes away nothing that was acknowledged is lost.

#include "unit/app/two_doors.hpp"

namespace usher::test {
namespace {

constexpr int resync = 4003;
constexpr int draining = 4000;

std::vector<std::string> texts_of(const Json& entries) {
  std::vector<std::string> texts;
  for (const Json& entry : entries) {
    if (entry.at("kind") == "message") texts.push_back(entry.at("text"));
  }
  return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a visitor at one node and an agent at the other talk as in one house", "[nodes]") {
  TwoDoors shop;
  const bool visitor_is_away = GENERATE(true, false);
  const auto ann = shop.agent(visitor_is_away ? *shop.owner : *shop.edge);
  const auto vera = shop.visitor(visitor_is_away ? *shop.edge : *shop.owner);
  REQUIRE(vera->last("visitor_welcome").contains("token"));
  const std::string talk = shop.ask(*vera, "m1", "有人吗?");
  REQUIRE(ann->last("conversation_listed").at("conversation").at("conversation") == talk);
  shop.reply(*ann, talk, "r1", "在");
  CHECK(ann->last("ack").at("client_id") == "r1");
  CHECK(vera->last("entry").at("entry").at("text") == "在");
  shop.say(*vera, {{"type", "typing"}, {"conversation", talk}, {"active", true}});
  CHECK(ann->last("peer_typing").at("conversation") == talk);

  shop.say(*ann, {{"type", "history"}, {"conversation", talk}, {"before", 99}, {"limit", 50}});
  CHECK(texts_of(ann->last("entries").at("entries")) == Texts{"有人吗?", "在"});

  const auto bob = shop.agent(*shop.edge, shop.bob);
  const std::string bobs = bob->last("agent_welcome").at("me").at("agent");
  shop.say(*ann, {{"type", "transfer"}, {"conversation", talk}, {"agent", bobs}, {"note", ""}});
  CHECK(bob->last("conversation_listed").at("conversation").at("conversation") == talk);

  const auto sue = shop.agent(*shop.edge, shop.sue);
  shop.say(*sue, {{"type", "watch_board"}, {"active", true}});
  REQUIRE(sue->all("board").size() == 1);
  CHECK(sue->last("board").at("agents").size() == 3);

  shop.hang_up(*ann);
  shop.hang_up(*vera);
  shop.pass(limits::minute_ms);  // nothing is left over that would be reset
  CHECK(bob->closed == 0);
  CHECK(sue->closed == 0);
}

TEST_CASE("the owner is killed: the other node takes over, and nothing acknowledged is lost",
          "[nodes]") {
  TwoDoors shop;
  const auto vera = shop.visitor(*shop.edge);
  const auto ann = shop.agent(*shop.owner);
  const std::string token = vera->last("visitor_welcome").at("token");
  const std::string talk = shop.ask(*vera, "m1", "one");
  shop.reply(*ann, talk, "r1", "two");
  shop.kill_owner({ann.get()});
  vera->session->on_frame(Json{{"type", "ask"}, {"client_id", "m2"}, {"text", "three"}}.dump());
  shop.pass(taken_over_ms);
  CHECK(vera->closed == resync);
  CHECK(vera->last("ack").at("client_id") == "m1");
  shop.hang_up(*vera);

  const auto again = shop.visitor(*shop.edge, token);
  CHECK(again->last("visitor_welcome").at("visitor") ==
        vera->last("visitor_welcome").at("visitor"));
  shop.say(*again, {{"type", "resume"}, {"conversation", talk}, {"epoch", "memory"}, {"after", 0}});
  CHECK(texts_of(again->last("entries").at("entries")) == Texts{"one", "two"});
  shop.ask(*again, "m1", "one");  // its answer might have been lost
  shop.ask(*again, "m2", "three");
  const auto back = shop.agent(*shop.edge);
  shop.say(*back, {{"type", "history"}, {"conversation", talk}, {"before", 99}, {"limit", 50}});
  CHECK(texts_of(back->last("entries").at("entries")) == Texts{"one", "two", "three"});
}

TEST_CASE("a node that goes down hands its floors over, and its people come back", "[nodes]") {
  TwoDoors shop;
  const auto ann = shop.agent(*shop.owner);
  const auto vera = shop.visitor(*shop.edge);
  const std::string token = vera->last("visitor_welcome").at("token");
  const std::string talk = shop.ask(*vera, "m1", "one");
  bool drained = false;
  shop.owner->house->drain([&drained] { drained = true; });
  shop.pass(3'000);
  CHECK(drained);
  CHECK((ann->closed == draining || ann->closed == resync));
  CHECK((vera->closed == draining || vera->closed == resync));
  shop.hang_up(*ann);
  shop.hang_up(*vera);
  const auto again = shop.visitor(*shop.edge, token);
  const auto back = shop.agent(*shop.edge);
  CHECK(shop.ask(*again, "m2", "two") == talk);
  CHECK(back->last("entry").at("entry").at("text") == "two");
}

TEST_CASE("an edge that goes down sends its people away, and the floor stays", "[nodes]") {
  TwoDoors shop;
  const auto ann = shop.agent(*shop.owner);
  const auto vera = shop.visitor(*shop.edge);
  const std::string talk = shop.ask(*vera, "m1", "one");
  bool drained = false;
  shop.edge->house->drain([&drained] { drained = true; });
  shop.run();
  CHECK(vera->closed == draining);
  shop.hang_up(*vera);
  shop.pass(3'000);
  CHECK(drained);
  CHECK(ann->closed == 0);
  const auto again = shop.visitor(*shop.owner, vera->last("visitor_welcome").at("token"));
  CHECK(shop.ask(*again, "m2", "two") == talk);
}

}  // namespace usher::test
