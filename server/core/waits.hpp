#pragma once
// Where a waiting conversation stands, and how long it will wait: a range, from how fast its queue
// serves, or nothing when that is not known.
//
// The pace is measured only while somebody waits, as answers per agent's place and time, so that it
// still holds when agents come or go. The p-th of a line is served after p answers; the time of p
// Poisson events, predicted from n observed ones, is spread like an F(2p, 2n) (Kotz and Johnson,
// "Encyclopedia of Statistical Sciences", prediction intervals). Its logarithm is near a normal one
// with variance 1/p + 1/n around the median p (1 - 1/9p)^3 (Wilson and Hilferty 1931).
//
// The range scores itself: each wait that ends inside or outside of what was promised narrows or
// widens the next ones (adaptive conformal inference, Gibbs and Candes 2021), so that over time the
// share inside goes to waits::share_inside, however the real waits are distributed.

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/ids.hpp"

namespace usher::core {

struct Queue;
struct Conversation;
struct Floor;

struct WaitRange {
  std::int64_t low_ms = 0;
  std::int64_t high_ms = 0;

  friend bool operator==(const WaitRange&, const WaitRange&) = default;
};

// How fast a queue serves, and how well that was foretold. Kept by evolve().
struct Pace {
  double answers = 0;        // of those who had to wait; older ones count less and less
  double place_ms = 0;       // agents' places times the time that somebody waited, fading likewise
  double width = 1.645;      // of a range, in standard deviations
  Time measured_at;          // up to when place_ms is complete
  std::uint64_t judged = 0;  // promised ranges whose wait is over
  std::uint64_t kept = 0;    // of them, those that held

  friend bool operator==(const Pace&, const Pace&) = default;
};

namespace waits {

inline constexpr double share_inside = 0.85;
inline constexpr double memory_answers = 50;  // the pace follows about so many
inline constexpr double answers_min = 3;      // before that nothing is known

// Before the line or the places of a queue change.
void measure(Queue& queue, Time now);
// The wait of a conversation ended with an answer.
void answered(Queue& queue, const Conversation& conversation, Time now);

}  // namespace waits

// 1 for the first of the line. Walks from the line's end, where newcomers stand.
std::size_t position_of(const Queue& queue, const Conversation& conversation);
// Where somebody would stand who comes now; who comes back goes before the newcomers.
std::size_t next_position(const Queue& queue, bool newcomer);
// For whoever has this position now; none as well when an agent is free for it: it only rings.
std::optional<WaitRange> expected_wait(const Queue& queue, std::size_t position);

}  // namespace usher::core
