#include "core/staff_edits.hpp"

#include "core/limits.hpp"
#include "core/person.hpp"

namespace usher::core {

void StaffEdits::edit(VisitorId visitor, std::string_view key, const std::string& value, Time at) {
  if (!is_contact_key(key)) return;
  const Edits* known = find(visitor);
  Edits edits = known ? *known : Edits{};
  edits.at = at;
  std::optional<std::string>& edited = key == name_key    ? edits.name
                                       : key == email_key ? edits.email
                                                          : edits.phone;
  edited = value.empty() ? std::nullopt : std::optional(value);
  keep({visitor, std::move(edits)});
}

void StaffEdits::forget(VisitorId visitor) {
  const auto known = all_.find(visitor);
  if (known == all_.end()) return;
  by_time_.erase({known->second.at, visitor});
  all_.erase(known);
}

void StaffEdits::keep(Entry entry) {
  const VisitorId visitor = entry.first;
  forget(visitor);
  const Edits& edits = entry.second;
  if (!edits.name && !edits.email && !edits.phone) return;
  by_time_.emplace(edits.at, visitor);
  all_.insert(std::move(entry));
  if (all_.size() <= limits::edited_visitors_max) return;
  const auto oldest = by_time_.begin();
  all_.erase(oldest->second);
  by_time_.erase(oldest);
}

const StaffEdits::Edits* StaffEdits::find(VisitorId visitor) const {
  const auto found = all_.find(visitor);
  return found == all_.end() ? nullptr : &found->second;
}

}  // namespace usher::core
