#include "net/stream.hpp"

#include <openssl/err.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>

namespace usher::net {
namespace {

Moved plain_result(ssize_t result, Progress blocked) {
  if (result > 0) return {Progress::done, static_cast<std::size_t>(result)};
  if (result < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
    return {blocked, 0};
  return {Progress::ended, 0};
}

int clamp_to_int(std::size_t size) {
  return static_cast<int>(std::min<std::size_t>(size, INT_MAX));
}

}  // namespace

Stream::Stream(Readiness& readiness, Detached detached) : readiness_(&readiness) {
  if (detached.descriptor < 0) return;
  watch_ = readiness.watch(detached.descriptor);
  if (!watch_) return;
  descriptor_ = std::exchange(detached.descriptor, -1);
  ssl_ = std::move(detached.ssl);
}

Moved Stream::read(std::span<char> into) {
  if (!is_open()) return {};
  Moved moved;
  if (ssl_) {
    ERR_clear_error();
    moved = tls_result(SSL_read(ssl_.get(), into.data(), clamp_to_int(into.size())));
  } else {
    moved = plain_result(::recv(descriptor_, into.data(), into.size(), MSG_DONTWAIT),
                         Progress::want_read);
    if (moved.bytes < into.size()) watch_->read_short();
  }
  if (moved.progress == Progress::want_read) watch_->drained();
  return moved;
}

Moved Stream::write(std::string_view from) {
  if (!is_open()) return {};
  if (ssl_) {
    ERR_clear_error();
    return tls_result(SSL_write(ssl_.get(), from.data(), clamp_to_int(from.size())));
  }
  return plain_result(::send(descriptor_, from.data(), from.size(), MSG_DONTWAIT | MSG_NOSIGNAL),
                      Progress::want_write);
}

Moved Stream::tls_result(int result) {
  if (result > 0) return {Progress::done, static_cast<std::size_t>(result)};
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return {Progress::want_read, 0};
    case SSL_ERROR_WANT_WRITE:
      return {Progress::want_write, 0};
    case SSL_ERROR_SSL:
    case SSL_ERROR_SYSCALL:
      // OpenSSL forbids a shutdown after a fatal error.
      SSL_set_quiet_shutdown(ssl_.get(), 1);
      return {Progress::ended, 0};
    default:
      return {Progress::ended, 0};
  }
}

void Stream::finish_sending() {
  if (!is_open()) return;
  if (ssl_ && SSL_is_init_finished(ssl_.get())) {
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
  }
  ::shutdown(descriptor_, SHUT_WR);
}

void Stream::close() {
  if (!is_open()) return;
  readiness_->forget(std::move(watch_));
  ::close(std::exchange(descriptor_, -1));
}

Stream::Detached::~Detached() {
  if (descriptor >= 0) ::close(descriptor);
}

Stream::Detached Stream::detach() {
  Detached detached;
  if (!is_open()) return detached;
  readiness_->forget(std::move(watch_));
  detached.descriptor = std::exchange(descriptor_, -1);
  detached.ssl = std::move(ssl_);
  return detached;
}

}  // namespace usher::net
