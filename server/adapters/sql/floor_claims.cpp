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

// A process that writes alone, since, has taken the store from all nodes. The lock makes it wait.
bool is_shared(soci::session& session) {
  std::string writer;
  session << "SELECT value FROM meta WHERE name = 'writer' FOR SHARE", soci::into(writer);
  return writer.ends_with(" shared");
}

// Two nodes must not give one number to two accounts.
Number made_shelf(soci::session& session, Rows& rows, core::AccountId account) {
  if (const std::optional<Number> known = rows.shelf_of(account)) return *known;
  session << "SELECT pg_advisory_xact_lock('shelf'::regclass::oid::bigint)";
  if (const std::optional<Number> known = rows.shelf_of(account)) return *known;
  const Number id = number(account);
  Number made = 0;
  session << "INSERT INTO shelf (number, account) SELECT coalesce(max(number), 0) + 1, :id"
             " FROM shelf RETURNING number",
      soci::use(id), soci::into(made);
  return made;
}

// Waits for transactions that write to the shelf. The same claim may come again, when its answer
// was lost.
ports::Claimed write_claim(soci::session& session, Number shelf, ports::Term term,
                           const std::string& holder) {
  const auto wanted = static_cast<Number>(term);
  const std::string process = PostgresClaim::process_of(holder);
  Number standing = 0;
  session << "INSERT INTO floor_claim AS c (shelf, term, holder) VALUES (:shelf, :term, :holder)"
             " ON CONFLICT (shelf) DO UPDATE SET term = excluded.term, holder = excluded.holder"
             " WHERE c.term < excluded.term OR (c.term = excluded.term AND"
             " split_part(c.holder, '.', 1) = :process) RETURNING term",
      soci::use(shelf, "shelf"), soci::use(wanted, "term"), soci::use(holder, "holder"),
      soci::use(process, "process"), soci::into(standing);
  if (session.got_data()) return {Outcome::claimed, term};
  session << "SELECT term FROM floor_claim WHERE shelf = :shelf", soci::use(shelf),
      soci::into(standing);
  return {Outcome::outrun, static_cast<ports::Term>(standing)};
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
  ports::Claimed claimed;
  {
    Rows rows(*session);
    begin_write(*session);
    if (!is_shared(*session)) throw std::runtime_error("another process writes this store");
    const Number shelf = made_shelf(*session, rows, account);
    claimed = write_claim(*session, shelf, term, holder);
    *session << "COMMIT";
    if (claimed.outcome == Outcome::claimed) {
      std::optional<Indexer::Unindexed> end = Indexer::read(rows, rows.shelf(shelf));
      if (!end) throw std::runtime_error("a damaged event");
      if (!writer_.adopt(account, shelf, holder, std::move(*end))) claimed = {};
    }
  }
  sessions_.give_back(std::move(session));
  return claimed;
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
