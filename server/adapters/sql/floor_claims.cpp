#include "adapters/sql/floor_claims.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <string>
#include <utility>

#include "adapters/sql/postgres_claim.hpp"

namespace usher::adapters {
namespace {

using Outcome = ports::Claimed::Outcome;

struct Written {
  Number shelf = 0;
  Number standing = 0;  // the term
  Number made = 0;      // 0: outrun
};

// Waits for transactions that write to the shelf.
Written write_claim(soci::session& session, core::AccountId account, ports::Term term,
                    const std::string& holder) {
  const Number whose = number(account);
  const auto wanted = static_cast<Number>(term);
  Written written;
  session << "SELECT at_shelf, standing, made FROM claim_floor(:whose, :wanted, :who)",
      soci::use(whose), soci::use(wanted), soci::use(holder), soci::into(written.shelf),
      soci::into(written.standing), soci::into(written.made);
  return written;
}

std::set<core::AccountId> accounts_of(soci::session& session, const std::string& process) {
  std::set<core::AccountId> found;
  Number account = 0;
  soci::statement rows =
      (session.prepare << "SELECT s.account FROM floor_claim c JOIN shelf s ON s.number = c.shelf"
                          " WHERE split_part(c.holder, '.', 1) = :process",
       soci::use(process), soci::into(account));
  rows.execute();
  while (rows.fetch()) found.insert(id_of<core::AccountId>(account));
  return found;
}

}  // namespace

ports::Claimed FloorClaims::claim(core::AccountId account, ports::Term term) {
  if (!options_.shared) {
    return {writer_.forget_failure(account) ? Outcome::claimed : Outcome::failed, term};
  }
  if (!writer_.abandon(account)) return {};
  try {
    const ports::Claimed claimed = claim_and_take_in(account, term);
    if (claimed.outcome == Outcome::claimed) note(account, true);
    return claimed;
  } catch (const std::runtime_error& error) {  // both SOCI's and ours
    log_.warning("journal_claim_failed",
                 {{"account", std::to_string(account.value)}, {"reason", error.what()}});
    return {};
  }
}

// The end of the shelf is read when nobody else can add to it.
ports::Claimed FloorClaims::claim_and_take_in(core::AccountId account, ports::Term term) {
  auto session = sessions_.borrow();
  const std::string holder = writer_.holder();
  const Written written = write_claim(*session, account, term, holder);
  bool taken_in = false;
  if (written.made > 0) {
    Rows rows(*session);
    std::optional<Indexer::Unindexed> end = Indexer::read(rows, rows.shelf(written.shelf));
    if (!end) throw std::runtime_error("a damaged event");
    taken_in = writer_.adopt(account, written.shelf, holder, std::move(*end));
  }
  sessions_.give_back(std::move(session));
  if (written.made == 0) return {Outcome::outrun, static_cast<ports::Term>(written.standing)};
  return taken_in ? ports::Claimed{Outcome::claimed, term} : ports::Claimed{};
}

void FloorClaims::disclaim(core::AccountId account) {
  if (!options_.shared) return;
  writer_.abandon(account);
  note(account, false);
}

void FloorClaims::note(core::AccountId account, bool is_claimed) {
  const std::lock_guard lock(mutex_);
  if (is_claimed) {
    claimed_.insert(account);
  } else {
    claimed_.erase(account);
  }
}

std::optional<std::vector<core::AccountId>> FloorClaims::outrun() {
  std::vector<core::AccountId> lost;
  if (!options_.shared) return lost;
  std::set<core::AccountId> claimed;
  {
    const std::lock_guard lock(mutex_);
    claimed = claimed_;
  }
  try {
    auto session = sessions_.borrow();
    const auto ours = accounts_of(*session, PostgresClaim::process_of(writer_.holder()));
    sessions_.give_back(std::move(session));
    std::ranges::set_difference(claimed, ours, std::back_inserter(lost));
    return lost;
  } catch (const std::runtime_error&) {
    return std::nullopt;
  }
}

}  // namespace usher::adapters
