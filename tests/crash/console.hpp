#pragma once
// An agent's console: the list of conversations as it shows it now, the agent's messages, and what
// the agent does to conversations. Such a deed is sent once: who does not see what became of it
// looks at the list and decides again.

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "client.hpp"
#include "ledger.hpp"

namespace usher::crash {

class Console final : public Client {
 public:
  struct Row {
    Standing standing;
    bool rings = false;  // here
    std::string from;    // whose it is while it rings here; empty: it waits
    std::string to;      // at whom this agent's own one rings
  };

  // Tells the ledger what it is told.
  Console(load::Loop& loop, std::string name, load::Endpoint endpoint, Ledger& ledger);

  // Sends {"type": deed, "conversation": …} and whatever else belongs into it.
  void act(const char* deed, const std::string& conversation);
  void act(const char* deed, const std::string& conversation, const nlohmann::json& more);
  // Writes into a conversation, now or as soon as it can, while it is the agent's own.
  void write(const std::string& conversation);

  const std::string& id() const { return id_; }  // known once it was welcomed
  const std::vector<std::string>& queues() const { return queues_; }
  const std::map<std::string, Row>& rows() const { return rows_; }
  // Empty when it does not list it.
  Row row(const std::string& conversation) const;
  bool owns(const std::string& conversation) const;
  std::size_t own() const;  // so many are its own
  bool at_ease() const { return caught_up() && outbox_.empty() && !waits(); }
  std::size_t unacknowledged() const { return outbox_.size(); }
  const std::map<std::string, std::uint64_t>& acked() const { return acked_; }

 private:
  struct Unsent {
    std::string conversation;
    std::string client_id;
    bool sent = false;  // on this connection
  };

  nlohmann::json hello() const override;
  void take(const nlohmann::json& frame) override;
  void lost() override;
  void try_again() override;

  void welcomed(const nlohmann::json& frame);
  void listed(const nlohmann::json& row);
  void acknowledged(const nlohmann::json& ack);
  void refused(const nlohmann::json& error);
  void send_messages();

  Ledger& ledger_;
  std::string id_;
  std::vector<std::string> queues_;
  std::map<std::string, Row> rows_;
  std::uint64_t written_ = 0;
  std::deque<Unsent> outbox_;
  std::map<std::string, std::uint64_t> acked_;
};

}  // namespace usher::crash
