#pragma once
// The newest entries that the indexes by conversation do not hold yet.
//
// Messages of many conversations arrive mixed. Writing each into two indexes at its commit dirties
// two pages a message, which is most of what a commit costs (25 us of CPU a message, measured). So
// messages go to the event table's end only, are findable through this list in memory, and move
// into the index some thousand at a time, conversation by conversation. After a crash the list is
// read again from the event table: see Indexer.
//
// Threads: the writer changes it; readers copy from it. Readers ask the tail first and the database
// second, so that an entry on its way from one to the other is seen twice, never missed.
//
// Where nodes share the store, each has the entries of the shelves that it has claimed, and can
// read no others.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "adapters/sql/place.hpp"

namespace usher::adapters {

struct ConversationKey {
  Number shelf = 0;
  Number conversation = 0;

  friend auto operator<=>(const ConversationKey&, const ConversationKey&) = default;
};

struct TailEntry {
  Number seq = 0;
  Number place = 0;
  std::optional<Number> hash;  // messages only
};

class Tail {
 public:
  using Entry = std::pair<ConversationKey, TailEntry>;
  // The first `count` entries of a conversation.
  struct Slice {
    ConversationKey key;
    std::vector<TailEntry> entries;
  };

  explicit Tail(bool shared = false) : shared_(shared) {}

  // Which stay of the shelf's entries here it is; none: they are not here. Who reads asks before
  // and after.
  std::optional<std::uint64_t> stay(Number shelf) const;

  // The nearest `limit` entries on that side of `seq`.
  std::vector<TailEntry> above(ConversationKey key, Number seq, std::size_t limit) const;
  std::vector<TailEntry> below(ConversationKey key, Number seq, std::size_t limit) const;
  std::vector<Number> places_with(ConversationKey key, Number hash) const;

  // --- The writer's thread only. ---
  void add(const std::vector<Entry>& entries);
  // These and no others, at once.
  void replace(const std::vector<Entry>& entries);
  // Whole conversations after `cursor`, in order, until they hold `count` entries. Fewer when the
  // end of the list comes first.
  std::vector<Slice> after(ConversationKey cursor, std::size_t count) const;
  void remove(const std::vector<Slice>& slices);
  void forget(ConversationKey key);
  // Of a shared store: the shelf's entries come, or go.
  void adopt(Number shelf, const std::vector<Entry>& entries);
  void abandon(Number shelf);
  std::size_t size() const { return size_; }

 private:
  const bool shared_;
  mutable std::mutex mutex_;
  std::map<ConversationKey, std::vector<TailEntry>> conversations_;  // by rising seq
  std::size_t size_ = 0;
  std::map<Number, std::uint64_t> stays_;  // by shelf, of those that are here
  std::uint64_t stays_begun_ = 0;
};

// None for an event that is no entry of a conversation.
std::optional<Tail::Entry> tail_entry(Number shelf, const core::Recorded& row);

}  // namespace usher::adapters
