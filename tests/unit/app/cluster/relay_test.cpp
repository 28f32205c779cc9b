// Connections through two relays, while nothing is lost.

#include "unit/app/cluster/relay_pair.hpp"

namespace usher::test {
namespace {

using Frames = std::vector<std::string>;

constexpr int resync = static_cast<int>(app::CloseCode::resync);
constexpr int draining = static_cast<int>(app::CloseCode::draining);

}  // namespace

TEST_CASE("frames go there and back in their order", "[relay]") {
  RelayPair pair;
  Socket& socket = pair.connect();
  socket.say("echo one");
  socket.say("two");
  pair.run();
  REQUIRE(pair.owner.served.size() == 1);
  ServedRecord& served = *pair.owner.served[0];
  CHECK(served.admission->peer == "s1");
  CHECK(served.got == Frames{"echo one", "two"});
  served.send("three");
  pair.run();
  CHECK(socket.got == Frames{"echo one", "three"});
  socket.hang_up();
  pair.run();
  CHECK(served.ended == 1);
}

TEST_CASE("what is said in one turn of the loop is one message", "[relay]") {
  RelayPair pair;
  Socket& socket = pair.connect();
  for (int i = 0; i < 100; ++i) socket.say("frame");
  pair.edge.floor.run();
  CHECK(pair.wire.sent.size() == 1);
}

TEST_CASE("more than a message holds goes in several, whole and in order", "[relay]") {
  RelayPair pair;
  Socket& socket = pair.connect();
  pair.run();
  for (int i = 0; i < 40; ++i) {
    pair.owner.served[0]->send(std::string(200 * 1024, static_cast<char>('a' + i % 26)));
  }
  pair.owner.floor.run();
  CHECK(pair.wire.sent.size() >= 4);
  pair.run();
  CHECK(socket.got == pair.owner.served[0]->sent);
}

TEST_CASE("who is known at the owner is known at the edge", "[relay]") {
  RelayPair pair;
  Socket& socket = pair.connect();
  socket.say("known");
  pair.run();
  CHECK(socket.known == core::Author{core::AuthorKind::agent, 7});
}

TEST_CASE("a session that closes its connection ends once, and not inside its call", "[relay]") {
  RelayPair pair;
  Socket& socket = pair.connect();
  socket.say("close");
  socket.say("too late");
  pair.run();
  CHECK(socket.closed == static_cast<int>(app::CloseCode::policy));
  const ServedRecord& served = *pair.owner.served[0];
  CHECK(served.got == Frames{"close"});
  CHECK(served.ended == 1);
  CHECK_FALSE(served.ended_inside);
  socket.hang_up();
  pair.run();
  CHECK(served.ended == 1);
}

TEST_CASE("both ends may go at the same time", "[relay]") {
  RelayPair pair;
  Socket& socket = pair.connect();
  pair.run();
  pair.owner.served[0]->connection->close(app::CloseCode::signed_out, "bye");
  socket.hang_up();
  pair.run();
  CHECK(pair.owner.served[0]->ended == 1);
}

TEST_CASE("a session that fails is closed as an internal error", "[relay]") {
  RelayPair pair;
  Socket& socket = pair.connect();
  socket.say("throw");
  pair.run();
  CHECK(socket.closed == 1011);
  CHECK(pair.owner.served[0]->ended == 1);
}

TEST_CASE("a node that does not own the floor closes with draining", "[relay]") {
  RelayPair pair;
  pair.owner.owns = false;
  Socket& socket = pair.connect();
  socket.say("hello");
  pair.run();
  CHECK(socket.closed == draining);
}

TEST_CASE("a frame that no socket has room for closes it as too slow", "[relay]") {
  RelayPair pair;
  Socket& socket = pair.connect();
  pair.run();
  pair.owner.served[0]->send(std::string(limits::relayed_frame_bytes_max + 1, 'x'));
  pair.run();
  CHECK(socket.closed == static_cast<int>(app::CloseCode::too_slow));
  CHECK(pair.owner.served[0]->ended == 1);
}

TEST_CASE("a socket that says too much is closed, and others are not", "[relay]") {
  RelayPair pair;
  Socket& loud = pair.connect();
  Socket& quiet = pair.connect();
  for (std::uint32_t i = 0; i <= limits::relayed_frames_burst; ++i) loud.say("again");
  quiet.say("echo");
  pair.run();
  CHECK(loud.closed == static_cast<int>(app::CloseCode::policy));
  CHECK(pair.owner.served[0]->ended == 1);
  CHECK(quiet.closed == 0);
  CHECK(quiet.got == Frames{"echo"});
}

TEST_CASE("a floor that moved closes its sockets with resync, others stay", "[relay]") {
  RelayPair pair;
  Socket& moved = pair.connect(core::AccountId{1});
  Socket& stays = pair.connect(core::AccountId{2});
  pair.run();
  pair.edge.relay->moved(core::AccountId{1}, "b");  // it is there already
  pair.run();
  CHECK(moved.closed == 0);
  pair.edge.relay->moved(core::AccountId{1}, "c");
  pair.run();
  CHECK(moved.closed == resync);
  CHECK(stays.closed == 0);
  CHECK(pair.owner.served[0]->ended == 1);
  CHECK(pair.owner.served[1]->ended == 0);
}

TEST_CASE("an owner that hands a floor over ends its sessions and tells their edges", "[relay]") {
  RelayPair pair;
  Socket& socket = pair.connect();
  pair.run();
  pair.owner.relay->moved(core::AccountId{1}, "");
  pair.run();
  CHECK(socket.closed == resync);
  CHECK(pair.owner.served[0]->ended == 1);
}

TEST_CASE("a node that is gone takes its links with it, at both ends", "[relay]") {
  RelayPair pair;
  Socket& socket = pair.connect();
  pair.run();
  pair.owner.relay->gone("a");
  pair.owner.floor.run();
  CHECK(pair.owner.served[0]->ended == 1);
  pair.edge.relay->gone("b");
  pair.edge.floor.run();
  CHECK(socket.closed == resync);
}

TEST_CASE("a node that goes down closes its sockets and lets requests end", "[relay]") {
  RelayPair pair;
  Socket& socket = pair.connect();
  pair.run();
  pair.request({"GET", "/api/v1/me"});
  pair.edge.relay->close_all(app::CloseCode::draining, "down");
  pair.run();
  CHECK(socket.closed == draining);
  CHECK(pair.owner.served[0]->ended == 1);
  CHECK(pair.answers[0].at(0).status == 200);
}

TEST_CASE("a relay that stopped closes what it had and takes no more", "[relay]") {
  RelayPair pair;
  Socket& socket = pair.connect();
  pair.owner.handle = [](const app::HttpRequest&, const app::Respond&) {};
  pair.request({"GET", "/api/v1/me"});
  pair.run();
  pair.edge.relay->stop();
  pair.run();
  CHECK(socket.closed == resync);
  CHECK(pair.owner.served[0]->ended == 1);
  CHECK(pair.answers[0].at(0).status == 503);
  CHECK(pair.connect().session == nullptr);
  pair.request({"GET", "/api/v1/me"});
  pair.run();
  CHECK(pair.answers[1].at(0).status == 503);
}

TEST_CASE("a relay that is destroyed ends the owner's sessions, and sockets outlive it",
          "[relay]") {
  RelayPair pair;
  Socket& socket = pair.connect();
  socket.say("one");
  pair.run();
  socket.say("two");
  pair.edge.relay.reset();
  socket.session->on_frame("three");
  socket.hang_up();
  pair.owner.relay.reset();
  CHECK(pair.owner.served[0]->ended == 1);
  pair.run_loops();
  CHECK(pair.owner.served[0]->got == Frames{"one"});
}

TEST_CASE("sessions that end together may still say something to each other", "[relay]") {
  RelayPair pair;
  pair.connect();
  pair.connect();
  pair.run();
  for (const auto& served : pair.owner.served) {
    served->at_end = [&pair](ServedRecord&) {
      for (const auto& other : pair.owner.served) other->send("somebody left");
    };
  }
  pair.edge.relay->gone("b");
  pair.run();
  for (const auto& served : pair.owner.served) CHECK(served->ended == 1);
}

TEST_CASE("a link that holds nothing goes after a while, and another one begins", "[relay]") {
  RelayPair pair;
  Socket& first = pair.connect();
  pair.run();
  first.hang_up();
  pair.pass(60'000);
  CHECK_FALSE(pair.edge.floor.next_timer());
  CHECK_FALSE(pair.owner.floor.next_timer());
  Socket& second = pair.connect();
  second.say("echo");
  pair.run();
  CHECK(second.got == Frames{"echo"});
}

TEST_CASE("a link lives for as long as both ends do, though nobody says anything", "[relay]") {
  RelayPair pair;
  Socket& socket = pair.connect();
  pair.pass(10 * limits::link_silence_ms);
  CHECK(socket.closed == 0);
  CHECK(pair.owner.served[0]->ended == 0);
}

TEST_CASE("bytes that are no envelope change nothing", "[relay]") {
  RelayPair pair;
  Socket& socket = pair.connect();
  pair.run();
  for (const std::string& bytes : {std::string(), std::string("\1"), std::string(1000, 'x')}) {
    pair.wire.hand_over({"a", bytes});
    pair.wire.hand_over({"b", bytes});
  }
  socket.say("echo");
  pair.run();
  CHECK(socket.got == Frames{"echo"});
}

}  // namespace usher::test
