#include "adapters/sql/indexer.hpp"

#include <algorithm>
#include <utility>

#include "core/event.hpp"

namespace usher::adapters {
namespace {

// A round begins when the tail is this long: long enough for each conversation to have gathered
// many entries, short enough to be read again in 0.1 s after a crash.
constexpr std::size_t tail_entries_max = 16'384;
// Or when this many events came, page views among them, which a crash would make us read again.
constexpr std::size_t events_unmarked_max = 4 * tail_entries_max;
// Entries moved with each commit at least, so that rounds end in quiet times, too.
constexpr std::size_t move_min = 64;

}  // namespace

Indexer::Indexer(HotStatements& statements, Tail& tail) : statements_(statements), tail_(tail) {}

std::optional<Indexer::Unindexed> Indexer::read(Rows& rows, const Rows::Shelf& shelf) {
  Unindexed found;
  const bool sound = rows.stream(shelf.number, shelf.indexed, [&](core::Recorded&& row) {
    found.newest = row.position;
    ++found.events;
    if (const auto entry = tail_entry(shelf.number, row)) found.entries.push_back(*entry);
  });
  return sound ? std::optional(std::move(found)) : std::nullopt;
}

bool Indexer::recover(Rows& rows, const std::vector<Rows::Shelf>& shelves) {
  moving_ = false;
  newest_.clear();
  events_unmarked_ = 0;
  std::vector<Tail::Entry> entries;
  for (const Rows::Shelf& shelf : shelves) {
    const std::optional<Unindexed> found = read(rows, shelf);
    if (!found) return false;
    note(shelf.number, *found);
    entries.insert(entries.end(), found->entries.begin(), found->entries.end());
  }
  tail_.replace(entries);
  return true;
}

void Indexer::note(Number shelf, const Unindexed& unindexed) {
  if (unindexed.newest > 0) newest_[shelf] = unindexed.newest;
  events_unmarked_ += unindexed.events;
}

void Indexer::adopt(Number shelf, const Unindexed& unindexed) {
  note(shelf, unindexed);
  tail_.adopt(shelf, unindexed.entries);
}

void Indexer::abandon(Number shelf) {
  newest_.erase(shelf);
  round_.erase(shelf);
  tail_.abandon(shelf);
}

void Indexer::begin_round() {
  moving_ = true;
  cursor_ = {};
  round_ = newest_;
  events_unmarked_ = 0;
}

void Indexer::move(std::size_t events_added) {
  slices_.clear();
  round_ends_ = false;
  if (!moving_) {
    if (tail_.size() < tail_entries_max && events_unmarked_ < events_unmarked_max) return;
    begin_round();
  }
  const std::size_t wanted = std::max(move_min, 2 * events_added);
  slices_ = tail_.after(cursor_, wanted);
  std::size_t count = 0;
  for (const Tail::Slice& slice : slices_) {
    statements_.index(slice);
    count += slice.entries.size();
  }
  if (count >= wanted) return;
  round_ends_ = true;
  for (const auto& [number, position] : round_) statements_.mark_indexed(number, position);
}

void Indexer::committed(const std::vector<Tail::Entry>& added,
                        const std::map<Number, core::Position>& last, std::size_t events_added) {
  tail_.remove(slices_);
  tail_.add(added);
  if (!slices_.empty()) cursor_ = slices_.back().key;
  slices_.clear();
  if (round_ends_) end_round();
  round_ends_ = false;
  for (const auto& [number, position] : last) newest_[number] = position;
  events_unmarked_ += events_added;
}

void Indexer::end_round() {
  moving_ = false;
  std::erase_if(newest_, [this](const auto& entry) {
    const auto marked = round_.find(entry.first);
    return marked != round_.end() && marked->second == entry.second;
  });
}

void Indexer::rolled_back() {
  slices_.clear();
  round_ends_ = false;
}

void Indexer::finish() {
  begin_round();
  statements_.begin();
  move(tail_.size() + 1);
  statements_.commit();
  committed({}, {}, 0);
}

}  // namespace usher::adapters
