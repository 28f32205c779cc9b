#include "books.hpp"

#include <type_traits>
#include <utility>
#include <variant>

namespace usher::crash {

using core::ConversationState;

void Books::complain(const std::string& what, core::ConversationId id) const {
  complain_(what + ": conversation " + std::to_string(id.value));
}

void Books::enter(const core::Event& event) {
  std::visit(
      [this](const auto& it) {
        using T = std::decay_t<decltype(it)>;
        if constexpr (std::is_same_v<T, core::event::ConversationOpened>) {
          if (!accounts_.emplace(it.conversation, Account{}).second) {
            complain("opened twice", it.conversation);
          }
        } else if constexpr (std::is_same_v<T, core::event::Offered>) {
          Account& account = open(it.conversation);
          if (account.offer) complain("rings at two agents", it.conversation);
          account.offer = it.offer;
          account.rings_at = it.agent;
        } else if constexpr (std::is_same_v<T, core::event::OfferEnded>) {
          Account& account = accounts_[it.conversation];
          if (account.offer != it.offer) complain("an end of no offer", it.conversation);
          account.offer = {};
        } else if constexpr (std::is_same_v<T, core::event::Assigned>) {
          assigned(it.conversation, {}, it.agent);
        } else if constexpr (std::is_same_v<T, core::event::Transferred>) {
          assigned(it.conversation, it.from, it.agent);
        } else if constexpr (std::is_same_v<T, core::event::Requeued>) {
          end_ownership(it.conversation, ConversationState::waiting);
        } else if constexpr (std::is_same_v<T, core::event::Reopened>) {
          accounts_[it.conversation] = {};
        } else if constexpr (std::is_same_v<T, core::event::Closed>) {
          end_ownership(it.conversation, ConversationState::closed);
        }
      },
      event);
}

Books::Account& Books::open(core::ConversationId id) {
  const auto found = accounts_.find(id);
  if (found == accounts_.end()) {
    complain("something happens before it was opened", id);
  } else if (found->second.state == ConversationState::closed) {
    complain("something happens after it was closed", id);
  }
  return accounts_[id];
}

// An acceptance ends the offer; any other way to an owner had to end it before.
void Books::assigned(core::ConversationId id, core::AgentId from, core::AgentId to) {
  Account& account = open(id);
  if (account.owner != from) complain("taken from another than its owner", id);
  if (account.offer && account.rings_at != to) complain("assigned while it rings elsewhere", id);
  account = {ConversationState::assigned, to, {}, {}};
}

void Books::end_ownership(core::ConversationId id, ConversationState state) {
  Account& account = open(id);
  if (account.offer) complain("an offer that did not end", id);
  account = {state, {}, {}, {}};
}

void Books::compare(const core::Floor& floor) const {
  for (const auto& [id, account] : accounts_) compare(floor, id, account);
  if (floor.conversations.size() != accounts_.size()) {
    complain_("the floor has conversations that nobody opened");
  }
}

void Books::compare(const core::Floor& floor, core::ConversationId id,
                    const Account& account) const {
  const core::Conversation* conversation = core::find(floor, id);
  if (!conversation) return complain("not on the floor", id);
  std::size_t owners = 0;
  for (const auto& [agent, row] : floor.agents) owners += row.conversations.contains(id) ? 1 : 0;
  const std::size_t should = account.state == ConversationState::assigned ? 1 : 0;
  if (owners != should) complain(std::to_string(owners) + " owners", id);
  if (conversation->state != account.state) complain("the floor says another state", id);
  if (should == 1 && conversation->agent != account.owner) complain("another owner", id);
  const core::OfferId rings = conversation->offer ? conversation->offer->id : core::OfferId{};
  if (rings != account.offer) complain("an offer that neither rings nor ended", id);
}

}  // namespace usher::crash
