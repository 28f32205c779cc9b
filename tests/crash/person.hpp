#pragma once
// One end of one conversation: it keeps what it sends until that is acknowledged, resumes where it
// was, and sends the rest again under the same client ids. It also remembers all that it was told,
// to be compared at the end.
//
// A broken promise (a gap, a double, a changed place, a wrong epoch) throws std::runtime_error at
// once.

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "client.hpp"
#include "ledger.hpp"

namespace usher::crash {

class Person final : public Client {
 public:
  enum class Kind : std::uint8_t { visitor, agent };

  // Tells the ledger what it is told.
  Person(load::Loop& loop, Kind kind, std::string name, load::Endpoint endpoint, Ledger& ledger);

  // Writes one more message, now or as soon as it can.
  void write();

  bool at_ease() const;  // connected, caught up, everything acknowledged
  const std::string& conversation() const { return conversation_; }
  const std::vector<Heard>& heard() const { return heard_; }  // [0] is seq 1
  const std::map<std::string, std::uint64_t>& acked() const { return acked_; }
  std::size_t unacknowledged() const { return outbox_.size(); }
  // A visitor's conversation, as last shown.
  const Standing& standing() const { return standing_; }
  // Waiting conversations that the last welcome listed, by the time since when they wait.
  const std::vector<std::string>& waiting_listed() const { return waiting_; }

 private:
  struct Unsent {
    std::string client_id;
    std::string text;
    bool sent = false;  // on this connection
  };
  class Frames;  // reads the server's frames

  nlohmann::json hello() const override;
  void take(const nlohmann::json& frame) override;
  void lost() override { unsend(); }
  void try_again() override;

  void welcomed(const std::string& epoch, const std::string& conversation);
  void resume();
  void caught_up_now();
  void send_message(Unsent& message);
  void unsend();
  void place(std::uint64_t seq, Heard heard);
  void acknowledged(const std::string& client_id, std::uint64_t seq,
                    const std::string& conversation);

  const Kind kind_;
  Ledger& ledger_;
  std::string token_;
  std::string epoch_;
  std::string agent_id_;
  std::string conversation_;
  Standing standing_;
  std::uint64_t written_ = 0;
  std::deque<Unsent> outbox_;
  std::vector<Heard> heard_;
  std::uint64_t highest_seq_ = 0;  // that it was told of, in its place or too early
  std::map<std::string, std::uint64_t> acked_;
  std::vector<std::string> waiting_;
};

}  // namespace usher::crash
