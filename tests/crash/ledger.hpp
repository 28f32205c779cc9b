#pragma once
// All that anybody was told over the wire, conversation by conversation. What was told stays true:
// whoever is told something else, before a crash or after it, makes the ledger throw
// std::runtime_error.

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>
#include <vector>

namespace usher::crash {

// An entry in its place, as someone was told or as the store has it.
struct Heard {
  std::string kind;       // "message", "assigned", "closed" …
  std::string by;         // "visitor", or an agent's id; empty: nobody
  std::string client_id;  // of a message
  std::string text;       // likewise; the store's are not read

  friend bool operator==(const Heard&, const Heard&) = default;
};
Heard heard_of(const nlohmann::json& entry);
// Whatever of the text is known.
bool same_entry(const Heard& one, const Heard& other);

// What every message says; its client id is its own.
std::string text_of(const std::string& client_id);

// Who has a conversation.
struct Standing {
  std::string state;  // "waiting", "assigned", "closed"
  std::string owner;  // an agent's id; empty: nobody. Of a closed one the last

  friend bool operator==(const Standing&, const Standing&) = default;
};
// Of a row in a list, or of a visitor's conversation.
Standing standing_of(const nlohmann::json& row);
std::string to_text(const Standing& standing);

class Ledger {
 public:
  using Entries = std::map<std::uint64_t, Heard>;  // by seq

  void told(const std::string& conversation, std::uint64_t seq, const Heard& heard);
  // How it stood when `seq` was its last entry. Somebody may hear of the entries only later:
  // check_rows() compares.
  void told_row(const std::string& conversation, std::uint64_t seq, const Standing& standing);
  // The server will not store this message.
  void refused(const std::string& client_id) { refused_.insert(client_id); }

  // Every row that was shown follows from the entries before it; all of these must be known.
  void check_rows();

  // What follows from the entries that are known.
  Standing standing(const std::string& conversation) const;
  const std::map<std::string, Entries>& conversations() const { return conversations_; }
  bool was_refused(const std::string& client_id) const { return refused_.contains(client_id); }

 private:
  struct Row {
    std::string conversation;
    std::uint64_t seq = 0;
    Standing standing;
  };

  std::map<std::string, Entries> conversations_;
  std::vector<Row> rows_;  // not compared yet
  std::set<std::string> refused_;
};

}  // namespace usher::crash
