#pragma once
// Two nodes over one store, for the laws of ports/claims.hpp.

#include <mutex>
#include <set>

#include "contract/journal_suite.hpp"
#include "ports/claims.hpp"

namespace usher::test {

struct Node {
  ports::Journal& journal;
  ports::Claims& claims;
};

class ClaimsBench {
 public:
  virtual ~ClaimsBench() = default;
  virtual Node first() = 0;
  virtual Node second() = 0;
};

inline bool claim(Node node, core::AccountId account, ports::Term term) {
  return node.claims.claim(account, term).outcome == ports::Claimed::Outcome::claimed;
}

// A journal that claims what it is asked for, as a node does that has no other beside it.
class ClaimingJournal final : public ports::Journal {
 public:
  explicit ClaimingJournal(Node node) : node_(node) {}

  std::string epoch() const override { return node_.journal.epoch(); }
  void append(core::AccountId account, std::vector<core::Recorded> events, ports::Loop& loop,
              std::function<void(ports::Stored)> done) override {
    at(account).append(account, std::move(events), loop, std::move(done));
  }
  void entries_after(core::AccountId account, core::ConversationId conversation, core::Seq after,
                     std::size_t limit, ports::Loop& loop,
                     std::function<void(std::optional<ports::Entries>)> done) override {
    at(account).entries_after(account, conversation, after, limit, loop, std::move(done));
  }
  void entries_before(core::AccountId account, core::ConversationId conversation, core::Seq before,
                      std::size_t limit, ports::Loop& loop,
                      std::function<void(std::optional<ports::Entries>)> done) override {
    at(account).entries_before(account, conversation, before, limit, loop, std::move(done));
  }
  void find_message(core::AccountId account, core::ConversationId conversation, core::Author author,
                    std::string client_id, ports::Loop& loop,
                    std::function<void(Found)> done) override {
    at(account).find_message(account, conversation, author, std::move(client_id), loop,
                             std::move(done));
  }
  bool load(core::AccountId account, const std::function<void(const Snapshot&)>& snapshot,
            const std::function<void(core::Recorded&&)>& each) override {
    return at(account).load(account, snapshot, each);
  }
  bool replay(core::AccountId account, core::Position after,
              const std::function<void(core::Recorded&&)>& each) override {
    return at(account).replay(account, after, each);
  }
  void save_snapshot(core::AccountId account, Snapshot snapshot) override {
    at(account).save_snapshot(account, std::move(snapshot));
  }
  void erase(core::AccountId account, std::vector<core::Position> positions,
             std::vector<core::ConversationId> conversations, ports::Loop& loop,
             std::function<void(bool)> done) override {
    at(account).erase(account, std::move(positions), std::move(conversations), loop,
                      std::move(done));
  }

 private:
  ports::Journal& at(core::AccountId account) {
    const std::lock_guard lock(mutex_);
    if (claimed_.contains(account)) return node_.journal;
    for (ports::Claimed last; last.outcome != ports::Claimed::Outcome::claimed;) {
      last = node_.claims.claim(account, last.term + 1);
    }
    claimed_.insert(account);
    return node_.journal;
  }

  Node node_;
  std::mutex mutex_;
  std::set<core::AccountId> claimed_;
};

}  // namespace usher::test
