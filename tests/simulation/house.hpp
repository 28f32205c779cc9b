#pragma once
// A floor with a journal around it, as the shell keeps them: nothing is told before it is
// committed, a failed commit throws the floor away, deadlines wake it.

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/decide.hpp"
#include "simulation/action.hpp"
#include "simulation/auditor.hpp"
#include "simulation/bug.hpp"

namespace usher::simulation {

class House {
 public:
  explicit House(Bug bug) : bug_(bug) {}

  // Throws Broken.
  void run(const Action& action);
  void finish() const { auditor_.read_journal(journal_); }

  const core::Floor& floor() const { return floor_; }
  core::Time now() const { return now_; }
  const std::vector<core::Recorded>& journal() const { return journal_; }

 private:
  void sleep(std::int64_t wait_ms, bool late);
  void apply(const core::Command& command, bool commit_fails = false);
  core::Outcome step(const core::Command& command, bool journal_was_asked);
  std::optional<core::Decision::Accepted> find_message(const core::Command& command) const;
  void tell(const core::Command& command, const core::Outcome& outcome);
  bool commit(const std::vector<core::Event>& events, bool fails);
  void remember_connections(const core::Command& command);
  void check_floor() const;
  core::Floor from_events(const core::Floor& base) const;
  void rebuild();

  Bug bug_;
  core::Floor floor_;
  core::Time now_{1'700'000'000'000};
  std::vector<core::Recorded> journal_;
  std::string snapshot_;
  std::set<core::VisitorId> visitors_;  // who has a connection, whatever the floor thinks
  std::set<core::AgentId> agents_;
  Auditor auditor_;
};

}  // namespace usher::simulation
