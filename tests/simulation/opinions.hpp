#pragma once
// The auditor's own books of ratings and of words that alarm: who may rate what and for whom it
// counts, which messages hold a word, and what no supervisor has acknowledged yet.

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/event.hpp"
#include "core/floor.hpp"

namespace usher::simulation {

class Opinions {
 public:
  // What one command led to, in its order.
  void enter(const std::vector<core::Event>& events);
  void compare(const core::Floor& floor) const;

 private:
  using Id = std::uint64_t;
  struct Conversation {
    Id visitor = 0;
    Id queue = 0;
    Id owner = 0;  // the last one
    bool closed = false;
    std::uint32_t score = 0;  // of this close; 0: none
    bool skipped = false;
  };
  struct Alarm {
    Id number = 0;
    Id conversation = 0;
    std::string word;  // empty: a low rating
    core::AuthorKind by{};
  };

  template <class E>
  void see(const E&) {}  // not of interest
  void see(const core::event::QueueConfigured& e);
  void see(const core::event::QueueRemoved& e);
  void see(const core::event::AgentConfigured& e);
  void see(const core::event::AgentRemoved& e) { steering_.erase(e.agent.value); }
  void see(const core::event::WordsConfigured& e) { words_ = e.words; }
  void see(const core::event::ConversationOpened& e);
  void see(const core::event::Assigned& e) { of(e.conversation).owner = e.agent.value; }
  void see(const core::event::Transferred& e) { of(e.conversation).owner = e.agent.value; }
  void see(const core::event::Requeued& e);
  void see(const core::event::Closed& e) { of(e.conversation).closed = true; }
  void see(const core::event::Reopened& e);
  void see(const core::event::ConversationArchived& e);
  void see(const core::event::MessagePosted& e);
  void see(const core::event::WordFound& e);
  void see(const core::event::Rated& e);
  void see(const core::event::RatingSkipped& e);
  void see(const core::event::AlarmAcknowledged& e);

  Conversation& of(core::ConversationId id) { return conversations_.at(id.value); }
  void raise(Id conversation, const std::string& word, core::AuthorKind by);

  std::map<Id, Conversation> conversations_;
  std::map<Id, std::uint32_t> alarms_at_;  // a queue's rating_alarm_at
  std::set<Id> steering_;                  // supervisors and admins
  std::vector<std::string> words_;
  std::optional<core::event::MessagePosted> unheard_;  // holds a word that was not told yet
  std::deque<Alarm> alarms_;
  Id raised_ = 0;
};

}  // namespace usher::simulation
