#include "integration/net_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cctype>
#include <cerrno>
#include <stdexcept>
#include <utility>

namespace usher::test {

Client::Client(std::uint16_t port, int receive_buffer_bytes) {
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval patience{30, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (receive_buffer_bytes > 0) {
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes, sizeof(int));
  }
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    throw std::runtime_error("cannot connect");
  }
}

Client::Client(Client&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)),
      tls_(std::move(other.tls_)),
      received_(std::move(other.received_)) {}

Client::~Client() { cut(); }

void Client::cut() {
  if (socket_ >= 0) ::close(std::exchange(socket_, -1));
}

bool Client::secure() {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()),
                                                                  &SSL_CTX_free);
  tls_.reset(SSL_new(context.get()), &SSL_free);
  SSL_set_fd(tls_.get(), socket_);
  return SSL_connect(tls_.get()) == 1;
}

bool Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = tls_ ? SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size()))
                              : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::ptrdiff_t Client::receive(std::span<char> into) {
  if (tls_) return SSL_read(tls_.get(), into.data(), static_cast<int>(into.size()));
  return ::recv(socket_, into.data(), into.size(), 0);
}

bool Client::fill() {
  char part[16 * 1024];
  const std::ptrdiff_t size = receive(part);
  if (size <= 0) return false;
  received_.append(part, static_cast<std::size_t>(size));
  return true;
}

std::string Client::take(std::size_t bytes) {
  while (received_.size() < bytes && fill()) {
  }
  std::string taken = received_.substr(0, bytes);
  received_.erase(0, taken.size());
  return taken;
}

bool Client::is_closed() {
  char part[16 * 1024];
  while (true) {
    const std::ptrdiff_t size = receive(part);
    if (size == 0) return true;
    if (size < 0) return errno != EAGAIN && errno != EWOULDBLOCK;
  }
}

bool Client::is_silent_for(std::chrono::milliseconds time) {
  pollfd waited{socket_, POLLIN, 0};
  return received_.empty() && ::poll(&waited, 1, static_cast<int>(time.count())) == 0;
}

std::optional<Answer> Client::answer(bool has_body) {
  std::size_t end = 0;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill()) return std::nullopt;
  }
  std::string head = take(end + 4);
  Answer answer;
  answer.status = std::stoi(head.substr(9, 3));
  std::size_t at = head.find("\r\n") + 2;
  while (at + 2 < head.size()) {
    const std::size_t line_end = head.find("\r\n", at);
    const std::size_t colon = head.find(": ", at);
    std::string name = head.substr(at, colon - at);
    for (char& c : name) c = static_cast<char>(std::tolower(c));
    answer.headers[name] = head.substr(colon + 2, line_end - colon - 2);
    at = line_end + 2;
  }
  const auto length = answer.headers.find("content-length");
  if (has_body && length != answer.headers.end()) answer.body = take(std::stoul(length->second));
  return answer;
}

Answer Client::upgrade(std::string_view path, std::string_view extra) {
  send(get(path,
           "Origin: http://usher.test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
               std::string(extra)));
  return answer().value_or(Answer{});
}

bool Client::send_frame(int opcode, std::string_view payload, bool fin, bool masked, int reserved) {
  std::string bytes;
  bytes.push_back(static_cast<char>((fin ? 0x80 : 0) | reserved << 4 | opcode));
  const char mask_bit = static_cast<char>(masked ? 0x80 : 0);
  if (payload.size() < 126) {
    bytes.push_back(static_cast<char>(mask_bit | static_cast<char>(payload.size())));
  } else {
    const int length_bytes = payload.size() < 65'536 ? 2 : 8;
    bytes.push_back(static_cast<char>(mask_bit | (length_bytes == 2 ? 126 : 127)));
    for (int i = length_bytes - 1; i >= 0; --i) {
      bytes.push_back(static_cast<char>(payload.size() >> (8 * i) & 0xff));
    }
  }
  constexpr char mask[4] = {0x12, 0x34, 0x56, 0x78};
  if (masked) bytes.append(mask, 4);
  for (std::size_t i = 0; i < payload.size(); ++i) {
    bytes.push_back(masked ? static_cast<char>(payload[i] ^ mask[i % 4]) : payload[i]);
  }
  return send(bytes);
}

std::optional<Frame> Client::frame() {
  const std::string head = take(2);
  if (head.size() < 2) return std::nullopt;
  Frame frame{head[0] & 0x0f, {}};
  std::size_t size = static_cast<unsigned char>(head[1]);
  if (size >= 126) {
    const std::string length = take(size == 126 ? 2 : 8);
    size = 0;
    for (const char c : length) size = size << 8 | static_cast<unsigned char>(c);
  }
  frame.payload = take(size);
  if (frame.payload.size() < size) return std::nullopt;
  return frame;
}

int Client::close_code() {
  while (const auto next = frame()) {
    if (next->opcode != 8) continue;
    if (next->payload.size() < 2) return 1005;
    return static_cast<unsigned char>(next->payload[0]) << 8 |
           static_cast<unsigned char>(next->payload[1]);
  }
  return 0;
}

std::string get(std::string_view path, std::string_view headers) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: usher.test\r\n" + std::string(headers) +
         "\r\n";
}

std::string post(std::string_view path, std::string_view body, std::string_view headers) {
  return "POST " + std::string(path) + " HTTP/1.1\r\nHost: usher.test\r\n" + std::string(headers) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

}  // namespace usher::test
