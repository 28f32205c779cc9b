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

Moved Stream::read(std::span<char> into) {
  if (!is_open()) return {};
  if (ssl_) {
    ERR_clear_error();
    return tls_result(SSL_read(ssl_.get(), into.data(), clamp_to_int(into.size())));
  }
  return plain_result(::recv(socket_.native_handle(), into.data(), into.size(), MSG_DONTWAIT),
                      Progress::want_read);
}

Moved Stream::write(std::string_view from) {
  if (!is_open()) return {};
  if (ssl_) {
    ERR_clear_error();
    return tls_result(SSL_write(ssl_.get(), from.data(), clamp_to_int(from.size())));
  }
  return plain_result(
      ::send(socket_.native_handle(), from.data(), from.size(), MSG_DONTWAIT | MSG_NOSIGNAL),
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
  boost::system::error_code ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
}

void Stream::close() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

Stream::Detached::~Detached() {
  if (descriptor >= 0) ::close(descriptor);
}

Stream::Detached Stream::detach() {
  boost::system::error_code error;
  Detached detached;
  detached.v6 = socket_.local_endpoint(error).protocol() == boost::asio::ip::tcp::v6();
  detached.descriptor = socket_.release(error);
  if (error) detached.descriptor = -1;
  detached.ssl = std::move(ssl_);
  return detached;
}

Stream Stream::attach(boost::asio::io_context& context, Detached detached) {
  Socket socket(context.get_executor());
  boost::system::error_code error;
  const auto protocol = detached.v6 ? boost::asio::ip::tcp::v6() : boost::asio::ip::tcp::v4();
  if (detached.descriptor >= 0) socket.assign(protocol, detached.descriptor, error);
  if (!error) detached.descriptor = -1;
  return Stream(std::move(socket), std::move(detached.ssl));
}

}  // namespace usher::net
