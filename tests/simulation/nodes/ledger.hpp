#pragma once
// What is stored, read along as it is stored, and whether it is what people are told.
//
// A broken law is noted, not thrown: the app catches what a session throws. The world looks after
// each turn.

#include <map>
#include <optional>
#include <string>

#include "core/floor.hpp"
#include "ports/journal.hpp"
#include "ports/lease.hpp"
#include "simulation/expect.hpp"

namespace usher::simulation {

// Somebody's account of one entry; of what is not a message, only that it is none.
struct Heard {
  std::string client_id;

  friend bool operator==(const Heard&, const Heard&) = default;
};

class Ledger {
 public:
  using Entries = std::map<core::Seq, Heard>;

  // Reads what several nodes write.
  explicit Ledger(ports::Journal& journal) : journal_(journal) {}

  // A node may write an account from now on, and no other one.
  void claimed(core::AccountId account, const ports::NodeId& node, ports::Term term);
  // A node has tried to store something.
  void appended(core::AccountId account, const ports::NodeId& node);

  // Somebody was told of an entry, which must be stored by now.
  void told(core::AccountId account, core::ConversationId conversation, core::Seq seq,
            const Heard& heard);
  // Somebody was promised that a message is stored.
  void acked(core::AccountId account, core::ConversationId conversation, core::Seq seq,
             const std::string& client_id);

  void broke(const std::string& law, const std::string& detail);
  const std::optional<Broken>& broken() const { return broken_; }

  const core::Floor& floor(core::AccountId account) { return books_[account].floor; }
  const Entries& entries(core::AccountId account, core::ConversationId conversation) {
    return books_[account].entries[conversation];
  }
  const std::map<std::string, std::uint64_t>& events() const { return events_; }
  std::uint64_t acknowledged() const { return acknowledged_; }
  std::uint64_t takings() const { return takings_; }  // an account got another owner
  // Each acknowledged message is stored once.
  void check_end();

 private:
  struct Promise {
    core::ConversationId conversation;
    core::Seq seq = 0;
  };
  struct Book {
    core::Floor floor;  // all that is stored, folded
    std::map<core::ConversationId, Entries> entries;
    std::map<std::string, int> stored;  // messages, by client id
    std::map<std::string, Promise> promises;
    ports::NodeId writer;  // empty: nobody has claimed it
    ports::Term term = 0;
  };

  void enter(Book& book, const core::Recorded& row);

  ports::Journal& journal_;
  std::map<core::AccountId, Book> books_;
  std::optional<Broken> broken_;
  std::map<std::string, std::uint64_t> events_;
  std::uint64_t acknowledged_ = 0;
  std::uint64_t takings_ = 0;
};

}  // namespace usher::simulation
