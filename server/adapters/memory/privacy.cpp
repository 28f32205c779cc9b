#include "adapters/memory/privacy.hpp"

#include <algorithm>

#include "core/limits.hpp"

namespace usher::adapters {
namespace {

auto of_same(const ports::ErasureWish& wish) {
  return [&wish](const ports::ErasureWish& each) {
    return each.account == wish.account && each.visitor == wish.visitor;
  };
}

}  // namespace

ports::Retention MemoryPrivacy::retention(core::AccountId account) {
  const std::lock_guard lock(mutex_);
  return retentions_[account];
}

void MemoryPrivacy::put(core::AccountId account, const ports::Retention& retention) {
  const std::lock_guard lock(mutex_);
  retentions_[account] = retention;
}

std::vector<ports::ErasureWish> MemoryPrivacy::wishes() {
  const std::lock_guard lock(mutex_);
  return wishes_;
}

void MemoryPrivacy::wish(const ports::ErasureWish& wish, const std::string& mark) {
  const std::lock_guard lock(mutex_);
  if (std::ranges::none_of(wishes_, of_same(wish))) wishes_.push_back(wish);
  auto& marks = marks_[wish.account];
  if (std::ranges::find(marks, mark) == marks.end()) marks.push_back(mark);
}

void MemoryPrivacy::done(const ports::ErasureWish& wish, const ports::AuditEntry& entry) {
  const std::lock_guard lock(mutex_);
  if (std::erase_if(wishes_, of_same(wish)) > 0) add(wish.account, entry);
}

std::vector<std::string> MemoryPrivacy::marks(core::AccountId account) {
  const std::lock_guard lock(mutex_);
  return marks_[account];
}

void MemoryPrivacy::note(core::AccountId account, const ports::AuditEntry& entry) {
  const std::lock_guard lock(mutex_);
  add(account, entry);
}

void MemoryPrivacy::add(core::AccountId account, ports::AuditEntry entry) {
  auto& entries = entries_[account];
  entry.number = ++numbered_;
  entries.push_back(std::move(entry));
  if (entries.size() > limits::audit_entries_max) entries.erase(entries.begin());
}

std::uint64_t MemoryPrivacy::erasures(core::AccountId account) {
  const std::lock_guard lock(mutex_);
  std::uint64_t newest = 0;
  for (const ports::AuditEntry& entry : entries_[account]) {
    const bool erased =
        entry.kind == ports::AuditKind::erased || entry.kind == ports::AuditKind::swept;
    if (erased) newest = entry.number;
  }
  return newest;
}

std::vector<ports::AuditEntry> MemoryPrivacy::audit(core::AccountId account, std::uint64_t before,
                                                    std::size_t limit) {
  const std::lock_guard lock(mutex_);
  std::vector<ports::AuditEntry> found = entries_[account];
  if (before > 0) std::erase_if(found, [&](const auto& each) { return each.number >= before; });
  std::ranges::reverse(found);
  found.resize(std::min(found.size(), limit));
  return found;
}

}  // namespace usher::adapters
