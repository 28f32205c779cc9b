#pragma once
// A client made of bytes: it can say what no well-behaved library would.

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct ssl_st;

namespace usher::test {

struct Answer {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

struct Frame {
  int opcode = 0;
  std::string payload;
};

class Client {
 public:
  explicit Client(std::uint16_t port, int receive_buffer_bytes = 0);
  ~Client();
  Client(Client&& other) noexcept;
  Client& operator=(const Client&) = delete;

  // From here on the bytes go through TLS, to whatever certificate. False: no handshake.
  bool secure();
  // Closes at once; with unread bytes in the socket, that resets the connection.
  void cut();

  bool send(std::string_view bytes);  // false when the connection is gone
  // None when the server closes, or keeps silent for longer than any limit of its own.
  std::optional<Answer> answer(bool has_body = true);
  bool is_closed();                                    // reads until the end
  bool is_silent_for(std::chrono::milliseconds time);  // nothing comes, not even the end

  // Upgrades; what follows is frames.
  Answer upgrade(std::string_view path = "/ws/visitor?site=s", std::string_view extra = {});
  bool send_frame(int opcode, std::string_view payload, bool fin = true, bool masked = true,
                  int reserved = 0);
  bool say(std::string_view text) { return send_frame(1, text); }
  std::optional<Frame> frame();
  // The close code that comes next, after any other frames; 0 when the connection just ends.
  int close_code();

 private:
  bool fill();
  std::string take(std::size_t bytes);

  std::ptrdiff_t receive(std::span<char> into);

  int socket_ = -1;
  std::shared_ptr<ssl_st> tls_;
  std::string received_;
};

std::string get(std::string_view path, std::string_view headers = {});
std::string post(std::string_view path, std::string_view body, std::string_view headers = {});

}  // namespace usher::test
