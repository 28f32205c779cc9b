// What ports/bus.hpp promises, of the bus in memory and of the one over Redis.

#include <atomic>
#include <thread>

#include "contract/nodes_kit.hpp"
#include "core/cluster_limits.hpp"
#include "support/catch.hpp"

namespace usher::test {
namespace {

// What a node hears, from whatever thread.
class Ear {
 public:
  explicit Ear(ports::Bus& bus) {
    bus.listen([this](std::string_view message) {
      const std::lock_guard lock(mutex_);
      heard_.emplace_back(message);
    });
  }
  std::vector<std::string> heard() {
    const std::lock_guard lock(mutex_);
    return heard_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> heard_;
};

// Messages before a node listens are lost: until one arrives.
void meet(Node& from, const std::string& to, Ear& ear) {
  REQUIRE(comes_true([&] {
    from.bus->send(to, "hello");
    return !ear.heard().empty();
  }));
  REQUIRE(comes_true([&, last = ear.heard()]() mutable {
    from.bus->send(to, "settled");
    last = ear.heard();
    return last.back() == "settled";
  }));
}

std::vector<std::string> after_meeting(Ear& ear) {
  std::vector<std::string> heard = ear.heard();
  std::erase_if(heard,
                [](const std::string& text) { return text == "hello" || text == "settled"; });
  return heard;
}

void messages_come_whole_and_in_order(Nodes& nodes) {
  Node a = nodes.make("a.1");
  Node b = nodes.make("b.1");
  Ear ear(*b.bus);
  meet(a, "b.1", ear);
  std::vector<std::string> sent;
  for (int i = 0; i < 500; ++i) {
    std::string text = std::to_string(i) + std::string("\0\xff\r\n", 4);
    if (i % 50 == 0) text += std::string(100'000, 'x');
    sent.push_back(text);
    a.bus->send("b.1", text);
  }
  CHECK(comes_true([&] { return after_meeting(ear).size() == sent.size(); }));
  CHECK(after_meeting(ear) == sent);
  b.bus->stop();
  a.bus->send("b.1", "late");
  a.bus->send("nobody.1", "lost without a word");
  CHECK(after_meeting(ear).size() == sent.size());
}

void a_node_may_write_to_itself(Nodes& nodes) {
  Node a = nodes.make("a.1");
  Ear ear(*a.bus);
  meet(a, "a.1", ear);
  a.bus->send("a.1", "note");
  CHECK(comes_true([&] { return after_meeting(ear) == std::vector<std::string>{"note"}; }));
  a.bus->stop();
}

void what_is_too_long_is_lost(Nodes& nodes) {
  Node a = nodes.make("a.1");
  Ear ear(*a.bus);
  meet(a, "a.1", ear);
  a.bus->send("a.1", std::string(limits::bus_message_bytes_max + 1, 'x'));
  a.bus->send("a.1", "after it");
  CHECK(comes_true([&] { return after_meeting(ear) == std::vector<std::string>{"after it"}; }));
  a.bus->stop();
}

void each_thread_is_heard_in_its_order(Nodes& nodes) {
  Node a = nodes.make("a.1");
  Node b = nodes.make("b.1");
  Ear ear(*b.bus);
  meet(a, "b.1", ear);
  constexpr int threads = 4;
  constexpr int messages = 200;
  std::vector<std::thread> senders;
  for (int thread = 0; thread < threads; ++thread) {
    senders.emplace_back([&a, thread] {
      for (int i = 0; i < messages; ++i) {
        a.bus->send("b.1", std::string(1, static_cast<char>('A' + thread)) + std::to_string(i));
      }
    });
  }
  for (std::thread& sender : senders) sender.join();
  CHECK(comes_true([&] { return after_meeting(ear).size() == threads * messages; }));
  std::vector<int> next(threads, 0);
  for (const std::string& text : after_meeting(ear)) {
    const auto thread = static_cast<std::size_t>(text[0] - 'A');
    CHECK(text.substr(1) == std::to_string(next.at(thread)++));
  }
  b.bus->stop();
}

using Law = void (*)(Nodes&);
constexpr Law laws[] = {&messages_come_whole_and_in_order, &a_node_may_write_to_itself,
                        &what_is_too_long_is_lost, &each_thread_is_heard_in_its_order};

}  // namespace

TEST_CASE("a bus in memory keeps every law of the port") {
  for (const Law law : laws) {
    MemoryNodes nodes;
    law(nodes);
  }
}

TEST_CASE("a bus over Redis keeps every law of the port", "[redis]") {
  const RedisServer server;
  for (const Law law : laws) {
    RedisNodes nodes(server.address());
    law(nodes);
  }
}

TEST_CASE("a bus is heard again when Redis is back, and waits for nothing meanwhile", "[redis]") {
  RedisServer server;
  RedisNodes nodes(server.address());
  Node a = nodes.make("a.1");
  Node b = nodes.make("b.1");
  Ear ear(*b.bus);
  meet(a, "b.1", ear);
  SECTION("killed") {
    server.stop();
    for (int i = 0; i < 100; ++i) a.bus->send("b.1", std::string(1'000'000, 'x'));
    server.start();
  }
  SECTION("frozen") {
    server.freeze();
    for (int i = 0; i < 100; ++i) a.bus->send("b.1", std::string(1'000'000, 'x'));
    REQUIRE(comes_true([&] { return !a.beat().has_value(); }));
    server.thaw();
  }
  CHECK(comes_true([&] {
    a.bus->send("b.1", "again");
    const auto heard = ear.heard();
    return heard.back() == "again";
  }));
  b.bus->stop();
}

}  // namespace usher::test
