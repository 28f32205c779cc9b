#pragma once
// Tells the sockets of one loop when they can be read or written.
//
// An epoll of our own, which Asio watches as one descriptor. A socket is registered once, for its
// life, and edge-triggered; Asio's own reactor makes a system call each time that a socket waits,
// which is once a message (docs/decisions/0003-beast-lean-callbacks.md has the figures).
//
// Everything here is used on the loop's thread only. The context and this object outlive every
// watch; handlers that never ran are destroyed with the context.

#include <sys/epoll.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/system/error_code.hpp>
#include <memory>
#include <utility>
#include <vector>

namespace usher::net {

using Executor = boost::asio::io_context::executor_type;

// A handler(error_code) that runs once, or never.
class Waiter {
 public:
  virtual ~Waiter() = default;
  static void run(std::unique_ptr<Waiter> waiter, boost::system::error_code error) {
    Waiter& it = *waiter;
    it.run_and_free(std::move(waiter), error);
  }
  std::unique_ptr<Waiter> next;  // waits for the same

 private:
  virtual void run_and_free(std::unique_ptr<Waiter> self, boost::system::error_code error) = 0;
};

template <class Handler>
std::unique_ptr<Waiter> make_waiter(Handler&& handler) {
  struct Held final : Waiter {
    explicit Held(Handler&& given) : held(std::forward<Handler>(given)) {}
    // The handler may wait again: by then this one's memory is free.
    void run_and_free(std::unique_ptr<Waiter> self, boost::system::error_code error) override {
      auto local = std::move(held);
      self.reset();
      local(error);
    }
    std::decay_t<Handler> held;
  };
  return std::make_unique<Held>(std::forward<Handler>(handler));
}

class Readiness {
 public:
  explicit Readiness(boost::asio::io_context& context);
  ~Readiness();
  Readiness(const Readiness&) = delete;
  Readiness& operator=(const Readiness&) = delete;

  void start();  // begins to tell

  // A registered descriptor, which it does not own.
  class Watch {
   public:
    enum class For : unsigned char { reading, writing };
    // Runs the waiter later: when the descriptor is, or seems to be, ready.
    void wait(For what, std::unique_ptr<Waiter> waiter);
    // Reading found nothing more; the next readiness will be told.
    void drained() { readable_ = false; }
    // The same, after a read of less than was asked for: unless the end may follow.
    void read_short() { readable_ = readable_ && ended_; }

   private:
    friend class Readiness;
    Readiness* readiness_ = nullptr;
    int descriptor_ = -1;
    bool readable_ = false;
    bool ended_ = false;
    std::unique_ptr<Waiter> readers_;
    std::unique_ptr<Waiter> writers_;
  };

  // Null when the system does not let us.
  std::unique_ptr<Watch> watch(int descriptor);
  // Call it before the descriptor is closed or leaves the loop. Waiters are aborted, later.
  void forget(std::unique_ptr<Watch> watch);

  // Runs the waiter later, as aborted.
  void abort(std::unique_ptr<Waiter> waiters);

  boost::asio::io_context& context() { return context_; }

 private:
  using Descriptor = boost::asio::posix::basic_stream_descriptor<Executor>;

  void dispatch();
  void announce(Watch& watch, unsigned events);
  void post(std::unique_ptr<Waiter> waiters, boost::system::error_code error);

  boost::asio::io_context& context_;
  Descriptor epoll_;
  std::array<epoll_event, 128> events_;
  bool dispatching_ = false;
  std::shared_ptr<bool> exists_;                   // false inside once this object is gone
  std::vector<std::unique_ptr<Watch>> forgotten_;  // events_ may still name them
};

}  // namespace usher::net
