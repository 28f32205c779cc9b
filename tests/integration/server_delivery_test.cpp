// What both ends promise about messages, over real sockets and a real store: nothing lost, nothing
// doubled, one order, whatever is cut and repeated.

#include <map>
#include <string>
#include <vector>

#include "integration/server_people.hpp"
#include "support/catch.hpp"

using namespace usher;
using test::about;
using test::Json;
using test::Person;
using test::Poller;
using test::ServerHouse;

namespace {

// A client's copy of a conversation, kept by the rule of the protocol: the next entry applies, an
// older one is dropped, a younger one is a gap.
class Transcript {
 public:
  void take(const std::vector<Json>& frames) {
    for (const Json& frame : frames) {
      if (frame.at("type") == "entry") take_entry(frame["entry"]);
      if (frame.at("type") == "ack") take_own(frame);
      if (frame.at("type") != "entries") continue;
      for (const Json& entry : frame["entries"]) take_entry(entry);
    }
  }
  void sends(const std::string& client_id, const std::string& text) { own_[client_id] = text; }
  std::uint64_t last() const { return texts_.size(); }
  bool has_gap() const { return gap_; }
  void resumed() { gap_ = false; }
  const std::vector<std::string>& texts() const { return texts_; }

 private:
  void take_entry(const Json& entry) { place(entry["seq"], entry.value("text", "")); }
  void take_own(const Json& ack) { place(ack["seq"], own_.at(ack["client_id"])); }
  void place(std::uint64_t seq, const std::string& text) {
    if (seq > last() + 1) gap_ = true;
    if (seq == last() + 1) texts_.push_back(text);
  }

  std::map<std::string, std::string> own_;
  std::vector<std::string> texts_;
  bool gap_ = false;
};

// Everything that was on its way is here when the pong is.
template <class Someone>
void catch_up(Someone& someone, Transcript& transcript) {
  someone.say({{"type", "ping"}});
  someone.wait("pong");
  transcript.take(someone.take_waiting());
}

template <class Someone>
void resume(Someone& someone, Transcript& transcript, const Json& conversation) {
  Json page;
  do {
    Json frame = about("resume", conversation);
    frame["epoch"] = someone.welcome["epoch"];
    frame["after"] = transcript.last();
    someone.say(frame);
    page = someone.wait("entries");
    transcript.take({page});
  } while (page["more"]);
  transcript.resumed();
  catch_up(someone, transcript);
}

}  // namespace

TEST_CASE("a long poll and a WebSocket, both cut in the middle: nothing lost, nothing doubled") {
  ServerHouse house({.on_disk = true});
  auto ann = std::make_unique<Person>(test::agent(house, "ann"));
  auto visitor = std::make_unique<Poller>(house);
  const Json token = visitor->welcome["token"];
  Transcript at_visitor;
  Transcript at_agent;
  Json conversation;
  constexpr int rounds = 30;
  for (int i = 0; i < rounds; ++i) {
    const std::string number = std::to_string(i);
    at_visitor.sends("v" + number, "asked " + number);
    visitor->say(test::ask("v" + number, "asked " + number));
    if (i % 5 == 1) visitor->lose_an_answer();
    if (i == 12) {  // its network goes: a new poll, and the same message again
      visitor = std::make_unique<Poller>(house, token);
      resume(*visitor, at_visitor, conversation);
      visitor->say(test::ask("v" + number, "asked " + number));
    }
    const Json acked = visitor->wait("ack");
    catch_up(*visitor, at_visitor);
    at_visitor.take({acked});
    if (conversation.is_null()) {
      conversation = acked["conversation"];
      resume(*visitor, at_visitor, conversation);
    }
    if (at_visitor.has_gap()) resume(*visitor, at_visitor, conversation);

    const Json post = test::post_in(conversation, "a" + number, "answered " + number);
    at_agent.sends("a" + number, "answered " + number);
    if (i == 0) resume(*ann, at_agent, conversation);
    if (i % 7 == 3) {  // cut before the ack was read: a new socket, and the same message again
      ann->say(post);
      ann->cut();
      ann = std::make_unique<Person>(test::agent(house, "ann"));
      resume(*ann, at_agent, conversation);
    }
    ann->say(post);
    at_agent.take({ann->wait("ack")});
    catch_up(*ann, at_agent);
    if (at_agent.has_gap()) resume(*ann, at_agent, conversation);
  }
  resume(*visitor, at_visitor, conversation);
  resume(*ann, at_agent, conversation);
  CHECK(at_visitor.texts() == at_agent.texts());
  CHECK(house.messages_stored() == 2 * rounds);
  std::vector<std::string> said;
  for (const std::string& text : at_visitor.texts()) {
    if (!text.empty()) said.push_back(text);  // an assignment has none
  }
  REQUIRE(said.size() == 2 * rounds);
  for (std::size_t i = 0; i < said.size(); i += 2) {
    CHECK(said[i] == "asked " + std::to_string(i / 2));
    CHECK(said[i + 1] == "answered " + std::to_string(i / 2));
  }
}

TEST_CASE("one client id from five sockets at once: one row, equal acks") {
  ServerHouse house({.on_disk = true});
  const std::string token = test::visitor(house).welcome["token"];
  std::vector<Person> sockets;
  for (int i = 0; i < 5; ++i) sockets.push_back(test::visitor(house, token));
  for (int round = 0; round < 20; ++round) {
    const std::string client_id = "same " + std::to_string(round);
    for (Person& socket : sockets) socket.say(test::ask(client_id, "hello"));
    std::vector<Json> acks;
    for (Person& socket : sockets) acks.push_back(socket.wait("ack"));
    for (const Json& ack : acks) CHECK(ack == acks.front());
    CHECK(house.stored(client_id).size() == 1);
  }
  CHECK(sockets[0].outcome(test::ask("same 7", "something else")) == "id_conflict");
  CHECK(house.stored("same 7").size() == 1);
}

TEST_CASE("an ack that is swallowed a thousand times: one row each, and the same seq on retry") {
  ServerHouse house({.on_disk = true});
  const std::string token = test::visitor(house).welcome["token"];
  constexpr int messages = 1'000;
  std::string unacknowledged;
  for (int i = 1; i <= messages; ++i) {
    Person socket = test::visitor(house, token);
    if (!unacknowledged.empty()) {
      socket.say(test::ask(unacknowledged, "text"));
      REQUIRE(socket.wait("ack")["seq"] == i - 1);
    }
    unacknowledged = "id " + std::to_string(i);
    socket.say(test::ask(unacknowledged, "text"));
    socket.cut();
  }
  Person last = test::visitor(house, token);
  last.say(test::ask(unacknowledged, "text"));
  CHECK(last.wait("ack")["seq"] == messages);
  CHECK(house.messages_stored() == messages);
}

TEST_CASE("two agents accept one conversation at once: exactly one gets it") {
  ServerHouse house({.rings = true});
  Person ann = test::agent(house, "ann");
  Person bob = test::agent(house, "bob");
  for (int round = 0; round < 50; ++round) {
    Person visitor = test::visitor(house);
    visitor.say(test::ask("first", "hello"));
    const Json id = visitor.wait("ack")["conversation"];
    ann.say(about("accept", id));
    bob.say(about("accept", id));
    const std::string of_ann = ann.settle();
    const std::string of_bob = bob.settle();
    CHECK((of_ann == "done") != (of_bob == "done"));
    CHECK((of_ann == "done" ? of_bob : of_ann) == "no_such_offer");
    const Json changed = visitor.wait_until("conversation_changed", [](const Json& frame) {
      return frame["conversation"]["state"] == "assigned";
    });
    CHECK(changed["conversation"]["agent"]["name"] == (of_ann == "done" ? "ann" : "bob"));
  }
}

TEST_CASE("cursors that are wrong, newer, foreign or huge never show anything foreign") {
  ServerHouse house;
  Person other = test::visitor(house);
  other.say(test::ask("secret", "secret"));
  const Json foreign = other.wait("ack")["conversation"];
  Person visitor = test::visitor(house);
  visitor.say(test::ask("mine", "mine"));
  const Json own = visitor.wait("ack")["conversation"];
  const auto cursor = [&](const Json& conversation, const Json& epoch, const Json& after) {
    Json frame = about("resume", conversation);
    frame["epoch"] = epoch;
    frame["after"] = after;
    return frame;
  };
  const Json epoch = visitor.welcome["epoch"];
  visitor.say(cursor(own, epoch, 2));
  CHECK(visitor.wait("reset")["conversation"] == own);
  visitor.say(cursor(own, epoch, 9'007'199'254'740'991));
  CHECK(visitor.wait("reset")["conversation"] == own);
  visitor.say(cursor(own, "older", 1));
  CHECK(visitor.wait("reset")["epoch"] == epoch);
  CHECK(visitor.outcome(cursor(foreign, epoch, 0)) == "unknown_conversation");
  CHECK(visitor.outcome(cursor(own, epoch, -1)) == "out_of_range");
  CHECK(visitor.outcome(cursor(own, epoch, nullptr)) == "wrong_type");
  for (const Json& frame : visitor.take_waiting()) {
    CHECK(frame.dump().find("secret") == std::string::npos);
  }
}
