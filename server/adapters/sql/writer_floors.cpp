// Which floors a node may write, where several share the store: those that it has claimed, until it
// finds that another one has claimed them since.

#include <algorithm>
#include <utility>

#include "adapters/sql/errors.hpp"
#include "adapters/sql/writer.hpp"

namespace usher::adapters {
namespace {

std::set<Number> claimed_by(soci::session& session, const std::string& holder) {
  std::set<Number> found;
  Number shelf = 0;
  soci::statement rows = (session.prepare << "SELECT shelf FROM floor_claim WHERE holder = :holder",
                          soci::use(holder), soci::into(shelf));
  rows.execute();
  while (rows.fetch()) found.insert(shelf);
  return found;
}

}  // namespace

bool Writer::adopt(core::AccountId account, Number shelf, const std::string& holder,
                   Indexer::Unindexed unindexed) {
  std::promise<bool> done;
  put(Adopt{account, shelf, holder, std::move(unindexed), &done});
  return done.get_future().get();
}

bool Writer::abandon(core::AccountId account) {
  std::promise<void> done;
  put(Abandon{account, &done});
  done.get_future().wait();
  return !away_;
}

std::string Writer::holder() {
  const std::lock_guard lock(mutex_);
  return holder_;
}

bool Writer::is_ours(core::AccountId account) const {
  return !options_.shared || floors_.contains(account);
}

// Another one may have written since it was ours: what the filter knows of it is of the past.
bool Writer::take_in(Adopt& adopt) {
  if (broken_ || away_ || adopt.holder != statements_->holder()) return false;
  let_go(adopt.account);
  if (!former_floors_.insert(adopt.shelf).second) known_.forget();
  failed_.erase(adopt.account);
  floors_[adopt.account] = adopt.shelf;
  indexer_.adopt(adopt.shelf, adopt.unindexed);
  return true;
}

void Writer::let_go(core::AccountId account) {
  const auto found = floors_.find(account);
  if (found == floors_.end()) return;
  indexer_.abandon(found->second);
  shelves_.erase(account.value);
  floors_.erase(found);
}

// False: none of them was ours.
bool Writer::lose(const FloorsLost& lost) {
  shelves_.clear();
  std::vector<core::AccountId> gone;
  for (const auto& [account, shelf] : floors_) {
    if (std::ranges::find(lost.shelves, shelf) != lost.shelves.end()) gone.push_back(account);
  }
  for (const core::AccountId account : gone) {
    log_.warning("journal_floor_fenced", {{"account", std::to_string(account.value)}});
    let_go(account);
  }
  return !gone.empty();
}

// Reads what the indexes may lack; of a shared store, of the floors that are ours still.
bool Writer::recover() {
  std::vector<Rows::Shelf> shelves = rows_.shelves();
  if (options_.shared) {
    const std::set<Number> ours = claimed_by(*session_, statements_->holder());
    std::vector<Number> gone;
    for (const auto& [account, shelf] : floors_) {
      if (!ours.contains(shelf)) gone.push_back(shelf);
    }
    if (!gone.empty()) lose(FloorsLost(std::move(gone), "claimed by another node meanwhile"));
    std::set<Number> kept;
    for (const auto& [account, shelf] : floors_) kept.insert(shelf);
    std::erase_if(shelves, [&](const auto& shelf) { return !kept.contains(shelf.number); });
  }
  return indexer_.recover(rows_, shelves);
}

// What is left undone, the next start, or the next owner, reads again.
void Writer::finish() {
  for (;;) {
    try {
      return indexer_.finish();
    } catch (const FloorsLost& lost) {
      roll_back(*session_);
      indexer_.rolled_back();
      if (!lose(lost)) return;
    } catch (const std::exception& error) {
      roll_back(*session_);
      return log_.warning("journal_index_unfinished", {{"reason", error.what()}});
    }
  }
}

}  // namespace usher::adapters
