#include <set>

#include "adapters/memory/archive_book.hpp"
#include "core/traces.hpp"

namespace usher::adapters {

void MemoryArchive::erase(core::AccountId account, const core::Erasure& what) {
  const std::lock_guard lock(mutex_);
  core::Traces traces(what);
  auto& rows = events_[account];
  for (const core::Recorded& row : rows) traces.read(row);
  const std::set<core::Position> gone(traces.positions().begin(), traces.positions().end());
  for (core::Recorded& row : rows) {
    if (gone.contains(row.position)) row.event = core::event::Erased{};
  }
}

std::uint64_t MemoryArchive::erasures(core::AccountId account) {
  const std::lock_guard lock(mutex_);
  return erasures_[account];
}

void MemoryArchive::set_erasures(core::AccountId account, std::uint64_t number) {
  const std::lock_guard lock(mutex_);
  erasures_[account] = number;
}

void MemoryArchive::drop(core::AccountId account) {
  const std::lock_guard lock(mutex_);
  events_.erase(account);
  erasures_.erase(account);
}

ports::Stale MemoryArchive::stale(core::AccountId account, ports::DataClass which,
                                  core::Time before, std::size_t limit) {
  const Book book = read(account);
  ports::Stale stale;
  const auto add = [&](auto& to, auto id) {
    if (stale.count++ < limit) to.push_back(id);
  };
  const auto is_old = [&](const std::optional<core::Time>& end) { return end && *end < before; };
  std::set<core::VisitorId> kept;
  for (const auto& [id, each] : book.conversations) kept.insert(each.past.visitor);
  for (const auto& [id, each] : book.visits) {
    if (!each.past.ended_at) kept.insert(each.visitor);
  }
  switch (which) {
    case ports::DataClass::conversations:
    case ports::DataClass::left_messages:
      for (const auto& [id, each] : book.conversations) {
        const bool wanted = each.left == (which == ports::DataClass::left_messages);
        if (wanted && is_old(each.past.closed_at)) add(stale.what.conversations, id);
      }
      break;
    case ports::DataClass::visits:
      for (const auto& [id, each] : book.visits) {
        if (is_old(each.past.ended_at)) add(stale.what.visits, id);
      }
      break;
    case ports::DataClass::people:
      for (const auto& [id, each] : book.people) {
        if (is_old(each.last_at) && !kept.contains(id)) add(stale.what.visitors, id);
      }
      break;
  }
  return stale;
}

}  // namespace usher::adapters
