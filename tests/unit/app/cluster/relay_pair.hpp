#pragma once
// Two nodes with a relay each, and a bus between them that does what the test wants: "a" is the
// edge, "b" owns every floor.

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/cluster/relay.hpp"
#include "core/cluster_limits.hpp"
#include "support/catch.hpp"
#include "support/hand_clock.hpp"
#include "support/manual_loop.hpp"
#include "support/quiet.hpp"
#include "support/random.hpp"

namespace usher::test {

struct HandWire {
  struct Message {
    ports::NodeId to;
    std::string bytes;
  };
  std::deque<Message> sent;
  std::map<ports::NodeId, ports::Bus::Arrived> ears;

  void hand_over(const Message& message) {
    const auto ear = ears.find(message.to);
    if (ear != ears.end()) ear->second(message.bytes);
  }
};

class HandBus final : public ports::Bus {
 public:
  HandBus(HandWire& wire, ports::NodeId me) : wire_(wire), me_(std::move(me)) {}
  void listen(Arrived arrived) override { wire_.ears[me_] = std::move(arrived); }
  void stop() override { wire_.ears.erase(me_); }
  void send(const ports::NodeId& to, std::string message) override {
    if (message.size() > limits::bus_message_bytes_max) throw std::logic_error("too long");
    wire_.sent.push_back({to, std::move(message)});
  }

 private:
  HandWire& wire_;
  ports::NodeId me_;
};

class SeededRandom final : public ports::Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : random_(seed) {}
  void fill(std::span<std::uint8_t> bytes) override {
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random_.below(256));
  }

 private:
  test::Random random_;
};

// A socket at the edge.
struct Socket final : app::Connection {
  void send(std::string_view frame) override {
    if (closed == 0) got.emplace_back(frame);
  }
  void close(app::CloseCode code, std::string_view) override {
    if (closed == 0) closed = static_cast<int>(code);
  }
  void known_as(core::Author author) override { known = author; }

  void say(const std::string& frame) {
    if (closed != 0 || !session) return;
    said.push_back(frame);
    session->on_frame(frame);
  }
  void hang_up() {
    if (closed == 0) closed = -1;
    if (session) session->on_closed();
    session.reset();
  }

  std::string name;
  std::vector<std::string> said;
  std::vector<std::string> got;
  int closed = 0;  // -1: from its own side
  core::Author known;
  std::unique_ptr<app::Session> session;
};

// What became of a session at the owner, and what it may do while it lives.
struct ServedRecord {
  void send(const std::string& frame) {
    if (!connection) return;
    sent.push_back(frame);
    connection->send(frame);
  }

  std::optional<app::Admission> admission;
  std::vector<std::string> got;
  std::vector<std::string> sent;
  int ended = 0;
  int inside = 0;
  bool ended_inside = false;
  app::Connection* connection = nullptr;  // null: it has ended
  std::function<void(ServedRecord&)> at_end = [](ServedRecord&) {};
};

// Says back what begins with "echo"; closes after "close".
class ServedSession final : public app::Session {
 public:
  explicit ServedSession(ServedRecord& record) : record_(record) {}
  void on_frame(std::string_view frame) override {
    ++record_.inside;
    record_.got.emplace_back(frame);
    if (frame.starts_with("echo")) record_.send(std::string(frame));
    if (frame.starts_with("close")) record_.connection->close(app::CloseCode::policy, "asked");
    if (frame.starts_with("known")) record_.connection->known_as({core::AuthorKind::agent, 7});
    if (frame.starts_with("throw")) throw std::runtime_error("asked");
    --record_.inside;
  }
  void on_closed() override {
    ++record_.ended;
    if (record_.inside > 0) record_.ended_inside = true;
    record_.at_end(record_);
    record_.connection = nullptr;
  }

 private:
  ServedRecord& record_;
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
