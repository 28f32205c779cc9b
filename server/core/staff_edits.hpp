#pragma once
// Names and addresses as the staff edited them, of visitors who are here and who may come back.
// Keeps the limits::edited_visitors_max who were edited last.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "core/ids.hpp"

namespace usher::core {

class StaffEdits {
 public:
  struct Edits {
    Time at;  // the last one
    std::optional<std::string> name;
    std::optional<std::string> email;
    std::optional<std::string> phone;

    friend bool operator==(const Edits&, const Edits&) = default;
  };
  using Entry = std::pair<VisitorId, Edits>;

  // An empty value takes back what was edited. Keys that are no contact's are not kept.
  void edit(VisitorId visitor, std::string_view key, const std::string& value, Time at);
  void keep(Entry entry);
  void forget(VisitorId visitor);
  const Edits* find(VisitorId visitor) const;
  const std::map<VisitorId, Edits>& all() const { return all_; }

  friend bool operator==(const StaffEdits&, const StaffEdits&) = default;

 private:
  std::map<VisitorId, Edits> all_;
  std::set<std::pair<Time, VisitorId>> by_time_;
};

}  // namespace usher::core
