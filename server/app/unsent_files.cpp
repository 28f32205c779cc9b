#include "app/unsent_files.hpp"

#include "core/limits.hpp"

namespace usher::app {

bool UnsentFiles::may_add(const Owner& owner, std::size_t bytes) const {
  const auto of_owner = count_.find(owner);
  return (of_owner == count_.end() || of_owner->second < limits::unsent_files_max) &&
         bytes_ + bytes <= limits::unsent_bytes_max;
}

void UnsentFiles::add(const Owner& owner, const std::string& key, std::size_t bytes,
                      core::Time now) {
  by_key_.emplace(key, Unsent{owner, bytes, now});
  by_age_.emplace(now, key);
  ++count_[owner];
  bytes_ += bytes;
}

void UnsentFiles::forget(const std::string& key) {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return;
  const auto of_owner = count_.find(found->second.owner);
  if (--of_owner->second == 0) count_.erase(of_owner);
  bytes_ -= found->second.bytes;
  by_age_.erase({found->second.at, key});
  by_key_.erase(found);
}

std::vector<std::string> UnsentFiles::take_old(core::Time now, std::int64_t keep_ms) {
  std::vector<std::string> old;
  while (!by_age_.empty() && now - by_age_.begin()->first >= keep_ms) {
    old.push_back(by_age_.begin()->second);
    forget(old.back());
  }
  return old;
}

}  // namespace usher::app
