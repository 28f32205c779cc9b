#include "kit/link.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <stdexcept>
#include <utility>

namespace usher::load {
namespace {

constexpr std::size_t scratch_bytes = 256 * 1024;
constexpr std::uint16_t no_close_frame = 1006;

void watch(int epoll, int operation, int fd, bool writes) {
  epoll_event event{};
  event.events = EPOLLIN | (writes ? EPOLLOUT : 0U);
  event.data.fd = fd;
  ::epoll_ctl(epoll, operation, fd, &event);
}

int open_socket(std::uint16_t port, std::uint8_t source) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) throw std::runtime_error("no more sockets: raise the descriptor limit");
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  const linger abort_on_close{1, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &abort_on_close, sizeof abort_on_close);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(0x7f000000U | source);
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(fd);
    throw std::runtime_error("cannot bind to 127.0.0." + std::to_string(source));
  }
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  // A refusal shows as a hang-up in the loop's next turn.
  ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  return fd;
}

}  // namespace

Link::Link(Loop& loop, const Endpoint& endpoint, Handler& handler)
    : loop_(loop), handler_(handler), fd_(open_socket(endpoint.port, endpoint.source)) {
  out_ = upgrade_request("127.0.0.1:" + std::to_string(endpoint.port), endpoint.path,
                         endpoint.headers);
  const auto index = static_cast<std::size_t>(fd_);
  if (loop_.links_.size() <= index) loop_.links_.resize(index + 1);
  loop_.links_[index] = this;
  watch(loop_.epoll_, EPOLL_CTL_ADD, fd_, true);
}

Link::~Link() {
  shut();
  if (dirty_)
    std::replace(loop_.dirty_.begin(), loop_.dirty_.end(), this, static_cast<Link*>(nullptr));
}

void Link::shut() {
  if (fd_ < 0) return;
  loop_.links_[static_cast<std::size_t>(fd_)] = nullptr;
  ::close(fd_);
  fd_ = -1;
}

void Link::touch() {
  if (dirty_) return;
  dirty_ = true;
  loop_.dirty_.push_back(this);
}

void Link::send(std::string_view text) {
  if (state_ != State::open) return;
  append_frame(out_, Opcode::text, text);
  touch();
}

void Link::close(std::uint16_t code) {
  if (state_ != State::open) return;
  const std::array<char, 2> payload = {static_cast<char>(code >> 8),
                                       static_cast<char>(code & 0xff)};
  append_frame(out_, Opcode::close, {payload.data(), payload.size()});
  touch();
}

void Link::ready(std::uint32_t events) {
  if ((events & (EPOLLIN | EPOLLERR | EPOLLHUP)) != 0) readable();
  if ((events & EPOLLOUT) != 0 && fd_ >= 0) flush();
}

void Link::readable() {
  const ssize_t count = ::recv(fd_, loop_.scratch_.data(), loop_.scratch_.size(), 0);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (count <= 0) return gone(no_close_frame);
  const std::string_view fresh(loop_.scratch_.data(), static_cast<std::size_t>(count));
  if (in_.empty()) {
    in_ = consume(fresh);
  } else {
    in_.append(fresh);
    const std::string whole = std::move(in_);
    in_ = consume(whole);
  }
}

// Handles all that is whole; gives back the rest.
std::string_view Link::consume(std::string_view bytes) {
  if (state_ == State::connecting) {
    const std::size_t end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos) return bytes;
    const std::string status(bytes.substr(0, 12));  // "HTTP/1.1 101"
    bytes.remove_prefix(end + 4);
    if (!status.ends_with(" 101")) {
      gone(static_cast<std::uint16_t>(std::atoi(status.c_str() + 9)));
      return {};
    }
    state_ = State::open;
    handler_.on_open(*this);
  }
  while (state_ == State::open) {
    const auto frame = take_frame(bytes);
    if (!frame) return bytes;
    take(*frame);
  }
  return {};
}

void Link::take(const ServerFrame& frame) {
  switch (frame.opcode) {
    case Opcode::text:
    case Opcode::binary:
    case Opcode::continuation:
      if (frame.last && joined_.empty()) return handler_.on_frame(*this, frame.payload);
      joined_.append(frame.payload);
      if (!frame.last) return;
      handler_.on_frame(*this, std::exchange(joined_, {}));
      return;
    case Opcode::ping:
      append_frame(out_, Opcode::pong, frame.payload);
      return touch();
    case Opcode::pong:
      return;
    case Opcode::close:
      return gone(close_code_of(frame.payload));
  }
}

void Link::flush() {
  if (fd_ < 0) return;
  if (!out_.empty()) {
    const ssize_t count = ::send(fd_, out_.data(), out_.size(), MSG_NOSIGNAL);
    if (count < 0 && errno != EAGAIN && errno != EINTR && errno != ENOTCONN) {
      return gone(no_close_frame);
    }
    if (count > 0) out_.erase(0, static_cast<std::size_t>(count));
  }
  const bool wants_write = !out_.empty();
  if (wants_write == watches_write_) return;
  watches_write_ = wants_write;
  watch(loop_.epoll_, EPOLL_CTL_MOD, fd_, wants_write);
}

void Link::gone(std::uint16_t code) {
  if (state_ == State::gone) return;
  state_ = State::gone;
  shut();
  handler_.on_gone(*this, code);
}

Loop::Loop() : epoll_(::epoll_create1(EPOLL_CLOEXEC)), scratch_(scratch_bytes) {
  if (epoll_ < 0) throw std::runtime_error("no epoll");
  ::prctl(PR_SET_TIMERSLACK, 1UL);  // intended send times are met to the microsecond
}

Loop::~Loop() { ::close(epoll_); }

void Loop::turn(std::int64_t timeout_ns) {
  std::array<epoll_event, 512> events{};
  timespec timeout{};
  timeout.tv_sec = timeout_ns / 1'000'000'000;
  timeout.tv_nsec = timeout_ns % 1'000'000'000;
  const int count =
      ::epoll_pwait2(epoll_, events.data(), static_cast<int>(events.size()), &timeout, nullptr);
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    Link* link = links_[static_cast<std::size_t>(event.data.fd)];
    if (link != nullptr) link->ready(event.events);
  }
  flush();
}

void Loop::flush() {
  for (std::size_t i = 0; i < dirty_.size(); ++i) {  // flushing may add more
    Link* link = dirty_[i];
    if (link == nullptr) continue;
    link->dirty_ = false;
    link->flush();
  }
  dirty_.clear();
}

}  // namespace usher::load
