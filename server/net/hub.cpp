#include "net/hub.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

namespace usher::net {
namespace {

// A buffer that grew past this goes back to the heap, and no more than this many are kept.
constexpr std::size_t kept_buffer_bytes_max = 16 * 1024;
constexpr std::size_t kept_buffers_max = 64;

std::uint32_t steady_s() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::seconds>(now).count());
}

}  // namespace

Hub::Hub(AsioLoop& loop, ports::Metrics& metrics, const Waits& waits)
    : loop_(loop),
      readiness_(loop.context()),
      waits_(waits),
      timer_(loop.context().get_executor()),
      now_s_(steady_s()),
      self_(std::make_shared<Hub*>(this)),
      instruments_{metrics.counter("usher_net_frames_received_total", "Text frames from clients"),
                   metrics.counter("usher_net_frames_sent_total", "Text frames queued for clients"),
                   metrics.counter("usher_net_sends_total", "System calls that sent frames"),
                   metrics.counter("usher_net_sent_bytes_total", "Bytes of frames sent"),
                   metrics.counter("usher_net_cut_too_slow_total",
                                   "Connections cut because they did not read"),
                   metrics.counter("usher_net_cut_silent_total",
                                   "Connections closed because nothing came")} {}

template <class Call>
void Hub::each(Call call) {
  for (auto next = all_.begin(); next != all_.end();) {
    Swept& swept = *next;
    ++next;
    call(swept);
  }
}

Hub::~Hub() {
  *self_ = nullptr;
  abandon_all();
}

void Hub::start() {
  readiness_.start();
  arm();
}

void Hub::stop() { timer_.cancel(); }

void Hub::arm() {
  timer_.expires_after(std::chrono::seconds(1));
  timer_.async_wait([this, self = self_](boost::system::error_code error) {
    if (error || !*self) return;
    now_s_ = steady_s();
    each([this](Swept& swept) { swept.sweep(now_s_); });
    report();
    arm();
  });
}

void Hub::retire_all() {
  retired_ = true;
  each([](Swept& swept) { swept.retire(); });
}

void Hub::cut_all() {
  each([](Swept& swept) { swept.cut(); });
}

void Hub::abandon_all() {
  each([](Swept& swept) {
    swept.unlink();
    swept.abandon();
  });
}

void Hub::flush_later(Flushed& flushed) {
  dirty_.push_back(&flushed);
  if (dirty_.size() > 1) return;
  boost::asio::post(loop_.context(), [this, self = self_] {
    if (*self) flush_all();
  });
}

void Hub::flush_all() {
  flushing_.swap(dirty_);
  for (std::size_t i = 0; i < flushing_.size(); ++i) {
    if (flushing_[i]) flushing_[i]->flush();
  }
  flushing_.clear();
}

void Hub::forget(const Flushed& flushed) {
  std::erase(dirty_, &flushed);
  std::replace(flushing_.begin(), flushing_.end(), const_cast<Flushed*>(&flushed),
               static_cast<Flushed*>(nullptr));
}

std::string Hub::borrow() {
  if (buffers_.empty()) return {};
  std::string buffer = std::move(buffers_.back());
  buffers_.pop_back();
  return buffer;
}

void Hub::give_back(std::string buffer) {
  if (buffers_.size() >= kept_buffers_max || buffer.capacity() > kept_buffer_bytes_max) return;
  buffer.clear();
  buffers_.push_back(std::move(buffer));
}

void Hub::report() {
  const Counts done = std::exchange(counts, {});
  instruments_.frames_in.add(static_cast<double>(done.frames_in));
  instruments_.frames_out.add(static_cast<double>(done.frames_out));
  instruments_.sends.add(static_cast<double>(done.sends));
  instruments_.bytes_out.add(static_cast<double>(done.bytes_out));
  instruments_.cut_too_slow.add(static_cast<double>(done.cut_too_slow));
  instruments_.cut_silent.add(static_cast<double>(done.cut_silent));
}

}  // namespace usher::net
