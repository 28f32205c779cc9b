#include "net/loop.hpp"

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <utility>

#include "core/limits.hpp"

namespace usher::net {
namespace {

namespace asio = boost::asio;
using SteadyTimer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                               asio::wait_traits<std::chrono::steady_clock>,
                                               asio::io_context::executor_type>;

// A steady wait is never longer than a second, and the wall clock is asked again after each, so
// that a jump of the clock (a suspended machine, a corrected time) moves the deadline with it.
class WallTimer final : public ports::Timer {
 public:
  WallTimer(asio::io_context& context, const ports::Clock& clock)
      : state_(std::make_shared<State>(context, clock)) {}
  ~WallTimer() override { cancel(); }

  void start(core::Time at, ports::Task task) override {
    state_->at = at;
    state_->task = std::move(task);
    arm(state_);
  }
  void cancel() override {
    state_->task = nullptr;
    state_->timer.cancel();
  }

 private:
  struct State {
    State(asio::io_context& context, const ports::Clock& wall)
        : timer(context.get_executor()), clock(wall) {}
    SteadyTimer timer;
    const ports::Clock& clock;
    core::Time at;
    ports::Task task;
    std::uint64_t round = 0;  // a wait that an arm() or cancel() overtook has an older one
  };

  static void arm(const std::shared_ptr<State>& state) {
    const std::int64_t wait_ms =
        std::clamp<std::int64_t>(state->at - state->clock.now(), 0, limits::second_ms);
    state->timer.expires_after(std::chrono::milliseconds(wait_ms));
    state->timer.async_wait([state, round = ++state->round](boost::system::error_code error) {
      if (error || !state->task || round != state->round) return;
      if (state->clock.now() < state->at) {
        arm(state);
      } else {
        std::exchange(state->task, nullptr)();
      }
    });
  }

  std::shared_ptr<State> state_;
};

}  // namespace

AsioLoop::AsioLoop(const ports::Clock& clock)
    : clock_(clock), context_(std::make_unique<asio::io_context>(1)) {}

AsioLoop::~AsioLoop() {
  stop();
  join();
}

void AsioLoop::start() {
  thread_ = std::thread([this] { run(); });
}

void AsioLoop::run() {
  const auto work = asio::make_work_guard(*context_);
  context_->run();
}

void AsioLoop::stop() { context_->stop(); }

void AsioLoop::join() {
  if (thread_.joinable()) thread_.join();
}

void AsioLoop::post(ports::Task task) { asio::post(*context_, std::move(task)); }

std::unique_ptr<ports::Timer> AsioLoop::make_timer() {
  return std::make_unique<WallTimer>(*context_, clock_);
}

}  // namespace usher::net
