#pragma once
// A bus whose messages the test hands over, or does not.

#include <deque>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>

#include "core/cluster_limits.hpp"
#include "ports/bus.hpp"

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

}  // namespace usher::test
