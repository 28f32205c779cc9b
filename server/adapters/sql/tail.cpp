#include "adapters/sql/tail.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>

namespace usher::adapters {

std::vector<TailEntry> Tail::above(ConversationKey key, Number seq, std::size_t limit) const {
  const std::lock_guard lock(mutex_);
  const auto found = conversations_.find(key);
  if (found == conversations_.end()) return {};
  const auto& entries = found->second;
  const auto first = std::partition_point(entries.begin(), entries.end(),
                                          [seq](const auto& entry) { return entry.seq <= seq; });
  const auto length = std::min(limit, static_cast<std::size_t>(entries.end() - first));
  return {first, first + static_cast<std::ptrdiff_t>(length)};
}

std::vector<TailEntry> Tail::below(ConversationKey key, Number seq, std::size_t limit) const {
  const std::lock_guard lock(mutex_);
  const auto found = conversations_.find(key);
  if (found == conversations_.end()) return {};
  const auto& entries = found->second;
  const auto end = std::partition_point(entries.begin(), entries.end(),
                                        [seq](const auto& entry) { return entry.seq < seq; });
  const auto length = std::min(limit, static_cast<std::size_t>(end - entries.begin()));
  return {end - static_cast<std::ptrdiff_t>(length), end};
}

std::vector<Number> Tail::places_with(ConversationKey key, Number hash) const {
  std::vector<Number> places;
  const std::lock_guard lock(mutex_);
  const auto found = conversations_.find(key);
  if (found == conversations_.end()) return places;
  for (const TailEntry& entry : found->second) {
    if (entry.hash == hash) places.push_back(entry.place);
  }
  return places;
}

void Tail::add(const std::vector<Entry>& entries) {
  const std::lock_guard lock(mutex_);
  for (const auto& [key, entry] : entries) conversations_[key].push_back(entry);
  size_ += entries.size();
}

void Tail::replace(const std::vector<Entry>& entries) {
  decltype(conversations_) fresh;
  for (const auto& [key, entry] : entries) fresh[key].push_back(entry);
  const std::lock_guard lock(mutex_);
  conversations_.swap(fresh);
  size_ = entries.size();
}

std::vector<Tail::Slice> Tail::after(ConversationKey cursor, std::size_t count) const {
  std::vector<Slice> slices;
  const std::lock_guard lock(mutex_);
  for (auto next = conversations_.upper_bound(cursor); next != conversations_.end() && count > 0;
       ++next) {
    slices.push_back({next->first, next->second});
    count -= std::min(count, next->second.size());
  }
  return slices;
}

void Tail::remove(const std::vector<Slice>& slices) {
  const std::lock_guard lock(mutex_);
  for (const Slice& slice : slices) {
    const auto found = conversations_.find(slice.key);
    auto& entries = found->second;
    entries.erase(entries.begin(),
                  entries.begin() + static_cast<std::ptrdiff_t>(slice.entries.size()));
    if (entries.empty()) conversations_.erase(found);
    size_ -= slice.entries.size();
  }
}

void Tail::forget(ConversationKey key) {
  const std::lock_guard lock(mutex_);
  const auto found = conversations_.find(key);
  if (found == conversations_.end()) return;
  size_ -= found->second.size();
  conversations_.erase(found);
}

std::optional<std::uint64_t> Tail::stay(Number shelf) const {
  if (!shared_) return 0;
  const std::lock_guard lock(mutex_);
  const auto found = stays_.find(shelf);
  return found != stays_.end() ? std::optional(found->second) : std::nullopt;
}

void Tail::adopt(Number shelf, const std::vector<Entry>& entries) {
  const std::lock_guard lock(mutex_);
  stays_[shelf] = ++stays_begun_;
  for (const auto& [key, entry] : entries) conversations_[key].push_back(entry);
  size_ += entries.size();
}

void Tail::abandon(Number shelf) {
  const std::lock_guard lock(mutex_);
  stays_.erase(shelf);
  auto next = conversations_.lower_bound({shelf, std::numeric_limits<Number>::min()});
  while (next != conversations_.end() && next->first.shelf == shelf) {
    size_ -= next->second.size();
    next = conversations_.erase(next);
  }
}

std::optional<Tail::Entry> tail_entry(Number shelf, const core::Recorded& row) {
  const core::EventKey key = core::key_of(row.event);
  if (key.seq == 0) return std::nullopt;
  TailEntry entry{static_cast<Number>(key.seq), place_of(shelf, row.position), std::nullopt};
  if (key.author && !key.client_id.empty()) {
    entry.hash = message_hash(*key.author, key.client_id);
  }
  return Tail::Entry{{shelf, static_cast<Number>(key.conversation.value)}, entry};
}

}  // namespace usher::adapters
