#pragma once
// Pairs of a visitor and an agent who write to each other, on Usher or on the bare relay.
//
// Checks while it measures: entries and acknowledgements of a conversation reach each side in
// order, without a gap, each message once. Anything else throws.

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "kit/clock.hpp"
#include "kit/frames.hpp"
#include "kit/link.hpp"

namespace usher::load {

struct PairsShape {
  std::uint32_t pairs = 200;
  std::uint32_t agents = 200;  // connections that the pairs' agent sides share
};

// What happened in a slice of time.
struct Slice {
  std::uint64_t acked = 0;    // until its end
  std::uint64_t drained = 0;  // acknowledged after it: they were under way
  double seconds = 0;
  // Open loop: from the intended time of sending, by who sent it.
  std::vector<std::int64_t> visitor_ack_ns;
  std::vector<std::int64_t> agent_ack_ns;

  std::vector<std::int64_t> ack_ns() const;
  double per_second() const { return static_cast<double>(acked) / seconds; }
  std::uint64_t messages() const { return acked + drained; }
};

class Pairs {
 public:
  Pairs(Loop& loop, PairsShape shape);
  virtual ~Pairs() = default;
  Pairs(const Pairs&) = delete;
  Pairs& operator=(const Pairs&) = delete;

  // Each side sends its next message as soon as the last one is acknowledged.
  Slice closed_loop(std::int64_t length_ns);
  // `per_second` messages at even times, whatever becomes of the earlier ones.
  Slice open_loop(std::int64_t length_ns, std::uint32_t per_second);
  // What else goes on while messages are sent in the open loop; called at each of its turns.
  void meanwhile(std::function<void()> task) { meanwhile_ = std::move(task); }
  // Shows the server that the connections live; call it every few seconds.
  void breathe();

 protected:
  struct Person final : Handler {
    Pairs* pairs = nullptr;
    bool agent = false;
    std::uint32_t number = 0;  // a visitor's pair, or an agent's own number from 0
    std::unique_ptr<Link> link;

    void on_open(Link&) override { pairs->opened(*this); }
    void on_frame(Link&, std::string_view text) override { pairs->take(*this, text); }
    void on_gone(Link&, std::uint16_t code) override;
  };

  // One side of one pair.
  struct Side {
    Person* person = nullptr;
    std::uint64_t seq = 0;  // the last one seen
    std::uint32_t sent = 0;
    std::uint32_t acked = 0;
    std::uint32_t received = 0;            // of the other side's messages
    std::deque<std::int64_t> intended_ns;  // of the messages under way, in the open loop
  };

  virtual void opened(Person& person) = 0;
  // A frame that is neither an acknowledgement nor a message.
  virtual void other_frame(Person& person, std::string_view text) = 0;

  Person& connect(bool agent, std::uint32_t number, const Endpoint& endpoint);
  Side& side(bool agent, std::uint32_t pair) { return (agent ? agents_ : visitors_)[pair]; }
  void send(bool agent, std::uint32_t pair);
  // An agent comes to a conversation that already holds the visitor's first message.
  void join(std::uint32_t pair, Person& agent, std::uint64_t last_seq);
  std::uint32_t agents_joined() const { return agents_joined_; }
  // Turns the loop until `done`; throws after half a minute, saying what it waited for.
  void wait_for(const std::function<bool()>& done, const char* what);

  const PairsShape shape_;
  std::vector<std::string> conversations_;  // by pair

 private:
  void take(Person& person, std::string_view text);
  void acked(Side& side, bool agent, ClientId id);
  void drain();

  enum class Mode : std::uint8_t { idle, closed, open };

  Loop& loop_;
  std::vector<std::unique_ptr<Person>> people_;
  std::vector<Side> visitors_;  // by pair
  std::vector<Side> agents_;
  Mode mode_ = Mode::idle;
  Slice slice_;
  std::int64_t slice_end_ns_ = 0;
  std::uint32_t agents_joined_ = 0;
  std::uint64_t unacked_ = 0;
  std::uint64_t undelivered_ = 0;
  std::string frame_;
  std::function<void()> meanwhile_ = [] {};
};

}  // namespace usher::load
