#include "net/readiness.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <system_error>

namespace usher::net {
namespace {

using boost::system::error_code;

constexpr unsigned end_events = EPOLLRDHUP | EPOLLHUP | EPOLLERR;
constexpr unsigned read_events = EPOLLIN | end_events;
constexpr unsigned write_events = EPOLLOUT | EPOLLHUP | EPOLLERR;

int make_epoll() {
  const int descriptor = ::epoll_create1(EPOLL_CLOEXEC);
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
  return descriptor;
}

}  // namespace

Readiness::Readiness(boost::asio::io_context& context)
    : context_(context),
      epoll_(context.get_executor(), make_epoll()),
      exists_(std::make_shared<bool>(true)) {}

Readiness::~Readiness() { *exists_ = false; }

void Readiness::start() {
  epoll_.async_wait(Descriptor::wait_read, [this, exists = exists_](error_code error) {
    if (error || !*exists) return;
    dispatch();
    start();
  });
}

// One batch; what else is ready is told when others on the loop had their turn.
void Readiness::dispatch() {
  const int count =
      ::epoll_wait(epoll_.native_handle(), events_.data(), static_cast<int>(events_.size()), 0);
  dispatching_ = true;
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events_[static_cast<std::size_t>(i)];
    announce(*static_cast<Watch*>(event.data.ptr), event.events);
  }
  dispatching_ = false;
  forgotten_.clear();
}

void Readiness::announce(Watch& watch, unsigned events) {
  const auto run_all = [](std::unique_ptr<Waiter> waiter) {
    while (waiter) {
      std::unique_ptr<Waiter> next = std::move(waiter->next);
      Waiter::run(std::move(waiter), {});
      waiter = std::move(next);
    }
  };
  if (watch.descriptor_ < 0) return;
  if ((events & read_events) != 0) {
    watch.readable_ = true;
    watch.ended_ = watch.ended_ || (events & end_events) != 0;
    run_all(std::move(watch.readers_));
  }
  if (watch.descriptor_ < 0) return;
  if ((events & write_events) != 0) run_all(std::move(watch.writers_));
}

void Readiness::Watch::wait(For what, std::unique_ptr<Waiter> waiter) {
  if (what == For::reading && readable_) return readiness_->post(std::move(waiter), {});
  std::unique_ptr<Waiter>& waiters = what == For::reading ? readers_ : writers_;
  waiter->next = std::move(waiters);
  waiters = std::move(waiter);
}

void Readiness::post(std::unique_ptr<Waiter> waiters, error_code error) {
  while (waiters) {
    std::unique_ptr<Waiter> next = std::move(waiters->next);
    boost::asio::post(context_, [waiter = std::move(waiters), error]() mutable {
      Waiter::run(std::move(waiter), error);
    });
    waiters = std::move(next);
  }
}

std::unique_ptr<Readiness::Watch> Readiness::watch(int descriptor) {
  auto watch = std::make_unique<Watch>();
  watch->readiness_ = this;
  watch->descriptor_ = descriptor;
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.ptr = watch.get();
  const int failed = ::epoll_ctl(epoll_.native_handle(), EPOLL_CTL_ADD, descriptor, &event);
  return failed != 0 ? nullptr : std::move(watch);
}

void Readiness::forget(std::unique_ptr<Watch> watch) {
  ::epoll_ctl(epoll_.native_handle(), EPOLL_CTL_DEL, watch->descriptor_, nullptr);
  watch->descriptor_ = -1;
  abort(std::move(watch->readers_));
  abort(std::move(watch->writers_));
  if (dispatching_) forgotten_.push_back(std::move(watch));
}

void Readiness::abort(std::unique_ptr<Waiter> waiters) {
  post(std::move(waiters), boost::asio::error::operation_aborted);
}

}  // namespace usher::net
