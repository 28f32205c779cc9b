#pragma once
// ports::Claims over SQL, see the port. Table `floor_claim` holds, for each shelf, the highest term
// and a word for the connection of the node that claimed it. Every transaction of the journal asks
// whether the shelves that it writes to have its connection's word still, and locks those rows: so
// a claim, which changes a row, waits for its end.
//
// A store that is not shared is all this node's, whatever is claimed.

#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "adapters/sql/idle_sessions.hpp"
#include "adapters/sql/writer.hpp"
#include "ports/claims.hpp"

namespace usher::adapters {

class FloorClaims {
 public:
  FloorClaims(const SqlOptions& options, IdleSessions& sessions, Writer& writer, ports::Log& log)
      : options_(options), sessions_(sessions), writer_(writer), log_(log) {}

  ports::Claimed claim(core::AccountId account, ports::Term term);
  void disclaim(core::AccountId account);
  std::optional<std::vector<core::AccountId>> outrun();

 private:
  ports::Claimed claim_and_take_in(core::AccountId account, ports::Term term);
  void note(core::AccountId account, bool is_claimed);

  const SqlOptions options_;
  IdleSessions& sessions_;
  Writer& writer_;
  ports::Log& log_;
  std::mutex mutex_;
  std::set<core::AccountId> claimed_;  // and not disclaimed
};

}  // namespace usher::adapters
