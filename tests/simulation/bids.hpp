#pragma once
// The auditor's own books of invitations: nobody is invited more often than the caps say, during a
// cool-down or while it talks; each is answered once; what is withheld stands nowhere; what a
// conversation is said to have followed from was there before it, in the same visit; and rules are
// credited with what came of them and nothing else.

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/event.hpp"
#include "core/floor.hpp"

namespace usher::simulation {

class Bids {
 public:
  // What one command led to, in its order.
  void enter(const core::Command& command, const std::vector<core::Event>& events, std::int64_t now,
             std::int64_t midnight);
  void compare(const core::Floor& floor) const;
  // It invited this visitor, who may accept now: with these first words; by hand, so that it has
  // the conversation at once.
  bool greets(std::uint64_t agent, std::uint64_t visitor) const;
  bool by_hand(std::uint64_t visitor) const;

 private:
  using Id = std::uint64_t;
  struct Bid {
    Id number = 0;
    std::int64_t at = 0;
    Id by = 0;
    Id rule = 0;
    bool withheld = false;
    bool answered = false;
    bool led = false;
    std::string text;
  };
  struct Visitor {
    bool on_site = false;
    bool talks = false;
    std::vector<Bid> bids;  // of this visit
    std::int64_t day = -1;
    std::uint32_t in_day = 0;
    std::int64_t refused_at = -1;
  };

  template <class E>
  void see(const E&) {}  // not of interest
  void see(const core::event::VisitStarted& e);
  void see(const core::event::VisitEnded& e);
  void see(const core::event::ConversationOpened& e);
  void see(const core::event::MessagePosted& e);
  void see(const core::event::Closed& e);
  void see(const core::event::Reopened& e);
  void see(const core::event::VisitorInvited& e);
  void see(const core::event::InvitationAnswered& e);
  void see(const core::event::InvitationLed& e);
  void see(const core::event::Forgotten& e);
  const Bid* open_of(Id visitor) const;
  void credit(Id rule, std::uint64_t core::RuleResults::*what);

  std::map<Id, Visitor> visitors_;
  std::map<Id, Id> visitor_of_;  // of conversations
  std::set<Id> opened_;          // by this command, for visitors
  core::InvitationCaps caps_;    // of this command
  std::map<core::InvitationRuleId, core::RuleResults> results_;
  Id made_ = 0;
  std::int64_t now_ = 0;
  std::int64_t midnight_ = 0;
};

}  // namespace usher::simulation
