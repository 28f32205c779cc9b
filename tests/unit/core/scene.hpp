#pragma once
// A floor with time that moves by hand, and people with short names.

#include <string>
#include <utility>
#include <vector>

#include "core/decide.hpp"
#include "core/invariants.hpp"
#include "core/limits.hpp"
#include "support/catch.hpp"

namespace usher::test {

namespace command = core::command;
namespace event = core::event;

inline constexpr core::SiteId site{1};
inline constexpr core::QueueId sales{1};
inline constexpr core::QueueId support{2};
inline constexpr core::AgentId ann{1};
inline constexpr core::AgentId bob{2};
inline constexpr core::AgentId sue{3};  // a supervisor, where there is one
inline constexpr core::VisitorId vera{11};
inline constexpr core::VisitorId willy{12};
inline constexpr core::VisitorId xenia{13};

class Scene {
 public:
  core::Floor floor;
  core::Time now{1'700'000'000'000};
  std::vector<core::Recorded> journal;

  // Two queues; Ann and Bob serve both.
  explicit Scene(bool rings = true, std::uint32_t capacity = 1) {
    setting.queues = {{sales, "Sales", rings, 30'000}, {support, "Support", rings, 30'000}};
    setting.agents = {{ann, "Ann", core::Role::agent, capacity, {sales, support}},
                      {bob, "Bob", core::Role::agent, capacity, {sales, support}}};
    does(setting);
  }

  core::Decision does(const core::Command& wish, bool journal_was_asked = false) {
    core::Outcome outcome = core::step(floor, wish, now, journal_was_asked);
    REQUIRE(std::holds_alternative<core::Decision>(outcome));
    core::Decision decision = std::get<core::Decision>(std::move(outcome));
    for (const core::Event& e : decision.events) {
      if (core::is_durable(e)) journal.push_back({journal.size() + 1, now, e});
    }
    for (const core::Violation& violation : core::violations(floor)) {
      FAIL_CHECK(violation.law + ": " + violation.detail);
    }
    CHECK(floor.position == journal.size());
    return decision;
  }

  core::Rejection refused(const core::Command& wish) {
    const core::Floor before = floor;
    const core::Outcome outcome = core::step(floor, wish, now);
    CHECK(floor == before);
    REQUIRE(std::holds_alternative<core::Rejection>(outcome));
    return std::get<core::Rejection>(outcome);
  }

  // Time passes; the floor wakes at its deadlines.
  void pass(std::int64_t ms) {
    const core::Time until = now + ms;
    for (auto due = next_deadline(floor); due && *due <= until; due = next_deadline(floor)) {
      now = *due;
      does(command::Tick{});
    }
    now = until;
  }

  void comes(core::AgentId agent) {
    does(command::AgentConnect{agent});
    does(command::SetStatus{agent, core::AgentStatus::online});
  }

  // Keeps agents' leases alive meanwhile.
  void pass_with(std::vector<core::AgentId> agents, std::int64_t ms) {
    for (; ms > 0; ms -= 10'000) {
      for (const core::AgentId agent : agents) does(command::AgentHeartbeat{agent});
      pass(std::min<std::int64_t>(ms, 10'000));
    }
  }

  core::ConversationId asks(core::VisitorId visitor, std::string text = "Hello?",
                            std::string client_id = "") {
    if (client_id.empty()) client_id = "q" + std::to_string(++minted_);
    const core::Decision decision = does(
        command::Ask{visitor, site, sales, {++minted_}, std::move(client_id), std::move(text)});
    REQUIRE(decision.receipt);
    return decision.receipt->conversation;
  }

  const core::Conversation& of(core::ConversationId id) const { return floor.conversations.at(id); }
  const core::Agent& of(core::AgentId id) const { return floor.agents.at(id); }
  bool rings_at(core::ConversationId id, core::AgentId agent) const {
    return of(id).offer && of(id).offer->agent == agent;
  }
  bool owned_by(core::ConversationId id, core::AgentId agent) const {
    return of(id).state == core::ConversationState::assigned && of(id).agent == agent;
  }

  command::Configure setting;

 private:
  std::uint64_t minted_ = 100;
};

template <class E>
const E* find_event(const core::Decision& decision) {
  for (const core::Event& e : decision.events) {
    if (const E* found = std::get_if<E>(&e)) return found;
  }
  return nullptr;
}

}  // namespace usher::test
