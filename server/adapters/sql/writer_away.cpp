// What the writer does when its store is a server that went away, or that another process has
// taken.

#include <algorithm>
#include <thread>

#include "adapters/sql/errors.hpp"
#include "adapters/sql/writer.hpp"

namespace usher::adapters {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// Between two tries, at most: at first, and after many.
constexpr milliseconds patience_min(20);
constexpr milliseconds patience_max(2'000);
// A batch waits so long to learn what became of it. Longer, and its people are told to come back:
// their floor is then built from whatever the store holds.
constexpr milliseconds find_out_max(2'000);
constexpr milliseconds between_claims(100);

}  // namespace

// A process that has just ended may hold the store for another moment.
std::unique_ptr<HotStatements> claimed_statements(const SqlOptions& options,
                                                  soci::session& session) {
  auto statements = options.postgres.empty() ? sqlite_hot_statements(session)
                                             : postgres_hot_statements(session, options.shared);
  const auto until = Clock::now() + options.claim_wait;
  for (;;) {
    try {
      statements->claim();
      return statements;
    } catch (const SqlFailure& failure) {
      if (failure.trouble != Trouble::fenced) throw;
      if (Clock::now() >= until) throw FolderInUse(shown(options) + ": " + failure.what());
    }
    std::this_thread::sleep_for(between_claims);
  }
}

void Writer::go_away(const SqlFailure& failure) {
  log_.error("journal_store_away", {{"reason", failure.what()}, {"store", shown(options_)}});
  away_ = true;
  patience_ = patience_min;
  next_try_ = Clock::now();
}

// Everything that is known of the store is read anew: after a failover it may hold less. A claim
// waits for the end of what the server still does for the old connection.
bool Writer::come_back() {
  if (Clock::now() < next_try_) return false;
  try {
    dialect_of(options_).reconnect(*session_, options_);
    statements_->claim();
    rows_ = Rows(*session_);
    known_.forget();
    shelves_.clear();
    if (!recover()) throw SqlFailure(Trouble::damaged, "a damaged event");
    away_ = false;
    {
      const std::lock_guard lock(mutex_);
      holder_ = statements_->holder();
    }
    log_.info("journal_store_back", {{"store", shown(options_)}});
    return true;
  } catch (const SqlFailure& failure) {
    if (failure.trouble == Trouble::fenced || failure.trouble == Trouble::damaged) {
      stop_writing(failure);
    }
  } catch (const soci::soci_error&) {  // it went away again
  }
  // All processes that lost one server must not come back in one moment.
  std::uniform_int_distribution<milliseconds::rep> wait(0, patience_.count());
  next_try_ = Clock::now() + milliseconds(wait(chance_));
  patience_ = std::min(2 * patience_, patience_max);
  return false;
}

// The batch is one transaction, and nobody else writes what is ours still: the last event of one
// account tells of all. When none is, there is nothing to store again either.
std::optional<ports::Stored> Writer::find_out(const SqlFailure& failure, const Batch& batch) {
  go_away(failure);
  const auto until = Clock::now() + find_out_max;
  while (!come_back()) {
    if (broken_) return ports::Stored::failed;
    if (Clock::now() >= until) return ports::Stored::away;
    std::this_thread::sleep_until(std::min(next_try_, until));
  }
  try {
    const auto known = std::ranges::find_if(batch.last, [this](const auto& each) {
      return !options_.shared || tail_.stay(each.first).has_value();
    });
    const bool stored =
        known != batch.last.end() && rows_.last_position(known->first) >= known->second;
    log_.info("journal_batch_found_out", {{"stored", stored ? "yes" : "no"}});
    return stored ? std::optional(ports::Stored::stored) : std::nullopt;
  } catch (const soci::soci_error& error) {
    go_away(SqlFailure(Trouble::lost, error.what()));
    return ports::Stored::away;
  }
}

// After a failed sync nobody knows what is on the disk, and a second try may lie; and what another
// process writes is not ours to change. No more writes.
ports::Stored Writer::stop_writing(const SqlFailure& failure) {
  broken_ = true;
  broken_gauge_.set(1);
  if (keeper_) {
    keeper_->stop();
    keep_log(*session_);
  }
  const bool fenced = failure.trouble == Trouble::fenced;
  log_.error("journal_stopped_writing", {{"reason", failure.what()},
                                         {"what_to_do", fenced ? "see who else serves this store"
                                                               : "check the disk, then restart"}});
  return ports::Stored::failed;
}

}  // namespace usher::adapters
