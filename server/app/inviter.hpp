#pragma once
// Invites visitors by the account's rules, in their order: whoever is on a page and has not asked,
// while somebody has room. What pages tell of themselves is kept here, as long as the visit lasts;
// a restart forgets it.
//
// A visitor is looked at when something about it changes, when a condition that waits for a time
// may have come true, and every limits::invitation_retry_ms while nobody is free; never all of
// them, but for a change of the rules, and then a slice in each turn of the loop. Nothing is kept,
// and no event looked at, while there are no rules.
//
// Thread: the floor's.

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <utility>

#include "app/account_config.hpp"
#include "core/event.hpp"
#include "core/rule_verdict.hpp"
#include "ports/clock.hpp"
#include "ports/loop.hpp"

namespace usher::app {

class Inviter {
 public:
  using Invite = std::function<void(const core::Command&)>;
  Inviter(const core::Floor& floor, const AccountConfig& config, const ports::Clock& clock,
          ports::Loop& loop, Invite invite);

  // The rules or the floor are others.
  void look_at_all();
  // `floor` already shows the events.
  void note(std::span<const core::Event> events);
  // The page of a visitor told of this event.
  void track(core::VisitorId visitor, const std::string& event);

  // What rules are judged by; `visitor` and this must outlive it.
  core::Circumstances circumstances_of(const core::Visitor& visitor) const;
  // A rule asks for it: pages are to watch for it.
  bool wants(core::RuleInput input) const;

 private:
  struct Told {
    core::VisitId visit;
    core::PageFacts facts;
  };

  bool idle() const;
  void stir(core::VisitorId visitor);
  void forget(core::VisitorId visitor);
  void slice();
  void look(core::VisitorId visitor);
  // True when the visitor is spoken to: no further rule is asked.
  bool ask(const core::InvitationRule& rule, const core::Visitor& visitor,
           std::optional<core::Time>& next);
  void wait(core::VisitorId visitor, std::optional<core::Time> until);
  void arm();

  const core::Floor& floor_;
  const AccountConfig& config_;
  const ports::Clock& clock_;
  ports::Loop& loop_;
  Invite invite_;
  std::unique_ptr<ports::Timer> timer_;
  std::optional<core::Time> armed_for_;
  std::map<core::VisitorId, Told> told_;           // of visits that go on
  std::map<core::VisitorId, core::Time> waiting_;  // when each is looked at again
  std::set<std::pair<core::Time, core::VisitorId>> due_;
  std::set<core::VisitorId> stirred_;
  bool posted_ = false;
};

}  // namespace usher::app
