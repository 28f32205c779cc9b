#pragma once
// Two nodes with a relay each, and a bus between them that does what the test wants: "a" is the
// edge, "b" owns every floor.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/cluster/relay.hpp"
#include "support/catch.hpp"
#include "support/hand_clock.hpp"
#include "support/manual_loop.hpp"
#include "support/quiet.hpp"
#include "support/random.hpp"
#include "unit/app/cluster/hand_bus.hpp"
#include "unit/app/cluster/relayed_ends.hpp"

namespace usher::test {

class SeededRandom final : public ports::Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : random_(seed) {}
  void fill(std::span<std::uint8_t> bytes) override {
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random_.below(256));
  }

 private:
  test::Random random_;
};

struct RelayNode {
  RelayNode(HandWire& wire, HandClock& clock, const std::string& name, std::uint64_t seed)
      : bus(wire, name), random(seed) {
    relay = std::make_unique<app::Relay>(
        app::Relay::World{bus,
                          name,
                          random,
                          clock,
                          log,
                          metrics,
                          front,
                          {&floor},
                          [](core::AccountId) { return std::size_t{0}; },
                          [this](const app::Admission& admission, app::Connection& connection) {
                            return open(admission, connection);
                          },
                          [this](app::HttpRequest request, app::Respond respond) {
                            handled.push_back(request.path);
                            handle(std::move(request), std::move(respond));
                          }});
    relay->start();
  }

  std::unique_ptr<app::Session> open(const app::Admission& admission, app::Connection& connection) {
    if (!owns) return nullptr;
    ServedRecord& record = *served.emplace_back(std::make_unique<ServedRecord>());
    record.admission = admission;
    record.connection = &connection;
    return std::make_unique<ServedSession>(record);
  }

  ManualLoop front;
  ManualLoop floor;
  HandBus bus;
  SeededRandom random;
  QuietLog log;
  QuietMetrics metrics;
  bool owns = true;
  std::vector<std::unique_ptr<ServedRecord>> served;
  std::vector<std::string> handled;
  std::function<void(app::HttpRequest, app::Respond)> handle = [](const app::HttpRequest& request,
                                                                  const app::Respond& respond) {
    respond({200, {{"content-type", "text/plain"}}, request.path + request.body});
  };
  std::unique_ptr<app::Relay> relay;
};

class RelayPair {
 public:
  explicit RelayPair(std::uint64_t seed = 1)
      : edge(wire, clock, "a", seed), owner(wire, clock, "b", seed + 1000) {}

  Socket& connect(core::AccountId account = core::AccountId{1}) {
    Socket& socket = *sockets.emplace_back(std::make_unique<Socket>());
    socket.name = "s" + std::to_string(sockets.size());
    socket.session = edge.relay->connect(
        "b", {account, 0, app::Admission::Visitor{core::SiteId{5}}, socket.name}, socket);
    return socket;
  }
  // Answers are kept in their order.
  void request(app::HttpRequest request, core::AccountId account = core::AccountId{1}) {
    const std::size_t index = answers.size();
    answers.emplace_back();
    edge.relay->forward("b", account, std::move(request), [this, index](app::HttpResponse answer) {
      answers[index].push_back(std::move(answer));
    });
  }

  void run_loops() {
    while (edge.front.run() + edge.floor.run() + owner.front.run() + owner.floor.run() > 0) {
    }
  }
  // Everything arrives that `arrives(message)` lets through, until all is quiet.
  void run(const std::function<bool(const HandWire::Message&)>& arrives) {
    run_loops();
    while (!wire.sent.empty()) {
      const HandWire::Message message = std::move(wire.sent.front());
      wire.sent.pop_front();
      if (arrives(message)) wire.hand_over(message);
      run_loops();
    }
  }
  void run() {
    run([](const HandWire::Message&) { return true; });
  }
  void pass(
      std::int64_t ms, const std::function<bool(const HandWire::Message&)>& arrives =
                           [](const HandWire::Message&) { return true; }) {
    constexpr std::int64_t step_ms = 100;
    for (std::int64_t passed = 0; passed < ms; passed += step_ms) {
      clock.time = clock.time + step_ms;
      edge.floor.advance(clock.time);
      owner.floor.advance(clock.time);
      run(arrives);
    }
  }

  HandWire wire;
  HandClock clock;
  RelayNode edge;
  RelayNode owner;
  std::vector<std::unique_ptr<Socket>> sockets;
  std::vector<std::vector<app::HttpResponse>> answers;
};

}  // namespace usher::test
