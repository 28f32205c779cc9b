#pragma once
// One end of a conversation, as a good client is: it keeps what it sends until that is
// acknowledged, comes back after every loss of its connection, resumes where it was and sends the
// rest again under the same client ids. It also remembers all that it was told, to be compared at
// the end.
//
// A broken promise (a gap, a double, a changed place, a wrong epoch) throws std::runtime_error at
// once.

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kit/link.hpp"

namespace usher::crash {

// A message in its place, as someone was told.
struct Heard {
  std::string author;  // "visitor" or "agent"; empty for an entry that is no message
  std::string client_id;
  std::string text;

  friend bool operator==(const Heard&, const Heard&) = default;
};

class Person final : public load::Handler {
 public:
  enum class Kind : std::uint8_t { visitor, agent };

  Person(load::Loop& loop, Kind kind, std::string name, load::Endpoint endpoint);

  // Writes one more message, now or as soon as it can.
  void write();
  // Connects when there is no connection, and retries what the server asked to have later.
  // Call it between turns of the loop.
  void live(std::int64_t now_ns);
  // Loses the connection, without a goodbye.
  void cut() { link_.reset(); }

  bool at_ease() const;  // connected, caught up, everything acknowledged
  bool caught_up() const { return state_ == State::live; }
  const std::string& conversation() const { return conversation_; }
  const std::string& name() const { return name_; }
  const std::vector<Heard>& heard() const { return heard_; }  // [0] is seq 1
  const std::map<std::string, std::uint64_t>& acked() const { return acked_; }
  std::size_t unacknowledged() const { return outbox_.size(); }
  std::uint16_t last_close_code() const { return close_code_; }  // of a live one; 0: none
  // Waiting conversations that the last welcome listed, by the time since when they wait.
  const std::vector<std::string>& waiting_listed() const { return waiting_; }

 private:
  enum class State : std::uint8_t { away, greeting, resuming, live };
  struct Unsent {
    std::string client_id;
    std::string text;
    bool sent = false;  // on this connection
  };
  class Frames;  // reads the server's frames

  void on_open(load::Link&) override;
  void on_frame(load::Link&, std::string_view text) override;
  void on_gone(load::Link&, std::uint16_t code) override;

  void welcomed(const std::string& epoch, const std::string& conversation);
  void resume();
  void caught_up_now();
  void send(Unsent& message);
  void unsend();
  void place(std::uint64_t seq, Heard heard);
  void acknowledged(const std::string& client_id, std::uint64_t seq,
                    const std::string& conversation);
  [[noreturn]] void broken(const std::string& what) const;

  load::Loop& loop_;
  const Kind kind_;
  const std::string name_;
  load::Endpoint endpoint_;
  std::unique_ptr<load::Link> link_;
  State state_ = State::away;
  bool lost_ = false;
  std::uint16_t close_code_ = 0;
  std::int64_t try_again_ns_ = 0;
  std::int64_t ping_ns_ = 0;
  bool send_again_ = false;

  std::string token_;
  std::string epoch_;
  std::string agent_id_;
  std::string conversation_;
  std::uint64_t written_ = 0;
  std::deque<Unsent> outbox_;
  std::vector<Heard> heard_;
  std::uint64_t highest_seq_ = 0;  // that it was told of, in its place or too early
  std::map<std::string, std::uint64_t> acked_;
  std::vector<std::string> waiting_;
};

}  // namespace usher::crash
