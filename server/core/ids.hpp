#pragma once
// Identities and instants of the domain.
//
// Ids are minted by the shell (never here), are below 2^53 so that every language can hold them in
// a number, and rise with time so that rows of one conversation lie close together on disk.

#include <compare>
#include <cstdint>

namespace usher::core {

template <class Tag>
struct Id {
  std::uint64_t value = 0;

  constexpr explicit operator bool() const { return value != 0; }
  friend constexpr auto operator<=>(Id, Id) = default;
};

using AccountId = Id<struct AccountTag>;
using SiteId = Id<struct SiteTag>;
using QueueId = Id<struct QueueTag>;
using AgentId = Id<struct AgentTag>;
using VisitorId = Id<struct VisitorTag>;
using VisitId = Id<struct VisitTag>;
using ConversationId = Id<struct ConversationTag>;
using OfferId = Id<struct OfferTag>;  // counted by the floor: 1, 2, 3 …

// Milliseconds since 1970-01-01 UTC, as the shell's clock tells them.
struct Time {
  std::int64_t ms = 0;

  friend constexpr auto operator<=>(Time, Time) = default;
};

constexpr Time operator+(Time time, std::int64_t ms) { return Time{time.ms + ms}; }
constexpr std::int64_t operator-(Time a, Time b) { return a.ms - b.ms; }

// Place of an entry in its conversation: 1, 2, 3 … without a gap. 0 is "before the first".
using Seq = std::uint64_t;

// Place of an event in its account's journal: 1, 2, 3 … without a gap. 0 is "before the first".
using Position = std::uint64_t;

}  // namespace usher::core
