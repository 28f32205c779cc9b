#pragma once
// Who has each conversation and at whom it rings, kept from the journal's events alone, without the
// floor's own rules: the floor must come to the same.

#include <functional>
#include <map>
#include <string>

#include "core/floor.hpp"

namespace usher::crash {

class Books {
 public:
  using Complain = std::function<void(const std::string&)>;
  explicit Books(Complain complain) : complain_(std::move(complain)) {}

  // The next event: an owner follows on an owner as it must, and an offer ends before another
  // begins.
  void enter(const core::Event& event);
  // Each conversation has one owner, or waits, or is closed; each offer rings on or has ended.
  void compare(const core::Floor& floor) const;

 private:
  struct Account {
    core::ConversationState state = core::ConversationState::waiting;
    core::AgentId owner;
    core::OfferId offer;  // 0: nothing rings
    core::AgentId rings_at;
  };

  // A closed one is not touched until it is reopened.
  Account& open(core::ConversationId id);
  void assigned(core::ConversationId id, core::AgentId from, core::AgentId to);
  void end_ownership(core::ConversationId id, core::ConversationState state);
  void complain(const std::string& what, core::ConversationId id) const;
  void compare(const core::Floor& floor, core::ConversationId id, const Account& account) const;

  Complain complain_;
  std::map<core::ConversationId, Account> accounts_;
};

}  // namespace usher::crash
