#pragma once
// What the connections of one loop share, so that each alone can be small: one timer that sweeps
// them all every second, the list of those that have something to send at the end of this turn, and
// buffers that are lent while there is something in them. Used on its loop's thread only.

#include <array>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/intrusive/list.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "net/loop.hpp"
#include "net/readiness.hpp"
#include "net/waits.hpp"
#include "ports/metrics.hpp"

namespace usher::net {

// A connection as the sweep sees it. Registered while it exists; none of these calls destroys one.
class Swept : public boost::intrusive::list_base_hook<
                  boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  virtual ~Swept() = default;
  virtual void sweep(std::uint32_t now_s) = 0;  // enforces its deadlines
  virtual void retire() {}                      // the server drains: close when idle
  virtual void cut() = 0;                       // now, whatever it is doing
  // The loops have stopped and the hub goes: ends what it holds here and now, and forgets the hub.
  virtual void abandon() = 0;
};

// Has bytes to send when the turn ends.
class Flushed {
 public:
  virtual ~Flushed() = default;
  virtual void flush() = 0;
};

class Hub {
 public:
  Hub(AsioLoop& loop, ports::Metrics& metrics, const Waits& waits = {});
  ~Hub();
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  void start();  // begins to sweep; any thread before the loop runs, then on its thread
  void stop();

  void add(Swept& swept) { all_.push_back(swept); }
  void retire_all();
  bool is_retired() const { return retired_; }  // who comes now is sent back
  void cut_all();
  void abandon_all();  // once no loop runs

  // flush() is called once when the loop has done what was ready. Not for one that is in already.
  void flush_later(Flushed& flushed);
  void forget(const Flushed& flushed);

  // An empty buffer, with room from earlier use; give it back empty or not.
  std::string borrow();
  void give_back(std::string buffer);

  // For one read whose bytes are consumed before the next.
  std::span<char> scratch() { return scratch_; }

  AsioLoop& loop() { return loop_; }
  Readiness& readiness() { return readiness_; }
  const Waits& waits() const { return waits_; }
  boost::asio::io_context& context() { return loop_.context(); }
  std::uint32_t now_s() const { return now_s_; }  // steady seconds, as of the last sweep

  // Counted here and handed to the registry at the sweep.
  struct Counts {
    std::uint64_t frames_in = 0;
    std::uint64_t frames_out = 0;
    std::uint64_t sends = 0;
    std::uint64_t bytes_out = 0;
    std::uint64_t cut_too_slow = 0;
    std::uint64_t cut_silent = 0;
  };
  Counts counts;

 private:
  using Timer = boost::asio::basic_waitable_timer<
      std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;
  using List = boost::intrusive::list<Swept, boost::intrusive::constant_time_size<false>>;

  void arm();
  void flush_all();
  void report();
  template <class Call>
  void each(Call call);

  AsioLoop& loop_;
  Readiness readiness_;
  const Waits waits_;
  Timer timer_;
  bool retired_ = false;
  List all_;
  std::uint32_t now_s_ = 0;
  std::shared_ptr<Hub*> self_;  // null inside once the hub is gone: posted tasks look first
  std::vector<Flushed*> dirty_;
  std::vector<Flushed*> flushing_;
  std::vector<std::string> buffers_;
  std::array<char, 16 * 1024> scratch_;
  struct Instruments {
    ports::Counter& frames_in;
    ports::Counter& frames_out;
    ports::Counter& sends;
    ports::Counter& bytes_out;
    ports::Counter& cut_too_slow;
    ports::Counter& cut_silent;
  } instruments_;
};

}  // namespace usher::net
