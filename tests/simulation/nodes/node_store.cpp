#include "simulation/nodes/node_store.hpp"

#include <utility>

namespace usher::simulation {

void NodeStore::append(core::AccountId account, std::vector<core::Recorded> events,
                       ports::Loop& loop, std::function<void(ports::Stored)> done) {
  if (planted_ == Planted::early_answer) {
    loop.post([done] { done(ports::Stored::stored); });
    done = [](ports::Stored) {};
  }
  waiting_.push_back({account, std::move(events), &loop, std::move(done)});
  disk_.post_in(random_.between(0, commit_ms_max_), [this] {
    if (waiting_.empty()) return;
    Append first = std::move(waiting_.front());
    waiting_.pop_front();
    commit(std::move(first));
  });
}

void NodeStore::commit(Append append) {
  const core::AccountId account = append.account;
  if (failed_.contains(account)) return refuse(std::move(append), ports::Stored::out_of_order);
  if (next_failure_) {
    const ports::Stored why = *std::exchange(next_failure_, std::nullopt);
    broken_ = broken_ || why == ports::Stored::failed;
    return refuse(std::move(append), why);
  }
  if (away_) {
    // Sometimes only the answer is lost.
    if (random_.one_in(2)) {
      journal_.append(account, append.events, *append.loop, [](ports::Stored) {});
      ledger_.appended(account, node_);
    }
    return refuse(std::move(append), ports::Stored::away);
  }
  if (planted_ == Planted::lost_append && random_.one_in(50)) {
    return append.loop->post([done = std::move(append.done)] { done(ports::Stored::stored); });
  }
  journal_.append(account, std::move(append.events), *append.loop, std::move(append.done));
  ledger_.appended(account, node_);
}

void NodeStore::refuse(Append append, ports::Stored why) {
  failed_.insert(append.account);
  append.loop->post([done = std::move(append.done), why] { done(why); });
}

// What waits for the account is answered before anything changes.
void NodeStore::settle(core::AccountId account) {
  std::deque<Append> all;
  all.swap(waiting_);
  for (Append& append : all) {
    append.account == account ? commit(std::move(append)) : waiting_.push_back(std::move(append));
  }
}

void NodeStore::entries_after(core::AccountId account, core::ConversationId conversation,
                              core::Seq after, std::size_t limit, ports::Loop& loop,
                              std::function<void(std::optional<ports::Entries>)> done) {
  if (away_) return loop.post([done = std::move(done)] { done(std::nullopt); });
  if (planted_ == Planted::skipped_entry) {
    done = [done = std::move(done)](std::optional<ports::Entries> page) {
      if (page && page->entries.size() > 1) page->entries.pop_back();
      done(std::move(page));
    };
  }
  journal_.entries_after(account, conversation, after, limit, loop, std::move(done));
}

void NodeStore::entries_before(core::AccountId account, core::ConversationId conversation,
                               core::Seq before, std::size_t limit, ports::Loop& loop,
                               std::function<void(std::optional<ports::Entries>)> done) {
  if (away_) return loop.post([done = std::move(done)] { done(std::nullopt); });
  journal_.entries_before(account, conversation, before, limit, loop, std::move(done));
}

void NodeStore::find_message(core::AccountId account, core::ConversationId conversation,
                             core::Author author, std::string client_id, ports::Loop& loop,
                             std::function<void(Found)> done) {
  if (away_) return loop.post([done = std::move(done)] { done(std::nullopt); });
  journal_.find_message(account, conversation, author, std::move(client_id), loop, std::move(done));
}

bool NodeStore::load(core::AccountId account, const std::function<void(const Snapshot&)>& snapshot,
                     const std::function<void(core::Recorded&&)>& each) {
  settle(account);
  if (away_ || !journal_.load(account, snapshot, each)) return false;
  failed_.erase(account);
  return true;
}

bool NodeStore::replay(core::AccountId account, core::Position after,
                       const std::function<void(core::Recorded&&)>& each) {
  return !away_ && journal_.replay(account, after, each);
}

void NodeStore::save_snapshot(core::AccountId account, Snapshot snapshot) {
  if (!away_) journal_.save_snapshot(account, std::move(snapshot));
}

void NodeStore::erase(core::AccountId account, std::vector<core::Position> positions,
                      std::vector<core::ConversationId> conversations, ports::Loop& loop,
                      std::function<void(bool)> done) {
  if (away_) return loop.post([done = std::move(done)] { done(false); });
  journal_.erase(account, std::move(positions), std::move(conversations), loop, std::move(done));
}

ports::Claimed NodeStore::claim(core::AccountId account, ports::Term term) {
  settle(account);
  if (away_) return {};
  const ports::Claimed claimed = journal_.claim(account, term);
  if (claimed.outcome == ports::Claimed::Outcome::claimed) {
    failed_.erase(account);
    ledger_.claimed(account, node_, term);
  }
  return claimed;
}

void NodeStore::disclaim(core::AccountId account) {
  settle(account);
  journal_.disclaim(account);
}

std::optional<std::vector<core::AccountId>> NodeStore::outrun() {
  return away_ ? std::nullopt : journal_.outrun();
}

}  // namespace usher::simulation
