#include "simulation/nodes/store_way.hpp"

#include <string>
#include <utility>

namespace usher::simulation {
namespace {

// A commit that gets no answer is waited for so long.
constexpr std::int64_t patience_ms = 2'000;

}  // namespace

void StoreJudge::stored(core::AccountId account, const void* way) {
  const auto holder = holders_.find(account);
  laws_.expect(holder != holders_.end() && holder->second == way, "only_the_last_claimant_writes",
               "events of an earlier owner of account " + std::to_string(account.value));
}

StoreWay::StoreWay(World world)
    : world_(std::move(world)),
      inner_(world_.store),
      thread_(world_.scheduler),
      patience_(thread_.make_timer()) {}

// What was under way then is stored up to somewhere, and nobody here knows where.
void StoreWay::cut(bool away) {
  if (away == away_) return;
  away_ = away;
  if (!away) {
    patience_->cancel();
    return commit();
  }
  std::size_t reached = world_.random.below(waiting_.size() + 1);
  for (Append& append : waiting_) {
    if (reached-- == 0) break;
    append.was_stored = store(append) == ports::Stored::stored;
  }
  patient_until_ = world_.scheduler.clock.now() + patience_ms;
  patience_->start(patient_until_, [this] { lose_patience(); });
}

void StoreWay::kill() {
  cut(true);
  patience_->cancel();
  dead_ = true;
}

void StoreWay::append(core::AccountId account, std::vector<core::Recorded> events,
                      ports::Loop& loop, std::function<void(ports::Stored)> done) {
  if (dead_) return;
  waiting_.push_back({account, std::move(events), &loop, std::move(done)});
  if (std::exchange(commit_posted_, true)) return;
  thread_.post([this] {
    commit_posted_ = false;
    if (!away_) return commit();
    if (world_.scheduler.clock.now() >= patient_until_) lose_patience();
  });
}

void StoreWay::commit() {
  for (Append& append : std::exchange(waiting_, {})) pass_on(std::move(append));
}

ports::Stored StoreWay::store(Append& append) {
  if (failed_.contains(append.account)) return ports::Stored::out_of_order;
  ports::Stored outcome{};
  inner_.append(append.account, append.events, at_once_,
                [&outcome](ports::Stored answer) { outcome = answer; });
  if (outcome == ports::Stored::stored) world_.judge.stored(append.account, this);
  return outcome;
}

// What was stored already is looked for, and found.
void StoreWay::pass_on(Append append) {
  answer(append, append.was_stored ? ports::Stored::stored : store(append));
}

void StoreWay::answer(Append& append, ports::Stored outcome) {
  append.loop->post([done = std::move(append.done), outcome] { done(outcome); });
}

void StoreWay::lose_patience() {
  for (Append& append : std::exchange(waiting_, {})) {
    failed_.insert(append.account);
    const bool lies = world_.plant == Plant::lying_store;
    answer(append, lies ? ports::Stored::stored : ports::Stored::away);
  }
}

// What waits for the account is answered before anything changes.
void StoreWay::settle(core::AccountId account) {
  std::deque<Append> others;
  for (Append& append : std::exchange(waiting_, {})) {
    if (append.account != account) {
      others.push_back(std::move(append));
    } else if (away_) {
      failed_.insert(account);
      answer(append, ports::Stored::away);
    } else {
      pass_on(std::move(append));
    }
  }
  waiting_ = std::move(others);
}

void StoreWay::entries_after(core::AccountId account, core::ConversationId conversation,
                             core::Seq after, std::size_t limit, ports::Loop& loop,
                             std::function<void(std::optional<ports::Entries>)> done) {
  if (dead_) return;
  if (away_) return loop.post([done = std::move(done)] { done(std::nullopt); });
  inner_.entries_after(account, conversation, after, limit, loop, std::move(done));
}

void StoreWay::entries_before(core::AccountId account, core::ConversationId conversation,
                              core::Seq before, std::size_t limit, ports::Loop& loop,
                              std::function<void(std::optional<ports::Entries>)> done) {
  if (dead_) return;
  if (away_) return loop.post([done = std::move(done)] { done(std::nullopt); });
  inner_.entries_before(account, conversation, before, limit, loop, std::move(done));
}

void StoreWay::find_message(core::AccountId account, core::ConversationId conversation,
                            core::Author author, std::string client_id, ports::Loop& loop,
                            std::function<void(Found)> done) {
  if (dead_) return;
  if (away_) return loop.post([done = std::move(done)] { done(std::nullopt); });
  inner_.find_message(account, conversation, author, std::move(client_id), loop, std::move(done));
}

bool StoreWay::load(core::AccountId account, const std::function<void(const Snapshot&)>& snapshot,
                    const std::function<void(core::Recorded&&)>& each) {
  if (away_ || dead_) return false;
  failed_.erase(account);
  if (world_.plant != Plant::short_load) return inner_.load(account, snapshot, each);
  std::optional<core::Recorded> last;
  return inner_.load(account, snapshot, [&](core::Recorded&& row) {
    if (last) each(std::move(*last));
    last = std::move(row);
  });
}

bool StoreWay::replay(core::AccountId account, core::Position after,
                      const std::function<void(core::Recorded&&)>& each) {
  return !away_ && !dead_ && inner_.replay(account, after, each);
}

void StoreWay::save_snapshot(core::AccountId account, Snapshot snapshot) {
  if (!away_ && !dead_) inner_.save_snapshot(account, std::move(snapshot));
}

void StoreWay::erase(core::AccountId account, std::vector<core::Position> positions,
                     std::vector<core::ConversationId> conversations, ports::Loop& loop,
                     std::function<void(bool)> done) {
  if (dead_) return;
  if (away_) return loop.post([done = std::move(done)] { done(false); });
  inner_.erase(account, std::move(positions), std::move(conversations), loop, std::move(done));
}

ports::Claimed StoreWay::claim(core::AccountId account, ports::Term term) {
  if (dead_) return {};
  settle(account);
  if (away_) return {};
  const ports::Claimed answer = inner_.claim(account, term);
  if (answer.outcome == ports::Claimed::Outcome::claimed) {
    world_.judge.claimed(account, this);
    failed_.erase(account);
  }
  return answer;
}

void StoreWay::disclaim(core::AccountId account) {
  if (dead_) return;
  settle(account);
  inner_.disclaim(account);
}

std::optional<std::vector<core::AccountId>> StoreWay::outrun() {
  if (dead_ || away_) return std::nullopt;
  return inner_.outrun();
}

}  // namespace usher::simulation
