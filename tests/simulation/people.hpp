#pragma once
// Makes up what people and machines do next, given how the house stands.

#include <array>
#include <string>
#include <vector>

#include "simulation/action.hpp"
#include "simulation/house.hpp"
#include "support/random.hpp"

namespace usher::simulation {

class People {
 public:
  explicit People(std::uint64_t seed);

  Action first();  // opens the house
  Action next(const House& house);

 private:
  using Make = core::Command (People::*)(const core::Floor&);
  struct Habit {
    Make make;
    std::uint64_t weight;
  };

  core::Skills skills();
  core::QueuePolicy policy();
  std::vector<std::string> words();
  core::command::Configure setting();
  core::Command configure(const core::Floor& floor);
  core::Command visitor_connects(const core::Floor& floor);
  core::Command visitor_leaves(const core::Floor& floor);
  core::Command views_page(const core::Floor& floor);
  core::Command dwells(const core::Floor& floor);
  core::Command identifies(const core::Floor& floor);
  core::Command asks(const core::Floor& floor);
  core::Contact contact();
  core::Command leaves_message(const core::Floor& floor);
  core::Command posts(const core::Floor& floor);
  core::Command repeats(const core::Floor& floor);
  core::Command marks(const core::Floor& floor);
  core::Command agent_connects(const core::Floor& floor);
  core::Command agent_leaves(const core::Floor& floor);
  core::Command heartbeat(const core::Floor& floor);
  core::Command sets_status(const core::Floor& floor);
  core::Command accepts(const core::Floor& floor);
  core::Command picks(const core::Floor& floor);
  core::Command declines(const core::Floor& floor);
  core::Command transfers(const core::Floor& floor);
  core::Command withdraws(const core::Floor& floor);
  core::Command holds(const core::Floor& floor);
  core::Command prioritises(const core::Floor& floor);
  core::Command finishes(const core::Floor& floor);
  core::Command closes(const core::Floor& floor);
  core::Command reopens(const core::Floor& floor);
  // people_together.cpp
  core::Command joins(const core::Floor& floor);
  core::Command leaves(const core::Floor& floor);
  core::Command invites(const core::Floor& floor);
  core::Command takes_over(const core::Floor& floor);
  core::Command gives(const core::Floor& floor);
  core::Command sets_status_of(const core::Floor& floor);
  core::Command writes_note(const core::Floor& floor);
  core::Command tags(const core::Floor& floor);
  core::Command disposes(const core::Floor& floor);
  core::AgentId supervisor(const core::Floor& floor);
  core::Command changes_hours(const core::Floor& floor);
  core::Command changes_day(const core::Floor& floor);
  core::Command forgets(const core::Floor& floor);
  // people_opinions.cpp
  core::Command rates(const core::Floor& floor);
  core::Command skips_rating(const core::Floor& floor);
  core::Command acknowledges(const core::Floor& floor);
  // people_invitations.cpp
  core::Command invites_visitor(const core::Floor& floor);
  core::Command answers_invitation(const core::Floor& floor);
  core::Command edits_person(const core::Floor& floor);  // people_staff.cpp

  core::VisitorId visitor() { return {random_.below(visitors_) + 1}; }
  core::AgentId agent() { return {random_.below(agents_) + 1}; }
  core::ConversationId conversation(const core::Floor& floor);
  core::Author author(const core::Floor& floor, core::ConversationId id);
  std::string fresh_id() { return "m" + std::to_string(++minted_); }
  std::string text();
  std::optional<core::File> file();
  std::int64_t wait();

  test::Random random_;
  std::uint64_t visitors_;
  std::uint64_t agents_;
  std::uint64_t queues_;
  std::uint64_t minted_ = 100;
  std::vector<Habit> habits_;  // another mixture for each seed
  std::uint64_t habits_total_ = 0;
  std::uint64_t haste_;  // how long people take, and how often things fail
  std::uint64_t trouble_;
  bool calm_ = false;                // agents stay, so that they get somewhere
  bool fancy_ = false;               // queues have policies of all kinds
  std::vector<core::Command> sent_;  // messages that can be sent again
};

}  // namespace usher::simulation
