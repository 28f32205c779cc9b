// The physical limit: a relay on bare epoll, one thread, that frames WebSocket messages and does
// nothing else. It reads a message's client id and text at fixed places, acknowledges it to the
// sender and relays it to the pair's other end, in frames as long as Usher's own. It stores
// nothing, checks nothing that it does not need, and sends once per connection and turn of the
// loop.
//
//   load_relay PORT     serves /v/PAIR (a visitor) and /a/FIRST/COUNT (an agent of COUNT pairs)

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kit/frames.hpp"

namespace usher::load {
namespace {

struct Connection {
  int fd = -1;
  bool open = false;
  bool dirty = false;
  bool watches_write = false;
  bool agent = false;
  std::string in;  // an unfinished frame
  std::string out;
};

struct Pair {
  Connection* visitor = nullptr;
  Connection* agent = nullptr;
  std::uint64_t seq = 0;
  std::string conversation;
};

void append_number(std::string& out, std::int64_t value) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

std::string accept_key(std::string_view key) {
  const std::string salted = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
  ::SHA1(reinterpret_cast<const unsigned char*>(salted.data()), salted.size(), digest.data());
  std::array<unsigned char, 29> base64{};
  ::EVP_EncodeBlock(base64.data(), digest.data(), SHA_DIGEST_LENGTH);
  return reinterpret_cast<const char*>(base64.data());
}

class Relay {
 public:
  explicit Relay(std::uint16_t port) : epoll_(::epoll_create1(0)), scratch_(256 * 1024) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    const int on = 1;
    ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    ready_ = ::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
             ::listen(listener_, 4096) == 0;
    watch(EPOLL_CTL_ADD, listener_, false);
  }

  bool ready() const { return ready_; }

  void run() {
    std::array<epoll_event, 512> events{};
    for (;;) {
      const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), -1);
      now_ms_ = std::chrono::duration_cast<std::chrono::milliseconds>(
                    std::chrono::system_clock::now().time_since_epoch())
                    .count();
      for (int i = 0; i < count; ++i) {
        const epoll_event& event = events[static_cast<std::size_t>(i)];
        if (event.data.fd == listener_) {
          accept_all();
        } else if (auto& one = connections_[static_cast<std::size_t>(event.data.fd)]; one) {
          if ((event.events & EPOLLOUT) != 0) flush(*one);
          if ((event.events & ~EPOLLOUT) != 0) readable(*one);
        }
      }
      for (Connection* one : dirty_) {
        one->dirty = false;
        flush(*one);
      }
      dirty_.clear();
      gone_.clear();
    }
  }

 private:
  void watch(int operation, int fd, bool writes) {
    epoll_event event{};
    event.events = EPOLLIN | (writes ? EPOLLOUT : 0U);
    event.data.fd = fd;
    ::epoll_ctl(epoll_, operation, fd, &event);
  }

  void accept_all() {
    for (;;) {
      const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK);
      if (fd < 0) return;
      const int on = 1;
      ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      const auto index = static_cast<std::size_t>(fd);
      if (connections_.size() <= index) connections_.resize(index + 1);
      connections_[index] = std::make_unique<Connection>();
      connections_[index]->fd = fd;
      watch(EPOLL_CTL_ADD, fd, false);
    }
  }

  void drop(Connection& one) {
    for (Pair& pair : pairs_) {
      if (pair.visitor == &one) pair.visitor = nullptr;
      if (pair.agent == &one) pair.agent = nullptr;
    }
    const auto index = static_cast<std::size_t>(one.fd);
    ::close(one.fd);
    one.fd = -1;
    gone_.push_back(std::move(connections_[index]));  // may still stand among the dirty ones
  }

  void readable(Connection& one) {
    const ssize_t count = ::recv(one.fd, scratch_.data(), scratch_.size(), 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) return drop(one);
    std::string_view bytes(scratch_.data(), static_cast<std::size_t>(count));
    std::string joined;
    if (!one.in.empty()) {
      joined = std::move(one.in);
      joined.append(bytes);
      bytes = joined;
    }
    if (!one.open && !upgrade(one, bytes)) return;
    while (take(one, bytes)) {
    }
    if (one.fd >= 0) one.in = bytes;
  }

  bool upgrade(Connection& one, std::string_view& bytes) {
    const std::size_t end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos) {
      one.in = bytes;
      return false;
    }
    const std::string_view request = bytes.substr(0, end + 2);
    constexpr std::string_view key_name = "Sec-WebSocket-Key: ";
    const std::size_t key = request.find(key_name);
    const std::string_view path = request.substr(4, request.find(' ', 4) - 4);
    if (key == std::string_view::npos || !join(one, path)) {
      drop(one);
      return false;
    }
    const std::size_t start = key + key_name.size();
    one.out.append(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: ");
    one.out.append(accept_key(request.substr(start, request.find('\r', start) - start)));
    one.out.append("\r\n\r\n");
    one.open = true;
    touch(one);
    bytes.remove_prefix(end + 4);
    return true;
  }

  bool join(Connection& one, std::string_view path) {
    std::uint32_t first = 0;
    std::uint32_t count = 1;
    if (!path.starts_with("/v/") && !path.starts_with("/a/")) return false;
    one.agent = path[1] == 'a';
    const char* end = path.data() + path.size();
    const char* stop = std::from_chars(path.data() + 3, end, first).ptr;
    if (stop != end && *stop == '/') std::from_chars(stop + 1, end, count);
    if (first + count > 100'000) return false;
    if (pairs_.size() < first + count) pairs_.resize(first + count);
    for (std::uint32_t i = first; i < first + count; ++i) {
      (one.agent ? pairs_[i].agent : pairs_[i].visitor) = &one;
      pairs_[i].conversation = bare_conversation(i);
    }
    return true;
  }

  // Takes one frame off the front; false when there is no whole one.
  bool take(Connection& one, std::string_view& bytes) {
    if (one.fd < 0 || bytes.size() < 6) return false;
    std::size_t size = static_cast<unsigned char>(bytes[1]) & 0x7f;
    std::size_t header = 2;
    if (size == 126) {
      size = static_cast<std::size_t>(static_cast<unsigned char>(bytes[2])) << 8 |
             static_cast<unsigned char>(bytes[3]);
      header = 4;
    }
    if (bytes.size() < header + 4 + size) return false;
    unmask(bytes.substr(header, 4), bytes.substr(header + 4, size));
    if ((bytes[0] & 0x0f) == 0x1) relay(one, plain_);
    bytes.remove_prefix(header + 4 + size);
    return true;
  }

  void unmask(std::string_view mask, std::string_view masked) {
    plain_.resize(masked.size());
    std::uint64_t key = 0;
    std::memcpy(&key, mask.data(), 4);
    key |= key << 32;
    std::size_t i = 0;
    for (; i + sizeof key <= masked.size(); i += sizeof key) {
      std::uint64_t word = 0;
      std::memcpy(&word, masked.data() + i, sizeof word);
      word ^= key;
      std::memcpy(plain_.data() + i, &word, sizeof word);
    }
    for (; i < masked.size(); ++i) plain_[i] = static_cast<char>(masked[i] ^ mask[i % 4]);
  }

  void relay(Connection& from, std::string_view frame) {
    const std::string_view start = from.agent ? post_start : ask_start;
    if (!frame.starts_with(start)) return;
    const std::string_view client_id = frame.substr(start.size(), client_id_size);
    std::size_t text = start.size() + client_id_size + ask_text.size();
    if (from.agent) text += post_conversation.size() + bare_conversation_size;
    const auto id = parse_client_id(client_id);
    if (!id || id->pair >= pairs_.size() || frame.size() < text + 2) return;
    Pair& pair = pairs_[id->pair];
    ++pair.seq;
    acknowledge(from, pair, client_id);
    Connection* to = from.agent ? pair.visitor : pair.agent;
    if (to != nullptr) deliver(*to, pair, client_id, frame.substr(text), from.agent);
  }

  void acknowledge(Connection& to, const Pair& pair, std::string_view client_id) {
    body_.assign(R"({"type":"ack","client_id":")").append(client_id);
    body_.append(R"(","conversation":")").append(pair.conversation);
    body_.append(R"(","seq":)");
    append_number(body_, static_cast<std::int64_t>(pair.seq));
    body_.append(R"(,"at":)");
    append_number(body_, now_ms_);
    body_.append("}");
    queue(to);
  }

  // `text` is the end of the sender's frame: the text, its quote and the closing brace.
  void deliver(Connection& to, const Pair& pair, std::string_view client_id, std::string_view text,
               bool from_agent) {
    body_.assign(R"({"type":"entry","conversation":")").append(pair.conversation);
    body_.append(R"(","entry":{"seq":)");
    append_number(body_, static_cast<std::int64_t>(pair.seq));
    body_.append(R"(,"at":)");
    append_number(body_, now_ms_);
    body_.append(R"(,"kind":"message","author":)");
    body_.append(from_agent ? R"({"kind":"agent","name":"Load","agent":"a_111111111"})"
                            : R"({"kind":"visitor","name":""})");
    body_.append(R"(,"client_id":")").append(client_id);
    body_.append(R"(","text":")").append(text).append("}");
    queue(to);
  }

  void queue(Connection& to) {
    to.out.push_back(static_cast<char>(0x81));
    if (body_.size() < 126) {
      to.out.push_back(static_cast<char>(body_.size()));
    } else {
      to.out.push_back(126);
      to.out.push_back(static_cast<char>(body_.size() >> 8));
      to.out.push_back(static_cast<char>(body_.size() & 0xff));
    }
    to.out.append(body_);
    touch(to);
  }

  void touch(Connection& one) {
    if (one.dirty) return;
    one.dirty = true;
    dirty_.push_back(&one);
  }

  void flush(Connection& one) {
    if (one.fd < 0) return;
    if (!one.out.empty()) {
      const ssize_t sent = ::send(one.fd, one.out.data(), one.out.size(), MSG_NOSIGNAL);
      if (sent == static_cast<ssize_t>(one.out.size())) {
        one.out.clear();
      } else if (sent > 0) {
        one.out.erase(0, static_cast<std::size_t>(sent));
      }
    }
    if (one.out.empty() == !one.watches_write) return;
    one.watches_write = !one.watches_write;
    watch(EPOLL_CTL_MOD, one.fd, one.watches_write);
  }

  int epoll_ = -1;
  int listener_ = -1;
  bool ready_ = false;
  std::int64_t now_ms_ = 0;
  std::vector<std::unique_ptr<Connection>> connections_;  // by descriptor
  std::vector<Pair> pairs_;
  std::vector<Connection*> dirty_;
  std::vector<std::unique_ptr<Connection>> gone_;
  std::vector<char> scratch_;
  std::string plain_;
  std::string body_;
};

}  // namespace
}  // namespace usher::load

int main(int argc, char** argv) {
  int port = 0;
  if (argc == 2) std::from_chars(argv[1], argv[1] + std::strlen(argv[1]), port);
  usher::load::Relay relay(static_cast<std::uint16_t>(port));
  if (port <= 0 || !relay.ready()) return 2;
  relay.run();
}
