#pragma once
// The auditor's own count of what happened on each day, for comparison with the floor's figures. It
// keeps every day and never forgets, so it needs none of the floor's care about midnight.

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/event.hpp"
#include "core/figures.hpp"

namespace usher::simulation {

class Ledger {
 public:
  void enter(const core::Event& event, std::int64_t now_ms);
  // Throws Broken when a figure differs from what was entered.
  void compare(const core::Today& today) const;
  std::int64_t midnight() const { return midnight_; }  // that began this day

 private:
  using Id = std::uint64_t;
  struct Rating {  // as it counts on this day, until the conversation is reopened
    std::int64_t score = 0;
    Id queue = 0;
    Id agent = 0;
  };
  struct Conversation {
    Id queue = 0;
    Id owner = 0;
    std::int64_t opened_at = 0;
    std::int64_t owner_since = 0;
    bool first_wait = true;  // never had an owner, never came back
    bool replied = false;
    bool left = false;
    Id last_owner = 0;
    Rating rating;
  };
  struct Agent {
    bool connected = false;
    bool online = false;
    std::int64_t since = 0;  // both hold, in the stretch that goes on
  };
  struct Book {
    std::map<std::string, std::int64_t> sums;  // by the figure's name
    std::vector<std::int64_t> waits;
  };
  using Books = std::map<std::pair<std::int64_t, Id>, Book>;  // by midnight, then queue or agent

  template <class E>
  void see(const E&) {}  // not counted
  void see(const core::event::QueueConfigured& e);
  void see(const core::event::QueueRemoved& e);
  void see(const core::event::AgentConfigured& e) { agents_.try_emplace(e.setting.id.value); }
  void see(const core::event::AgentRemoved& e);
  void see(const core::event::ConversationOpened& e);
  void see(const core::event::MessagePosted& e);
  void see(const core::event::Assigned& e);
  void see(const core::event::Requeued& e);
  void see(const core::event::Transferred& e);
  void see(const core::event::Closed& e);
  void see(const core::event::Reopened& e);
  void see(const core::event::MessageLeft& e) {
    conversations_.at(e.conversation.value).left = true;
  }
  void see(const core::event::OfferEnded& e);
  void see(const core::event::Rated& e);
  void see(const core::event::AgentStatusChanged& e);
  void see(const core::event::AgentConnected& e);
  void see(const core::event::AgentDropped& e);

  void begin_day(std::int64_t begins_at, std::int64_t ends_at);
  void forget_ratings(Id Rating::*of, Id id);
  void add(Id queue, Id agent, const std::string& figure, std::int64_t amount = 1);
  void change(Agent& agent, Id id, bool connected, bool online);
  void give(Conversation& c, Id agent);
  void take(Conversation& c);

  std::map<Id, Conversation> conversations_;
  std::map<Id, Agent> agents_;
  std::map<Id, std::int64_t> promises_;  // a queue's answer_within_ms
  Books queues_;
  Books agent_books_;
  std::int64_t now_ = 0;
  std::int64_t midnight_ = 0;
  std::int64_t next_midnight_ = 0;
};

}  // namespace usher::simulation
