#pragma once
// A web server of a few lines, on a port of 127.0.0.1: keeps what it was sent and answers as the
// test says. One connection at a time.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace usher::test {

class Receiver {
 public:
  // Sends the answer's bytes to the socket; nothing sent is a connection that breaks.
  using Answer = std::function<void(int socket)>;

  // `port` 0 takes a free one.
  explicit Receiver(Answer answer, std::uint16_t port = 0)
      : answer_(std::move(answer)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const int yes = 1;
    ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, any, size) != 0 || ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, any, &size) != 0) {
      throw std::runtime_error("the receiver has no port");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
  }
  ~Receiver() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  Receiver(const Receiver&) = delete;
  Receiver& operator=(const Receiver&) = delete;

  std::uint16_t port() const { return port_; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/hook"; }
  // Requests, whole: head and body.
  std::vector<std::string> received() {
    const std::lock_guard lock(mutex_);
    return received_;
  }

  // The requests when there are so many of them. Throws when they don't come.
  std::vector<std::string> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    const auto there = [&] { return received_.size() >= count; };
    if (!arrived_.wait_for(lock, std::chrono::seconds(30), there)) {
      throw std::runtime_error("the receiver was not sent what the test waits for");
    }
    return received_;
  }

  static Answer says(std::string text) {
    return [text = std::move(text)](int socket) {
      ::send(socket, text.data(), text.size(), MSG_NOSIGNAL);
    };
  }
  static Answer status(const std::string& line, const std::string& headers = {}) {
    return says("HTTP/1.1 " + line + "\r\ncontent-length: 0\r\n" + headers + "\r\n");
  }

 private:
  void run() {
    for (int socket = -1; (socket = ::accept(listener_, nullptr, nullptr)) >= 0;) {
      const std::string request = read(socket);
      if (!request.empty()) {
        {
          const std::lock_guard lock(mutex_);
          received_.push_back(request);
        }
        arrived_.notify_all();
        answer_(socket);
      }
      ::close(socket);
    }
  }

  static std::string read(int socket) {
    std::string request;
    std::size_t wanted = std::string::npos;
    char bytes[4096];
    while (request.size() < wanted) {
      const ssize_t count = ::recv(socket, bytes, sizeof bytes, 0);
      if (count <= 0) return {};
      request.append(bytes, static_cast<std::size_t>(count));
      if (request.front() == '\x16') return request;  // a greeting by TLS
      const std::size_t end = request.find("\r\n\r\n");
      const std::size_t length = request.find("Content-Length: ");
      if (end == std::string::npos) continue;
      wanted = end + 4 + (length < end ? std::stoul(request.substr(length + 16)) : 0);
    }
    return request;
  }

  Answer answer_;
  int listener_;
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<std::string> received_;
  std::thread thread_;
};

}  // namespace usher::test
