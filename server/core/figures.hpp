#pragma once
// What happened today, counted: for each queue and for each agent. Part of the floor and of its
// snapshot, so a restart loses nothing. Whether a day is over is told from the events' own times.

#include <array>
#include <cstdint>
#include <map>

#include "core/command.hpp"
#include "core/day.hpp"
#include "core/event.hpp"
#include "core/ids.hpp"

namespace usher::core {

struct Floor;

struct Total {
  std::uint32_t count = 0;
  std::int64_t sum_ms = 0;

  void add(std::int64_t ms) {
    ++count;
    sum_ms += ms;
  }
  friend bool operator==(const Total&, const Total&) = default;
};

// How long the answered ones had waited, in steps: exact enough for a wall, and small.
struct WaitSpread {
  static constexpr std::array<std::int64_t, 13> bounds_ms = {
      5'000,  10'000,  15'000,  20'000,  30'000,  45'000,   60'000,
      90'000, 120'000, 180'000, 300'000, 600'000, 1'800'000};
  // counts[i]: waits above the bound before and not above bounds_ms[i]; the last: beyond all.
  std::array<std::uint32_t, bounds_ms.size() + 1> counts{};

  void add(std::int64_t ms);
  // The bound that so many percent of the waits do not exceed. 0: nobody waited; what is beyond all
  // bounds counts as the last.
  std::int64_t percentile(std::uint32_t percent) const;
  friend bool operator==(const WaitSpread&, const WaitSpread&) = default;
};

struct Figures {
  std::uint32_t opened = 0;            // a queue's
  std::uint32_t answered = 0;          // assigned for the first time
  std::uint32_t answered_in_time = 0;  // of them, within what the queue's policy promises
  std::uint32_t abandoned = 0;         // a queue's: closed by the visitor before any agent had it
  std::uint32_t handled = 0;           // closed while an agent had it
  std::uint32_t missed = 0;            // offers
  std::uint32_t declined = 0;          // offers
  Total first_response;  // from getting a conversation to the first message of that agent in it
  Total handle;          // from getting a conversation to losing it, however
  std::int64_t online_ms = 0;    // an agent's; without the stretch that goes on
  WaitSpread waits;              // of the answered
  std::uint32_t ratings = 0;     // given on this day
  std::uint32_t rating_sum = 0;  // of their scores

  friend bool operator==(const Figures&, const Figures&) = default;
};

// How an agent stands, and since when.
struct Standing {
  AgentStatus status = AgentStatus::offline;
  bool connected = false;
  Time since;

  bool works() const { return connected && status == AgentStatus::online; }
  friend bool operator==(const Standing&, const Standing&) = default;
};

// A conversation's time with its present owner.
struct Turn {
  Time since;
  bool replied = false;   // by that owner
  Time unanswered_since;  // when the visitor first wrote what nobody answered; 0: all is answered

  friend bool operator==(const Turn&, const Turn&) = default;
};

// A rating as it was counted, so that another can take its place.
struct CountedRating {
  QueueId queue;  // 0: removed since
  AgentId agent;  // 0: removed, now or then
  std::uint32_t score = 0;

  friend bool operator==(const CountedRating&, const CountedRating&) = default;
};

struct Today {
  Day day;  // the figures are of it
  std::map<QueueId, Figures> queues;
  std::map<AgentId, Figures> agents;
  std::map<ConversationId, CountedRating> ratings;  // of today, that may still be changed
  // These go on over midnight: one for each agent, and for each conversation with an owner.
  std::map<AgentId, Standing> standings;
  std::map<ConversationId, Turn> turns;

  friend bool operator==(const Today&, const Today&) = default;
};

// The figures of the day that `now` is in.
const Figures& figures_of(const Today& today, QueueId queue, Time now);
const Figures& figures_of(const Today& today, AgentId agent, Time now);

// Counts an event that is about to change `floor`. For evolve() only. O(log n).
void count(Floor& floor, const Event& event, Time at);

}  // namespace usher::core
