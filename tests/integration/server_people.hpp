#pragma once
// Those who talk to a ServerHouse: over a WebSocket, over its long-poll twin, and over HTTP.

#include <deque>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "integration/net_client.hpp"
#include "integration/server_house.hpp"

namespace usher::test {

using Json = nlohmann::json;

// One request of a browser on the server's own pages, on a connection of its own.
Answer ask_http(ServerHouse& house, const std::string& method, const std::string& path,
                const std::string& body = {}, const std::string& cookie = {},
                const std::string& origin = own_origin);
// The cookie "usher_session=…" of a fresh sign-in.
std::string sign_in(ServerHouse& house, const std::string& login);

// A connection that speaks frames. Throws when it waits for one that does not come.
class Person {
 public:
  static constexpr const char* visitor_path = "/ws/visitor?site=s_main";

  // Connected, and has not said hello. Throws when the upgrade is refused.
  Person(ServerHouse& house, const std::string& path, const std::string& cookie = {});

  void say(const Json& frame);
  // The next frame of this type; those before it are kept for a later wait.
  Json wait(const std::string& type);
  template <class Condition>
  Json wait_until(const std::string& type, Condition holds);
  // What the server says to what was said: the code of the last error, or "done". A ping shows when
  // there was time enough to refuse.
  std::string settle();
  std::string outcome(const Json& frame) {
    say(frame);
    return settle();
  }
  // The same of a frame that is answered by entries or an error, sooner or later.
  std::string page(const Json& frame);
  Json last_error() const { return last_error_; }
  std::vector<Json> take_waiting();

  int close_code() { return client_.close_code(); }
  void cut() { client_.cut(); }

  Json welcome;  // by those who said hello

 private:
  Json next();
  Json next_kept(const std::string& type);

  ServerHouse& house_;
  Client client_;
  std::deque<Json> kept_;
  Json last_error_;
};

template <class Condition>
Json Person::wait_until(const std::string& type, Condition holds) {
  while (true) {
    Json frame = wait(type);
    if (holds(frame)) return frame;
  }
}

// Said hello, and were welcomed. An agent is online.
Person visitor(ServerHouse& house, const std::string& token = {});
Person agent(ServerHouse& house, const std::string& login);

// A visitor whose network blocks WebSockets.
class Poller {
 public:
  explicit Poller(ServerHouse& house, const std::string& token = {});

  void say(const Json& frame) { unsent_.push_back(frame); }
  // One exchange: sends what was said, keeps what came. False: the id is gone.
  bool exchange();
  // The exchange is sent and its answer never read, as when the network is cut; all of it is
  // repeated by the next.
  void lose_an_answer();
  Json wait(const std::string& type);
  std::vector<Json> take_waiting();

  Json welcome;

 private:
  std::string body() const;

  ServerHouse& house_;
  std::string path_;
  std::uint64_t acked_ = 0;
  std::uint64_t sent_ = 0;
  std::vector<Json> unsent_;
  std::deque<Json> kept_;
};

inline Json ask(const std::string& client_id, const std::string& text) {
  return {{"type", "ask"}, {"client_id", client_id}, {"text", text}};
}
inline Json post_in(const Json& conversation, const std::string& client_id,
                    const std::string& text) {
  return {
      {"type", "post"}, {"conversation", conversation}, {"client_id", client_id}, {"text", text}};
}
inline Json about(const std::string& type, const Json& conversation) {
  return {{"type", type}, {"conversation", conversation}};
}

}  // namespace usher::test
