// Two relays, and a bus that loses, doubles and delays.

#include <algorithm>

#include "unit/app/cluster/relay_pair.hpp"

namespace usher::test {
namespace {

constexpr int resync = static_cast<int>(app::CloseCode::resync);
// The one who finds out tells the other, which may be lost, too: then the other's silence counts
// from a beat that still came.
constexpr std::int64_t noticed_ms = limits::link_silence_ms + limits::link_beat_ms;

bool is_prefix(const std::vector<std::string>& part, const std::vector<std::string>& whole) {
  return part.size() <= whole.size() && std::equal(part.begin(), part.end(), whole.begin());
}

const ServedRecord* served_of(const RelayPair& pair, const Socket& socket) {
  for (const auto& served : pair.owner.served) {
    if (served->admission->peer == socket.name) return served.get();
  }
  return nullptr;
}

// What is broken at this moment; empty: nothing.
std::string broken_law(const RelayPair& pair) {
  for (const auto& socket : pair.sockets) {
    const ServedRecord* served = served_of(pair, *socket);
    if (!served && !socket->got.empty()) return "frames from nowhere";
    if (!served) continue;
    if (!is_prefix(served->got, socket->said)) return "the owner heard what was not said";
    if (!is_prefix(socket->got, served->sent)) return "the socket heard what was not said";
    if (served->ended > 1) return "a session ended twice";
    if (served->ended_inside) return "a session ended inside a call of it";
  }
  for (const auto& answers : pair.answers) {
    if (answers.size() > 1) return "a request was answered twice";
  }
  std::vector<std::string> handled = pair.owner.handled;
  std::ranges::sort(handled);
  if (std::ranges::adjacent_find(handled) != handled.end()) return "a request was done twice";
  return {};
}

// Weather on the bus: in so many of a thousand messages each.
struct Weather {
  std::uint64_t lost = 0;
  std::uint64_t doubled = 0;
  std::uint64_t delayed = 0;
};

class Storm {
 public:
  Storm(std::uint64_t seed, Weather weather) : random_(seed), weather_(weather), pair_(seed) {
    pair_.owner.handle = [this](const app::HttpRequest& request, const app::Respond& respond) {
      if (random_.one_in(10)) return;  // never answered
      const app::HttpResponse answer{
          200, {}, request.path + std::string(random_.one_in(8) ? 600'000 : 10, 'x')};
      respond(answer);
      if (random_.one_in(10)) respond(answer);
    };
  }

  void rage(int turns) {
    for (int i = 0; i < turns; ++i) {
      act(i);
      pair_.run_loops();
      blow();
      REQUIRE(broken_law(pair_) == "");
    }
  }

  // Fair weather again: what is left over arrives late, in any order.
  void calm() {
    weather_ = {};
    while (!held_.empty()) hand_over_held();
    pair_.pass(limits::forwarded_ms + 2 * noticed_ms);
    REQUIRE(broken_law(pair_) == "");
    for (const auto& answers : pair_.answers) CHECK(answers.size() == 1);
    for (const auto& socket : pair_.sockets) {
      // Open at one end, open at the other.
      const ServedRecord* served = served_of(pair_, *socket);
      if (socket->closed != 0) continue;
      REQUIRE(served);
      CHECK(served->ended == 0);
      CHECK(served->got == socket->said);
      CHECK(socket->got == served->sent);
    }
    for (const auto& socket : pair_.sockets) socket->hang_up();
    pair_.run();
    for (const auto& served : pair_.owner.served) CHECK(served->ended == 1);
  }

 private:
  void act(int i) {
    const auto text = std::to_string(i);
    switch (random_.below(8)) {
      case 0:
        if (open_sockets().size() < 6) pair_.connect(core::AccountId{1 + random_.below(2)});
        return;
      case 1:
        if (Socket* socket = any_socket()) socket->hang_up();
        return;
      case 2:
        if (Socket* socket = any_socket()) socket->say(random_.one_in(6) ? "close" : "known");
        return;
      case 3:
        if (ServedRecord* served = any_served()) served->send("told " + text);
        return;
      case 4:
        pair_.request(
            {"POST", "/" + text, {}, {}, std::string(random_.one_in(4) ? 600'000 : 10, 'b')},
            core::AccountId{1 + random_.below(2)});
        return;
      case 5:
        pass(random_.between(1, 1500));
        return;
      default:
        if (Socket* socket = any_socket()) socket->say("echo " + text);
    }
  }

  void pass(std::int64_t ms) {
    pair_.clock.time = pair_.clock.time + ms;
    pair_.edge.floor.advance(pair_.clock.time);
    pair_.owner.floor.advance(pair_.clock.time);
  }

  void blow() {
    while (!pair_.wire.sent.empty()) {
      const HandWire::Message message = std::move(pair_.wire.sent.front());
      pair_.wire.sent.pop_front();
      if (happens(weather_.lost)) continue;
      if (happens(weather_.doubled)) held_.push_back(message);
      if (happens(weather_.delayed)) {
        held_.push_back(message);
      } else {
        pair_.wire.hand_over(message);
      }
      if (!held_.empty() && random_.one_in(3)) hand_over_held();
      pair_.run_loops();
    }
  }

  void hand_over_held() {
    const auto at = held_.begin() + static_cast<std::ptrdiff_t>(random_.below(held_.size()));
    const HandWire::Message message = std::move(*at);
    held_.erase(at);
    pair_.wire.hand_over(message);
    pair_.run_loops();
  }

  bool happens(std::uint64_t of_a_thousand) { return random_.below(1000) < of_a_thousand; }

  std::vector<Socket*> open_sockets() const {
    std::vector<Socket*> open;
    for (const auto& socket : pair_.sockets) {
      if (socket->session && socket->closed == 0) open.push_back(socket.get());
    }
    return open;
  }
  Socket* any_socket() {
    const auto open = open_sockets();
    return open.empty() ? nullptr : open[random_.below(open.size())];
  }
  ServedRecord* any_served() {
    std::vector<ServedRecord*> open;
    for (const auto& served : pair_.owner.served) {
      if (served->connection && served->ended == 0) open.push_back(served.get());
    }
    return open.empty() ? nullptr : open[random_.below(open.size())];
  }

  Random random_;
  Weather weather_;
  RelayPair pair_;
  std::vector<HandWire::Message> held_;
};

}  // namespace

TEST_CASE("whatever the bus does, what arrives is the beginning of what was said", "[relay]") {
  const auto [name, weather] = GENERATE(table<std::string, Weather>({
      {"fair", {0, 0, 0}},
      {"doubles", {0, 200, 0}},
      {"loses", {30, 0, 0}},
      {"delays", {0, 0, 30}},
      {"all", {50, 100, 50}},
      {"hardly anything arrives", {600, 100, 100}},
  }));
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    CAPTURE(name, seed);
    Storm storm(seed, weather);
    storm.rage(150);
    storm.calm();
  }
}

TEST_CASE("doubles alone cut nothing", "[relay]") {
  RelayPair pair;
  Socket& socket = pair.connect();
  for (int i = 0; i < 20; ++i) {
    socket.say("echo " + std::to_string(i));
    pair.run([&](const HandWire::Message& message) {
      pair.wire.hand_over(message);
      return true;
    });
  }
  CHECK(socket.closed == 0);
  CHECK(socket.got == socket.said);
}

TEST_CASE("one lost message, either way, is found out within the silence", "[relay]") {
  for (std::uint64_t lost = 0; lost < 24; ++lost) {
    CAPTURE(lost);
    RelayPair pair;
    std::uint64_t count = 0;
    std::size_t open_then = 0;
    const auto arrives = [&](const HandWire::Message&) {
      if (count++ != lost) return true;
      open_then = pair.sockets.size();
      return false;
    };
    for (int i = 0; i < 4; ++i) pair.connect().say("echo first");
    for (int i = 0; i < 12; ++i) {
      pair.run(arrives);
      pair.sockets[static_cast<std::size_t>(i) % 4]->say("echo " + std::to_string(i));
    }
    pair.run(arrives);
    REQUIRE(count > lost);
    pair.pass(limits::link_silence_ms);
    CHECK(open_then == 4);
    for (const auto& socket : pair.sockets) CHECK(socket->closed == resync);
    for (const auto& served : pair.owner.served) CHECK(served->ended == 1);
  }
}

TEST_CASE("a bus that is silent, in one direction or both, cuts the link in time", "[relay]") {
  const std::string deaf = GENERATE("a", "b", "both");
  RelayPair pair;
  Socket& socket = pair.connect();
  pair.run();
  const auto arrives = [&](const HandWire::Message& message) {
    return deaf != "both" && message.to != deaf;
  };
  pair.pass(noticed_ms, arrives);
  CHECK(socket.closed == resync);
  CHECK(pair.owner.served[0]->ended == 1);
}

TEST_CASE("an owner that began anew is found out with the first word", "[relay]") {
  RelayPair pair;
  Socket& socket = pair.connect();
  pair.run();
  pair.owner.relay.reset();
  pair.owner.served.clear();
  RelayNode again(pair.wire, pair.clock, "b", 7);
  socket.say("still there?");
  pair.run_loops();
  while (!pair.wire.sent.empty()) {
    const HandWire::Message message = std::move(pair.wire.sent.front());
    pair.wire.sent.pop_front();
    pair.wire.hand_over(message);
    again.floor.run();
    pair.run_loops();
  }
  CHECK(socket.closed == resync);
  CHECK(again.served.empty());
}

}  // namespace usher::test
