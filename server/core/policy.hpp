#pragma once
// How a queue routes its conversations: one declarative value, edited by the account's admins and
// read by the floor only. Times in milliseconds; a rule whose time is 0 is switched off, unless its
// line says otherwise.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/hours.hpp"
#include "core/ids.hpp"

namespace usher::core {

// Whom an offer goes to first, of those who could take it.
enum class Strategy : std::uint8_t {
  least_busy,    // load by capacity, then longest idle
  longest_idle,  // since it last lost a conversation or came online
  round_robin,   // who was given a conversation longest ago
  tiers,         // lowest tier of the queue, then least busy
  manual,        // nobody: agents pick for themselves
};

using Skills = std::vector<std::string>;  // sorted, each once

struct QueuePolicy {
  Strategy strategy = Strategy::least_busy;
  std::int64_t pause_ms = 0;    // an agent gets no further offer for so long after one
  std::int64_t wrap_up_ms = 0;  // a closed conversation still takes its place for so long
  std::uint32_t misses_until_away = 3;

  // Order of the waiting: a level of priority is worth so much waiting. So everybody's turn comes,
  // and the order of two conversations never changes by itself: each has a fixed virtual arrival
  // (accumulating priority, Kleinrock 1964, with equal slopes).
  std::uint32_t priority = 0;           // of its conversations when they open; 0 to 9
  std::int64_t ageing_ms = 60 * 1'000;  // never 0

  // The ladder: each step opens when its time has passed.
  std::int64_t last_agent_ms = 0;  // only for the agent whom the visitor had last
  Skills skills;                   // every conversation needs these
  std::int64_t skill_ms = 0;       // then skills no longer matter; 0: they always do
  QueueId overflow;                // then it moves on to this queue; 0: nowhere
  std::int64_t overflow_ms = 0;

  // A queue with so many waiting is full and takes no more until enough have left; 0: never full.
  std::uint32_t full_at = 0;
  std::uint32_t reopen_at = 0;  // below full_at

  // Silence in a conversation that has an owner.
  std::int64_t visitor_remind_ms = 0;  // the visitor owes an answer: remind it
  std::int64_t visitor_close_ms = 0;   // then close
  std::int64_t agent_remind_ms = 0;    // the agent owes one: remind it
  std::int64_t agent_requeue_ms = 0;   // then back to the front of the queue

  std::int64_t answer_within_ms = 20 * 1'000;  // the promise that the service level counts
  Hours hours;

  // The supervisors' board alarms when somebody waits so long, for an agent or for a reply.
  std::int64_t wait_alarm_ms = 2 * 60 * 1'000;
  std::int64_t reply_alarm_ms = 2 * 60 * 1'000;
  // It alarms at a rating so low or lower; 0: at none.
  std::uint32_t rating_alarm_at = 2;

  std::uint32_t weight = 1;  // so many places of an agent's capacity each conversation takes

  friend bool operator==(const QueuePolicy&, const QueuePolicy&) = default;
};

// What is wrong with a policy: the first field that is out of its bounds or contradicts another, by
// its name here ("hours.week.2"), and why, for people.
struct PolicyFault {
  std::string field;
  std::string_view why;
};
std::optional<PolicyFault> fault_of(const QueuePolicy& policy);
// Sorts skills and takes doubles away.
void normalise(Skills& skills);

}  // namespace usher::core
