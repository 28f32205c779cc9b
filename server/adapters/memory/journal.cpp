#include "adapters/memory/journal.hpp"

#include <algorithm>
#include <utility>

namespace usher::adapters {
namespace {

// Whether `event` is the message that `author` posted under `client_id`.
bool is_message(const core::Event& event, core::ConversationId conversation, core::Author author,
                std::string_view client_id) {
  const core::EventKey key = core::key_of(event);
  return !client_id.empty() && key.conversation == conversation && key.author == author &&
         key.client_id == client_id;
}

bool breaks_uniqueness(const std::vector<core::Recorded>& rows, const core::Recorded& fresh) {
  const core::EventKey key = core::key_of(fresh.event);
  if (key.client_id.empty() || !key.author) return false;
  return std::any_of(rows.begin(), rows.end(), [&](const core::Recorded& row) {
    return is_message(row.event, key.conversation, *key.author, key.client_id);
  });
}

}  // namespace

void MemoryStore::remove_fence() {
  const std::lock_guard lock(mutex_);
  has_fence_ = false;
}

MemoryJournal::MemoryJournal(std::string epoch)
    : store_(std::make_shared<MemoryStore>(std::move(epoch))) {}

MemoryJournal::MemoryJournal(std::shared_ptr<MemoryStore> store) : store_(std::move(store)) {
  const std::lock_guard lock(store_->mutex_);
  holder_ = ++store_->holders_;
}

std::string MemoryJournal::epoch() const { return store_->epoch_; }

void MemoryJournal::append(core::AccountId account, std::vector<core::Recorded> events,
                           ports::Loop& loop, std::function<void(ports::Stored)> done) {
  const std::lock_guard lock(store_->mutex_);
  Append append{account, std::move(events), loop, std::move(done)};
  if (holding_) {
    held_.push_back(std::move(append));
  } else {
    answer(append);
  }
}

// Call with the mutex held.
bool MemoryJournal::is_fenced(core::AccountId account, const Shelf& shelf) const {
  if (holder_ == 0) return false;
  return !claimed_.contains(account) || (shelf.holder != holder_ && store_->has_fence_);
}

// Call with the mutex held.
ports::Stored MemoryJournal::store(Append& append) {
  Shelf& shelf = store_->shelves_[append.account];
  if (is_fenced(append.account, shelf)) return ports::Stored::fenced;
  if (failed_.contains(append.account)) return ports::Stored::out_of_order;
  if (next_failure_) return *std::exchange(next_failure_, std::nullopt);
  core::Position last = shelf.rows.size();
  const std::size_t before = shelf.rows.size();
  for (core::Recorded& row : append.events) {
    if (row.position != ++last || breaks_uniqueness(shelf.rows, row)) {
      shelf.rows.resize(before);
      return ports::Stored::out_of_order;
    }
    shelf.rows.push_back(std::move(row));
  }
  return ports::Stored::stored;
}

// Call with the mutex held.
void MemoryJournal::answer(Append& append) {
  const ports::Stored outcome = store(append);
  if (outcome != ports::Stored::stored) failed_.insert(append.account);
  gate_.post(append.loop, [done = std::move(append.done), outcome] { done(outcome); });
}

// Call with the mutex held.
std::optional<std::vector<core::Recorded>> MemoryJournal::entries_of(
    core::AccountId account, core::ConversationId conversation) const {
  if (reads_fail_ || (holder_ != 0 && !claimed_.contains(account))) return std::nullopt;
  std::vector<core::Recorded> found;
  const auto shelf = store_->shelves_.find(account);
  if (shelf == store_->shelves_.end()) return found;
  for (const core::Recorded& row : shelf->second.rows) {
    const core::EventKey key = core::key_of(row.event);
    if (key.conversation == conversation && key.seq > 0) found.push_back(row);
  }
  return found;
}

void MemoryJournal::entries_after(core::AccountId account, core::ConversationId conversation,
                                  core::Seq after, std::size_t limit, ports::Loop& loop,
                                  std::function<void(std::optional<ports::Entries>)> done) {
  const std::lock_guard lock(store_->mutex_);
  std::optional<ports::Entries> answer;
  if (auto rows = entries_of(account, conversation)) {
    std::erase_if(*rows, [&](const auto& row) { return core::key_of(row.event).seq <= after; });
    const bool more = rows->size() > limit;
    if (more) rows->erase(rows->begin() + static_cast<std::ptrdiff_t>(limit), rows->end());
    answer = ports::Entries{std::move(*rows), more};
  }
  gate_.post(loop, [done = std::move(done), answer = std::move(answer)] { done(answer); });
}

void MemoryJournal::entries_before(core::AccountId account, core::ConversationId conversation,
                                   core::Seq before, std::size_t limit, ports::Loop& loop,
                                   std::function<void(std::optional<ports::Entries>)> done) {
  const std::lock_guard lock(store_->mutex_);
  std::optional<ports::Entries> answer;
  if (auto rows = entries_of(account, conversation)) {
    std::erase_if(*rows, [&](const auto& row) { return core::key_of(row.event).seq >= before; });
    const bool more = rows->size() > limit;
    if (more) rows->erase(rows->begin(), rows->end() - static_cast<std::ptrdiff_t>(limit));
    answer = ports::Entries{std::move(*rows), more};
  }
  gate_.post(loop, [done = std::move(done), answer = std::move(answer)] { done(answer); });
}

void MemoryJournal::find_message(core::AccountId account, core::ConversationId conversation,
                                 core::Author author, std::string client_id, ports::Loop& loop,
                                 std::function<void(Found)> done) {
  const std::lock_guard lock(store_->mutex_);
  Found answer;
  if (const auto rows = entries_of(account, conversation)) {
    const auto row = std::find_if(rows->begin(), rows->end(), [&](const core::Recorded& entry) {
      return is_message(entry.event, conversation, author, client_id);
    });
    answer = row == rows->end() ? std::optional<core::Recorded>() : std::optional(*row);
  }
  gate_.post(loop, [done = std::move(done), answer = std::move(answer)] { done(answer); });
}

bool MemoryJournal::load(core::AccountId account,
                         const std::function<void(const Snapshot&)>& snapshot,
                         const std::function<void(core::Recorded&&)>& each) {
  std::optional<Snapshot> newest;
  {
    const std::lock_guard lock(store_->mutex_);
    if (reads_fail_) return false;
    failed_.erase(account);
    newest = store_->shelves_[account].snapshot;
  }
  if (newest) snapshot(*newest);
  return replay(account, newest ? newest->position : 0, each);
}

bool MemoryJournal::replay(core::AccountId account, core::Position after,
                           const std::function<void(core::Recorded&&)>& each) {
  std::vector<core::Recorded> rows;
  {
    const std::lock_guard lock(store_->mutex_);
    if (reads_fail_) return false;
    const auto& all = store_->shelves_[account].rows;
    const auto start = std::min<std::size_t>(after, all.size());
    rows.assign(all.begin() + static_cast<std::ptrdiff_t>(start), all.end());
  }
  for (core::Recorded& row : rows) each(std::move(row));
  return true;
}

void MemoryJournal::save_snapshot(core::AccountId account, Snapshot snapshot) {
  const std::lock_guard lock(store_->mutex_);
  Shelf& shelf = store_->shelves_[account];
  if (!is_fenced(account, shelf)) shelf.snapshot = std::move(snapshot);
}

void MemoryJournal::erase(core::AccountId account, std::vector<core::Position> positions,
                          std::vector<core::ConversationId>, ports::Loop& loop,
                          std::function<void(bool)> done) {
  const std::lock_guard lock(store_->mutex_);
  Shelf& shelf = store_->shelves_[account];
  const core::Position last = positions.empty() ? 0 : positions.back();
  bool may = positions.empty() || (positions.front() > 0 && last <= shelf.rows.size() &&
                                   shelf.snapshot && last <= shelf.snapshot->position);
  may = may && !is_fenced(account, shelf);
  for (const core::Position each : positions) {
    if (may) shelf.rows[each - 1].event = core::event::Erased{};
  }
  gate_.post(loop, [done = std::move(done), may] { done(may); });
}

// Call with the mutex held. What waits for the account is answered before anything changes.
void MemoryJournal::settle(core::AccountId account) {
  std::deque<Append> rest;
  for (Append& append : held_) {
    if (append.account == account) {
      answer(append);
    } else {
      rest.push_back(std::move(append));
    }
  }
  held_.swap(rest);
}

ports::Claimed MemoryJournal::claim(core::AccountId account, ports::Term term) {
  using Outcome = ports::Claimed::Outcome;
  const std::lock_guard lock(store_->mutex_);
  settle(account);
  Shelf& shelf = store_->shelves_[account];
  if (reads_fail_) return {Outcome::failed, shelf.term};
  const bool again = term == shelf.term && shelf.holder == holder_;
  if (term <= shelf.term && !again) return {Outcome::outrun, shelf.term};
  shelf.term = term;
  shelf.holder = holder_;
  claimed_.insert(account);
  failed_.erase(account);
  return {Outcome::claimed, term};
}

void MemoryJournal::disclaim(core::AccountId account) {
  const std::lock_guard lock(store_->mutex_);
  settle(account);
  claimed_.erase(account);
}

std::optional<std::vector<core::AccountId>> MemoryJournal::outrun() {
  const std::lock_guard lock(store_->mutex_);
  if (reads_fail_) return std::nullopt;
  std::vector<core::AccountId> found;
  if (!store_->has_fence_) return found;
  for (const core::AccountId account : claimed_) {
    if (store_->shelves_[account].holder != holder_) found.push_back(account);
  }
  return found;
}

void MemoryJournal::fail_next_append(ports::Stored with) {
  const std::lock_guard lock(store_->mutex_);
  next_failure_ = with;
}

void MemoryJournal::hold() {
  const std::lock_guard lock(store_->mutex_);
  holding_ = true;
}

void MemoryJournal::release() {
  const std::lock_guard lock(store_->mutex_);
  holding_ = false;
  for (Append& append : held_) answer(append);
  held_.clear();
}

std::size_t MemoryJournal::appends_waiting() const {
  const std::lock_guard lock(store_->mutex_);
  return held_.size();
}

void MemoryJournal::fail_reads(bool failing) {
  const std::lock_guard lock(store_->mutex_);
  reads_fail_ = failing;
}

}  // namespace usher::adapters
