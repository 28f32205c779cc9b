#pragma once
// How often visitors came and were invited whom the floor otherwise forgot, so that the next visit
// is counted on.
// Keeps the limits::past_visitors_max who were there last.

#include <cstddef>
#include <map>
#include <set>
#include <utility>

#include "core/ids.hpp"
#include "core/invitation.hpp"

namespace usher::core {

class PastVisits {
 public:
  struct Past {
    Time at;  // when it was forgotten
    std::uint32_t visits = 0;
    Invited invited;

    friend bool operator==(const Past&, const Past&) = default;
  };

  using Entry = std::pair<VisitorId, Past>;

  // Adds to what is kept of the visitor.
  void keep(const Entry& entry);
  // What is kept of the visitor, which is forgotten here.
  Past take(VisitorId visitor);
  const std::map<VisitorId, Past>& all() const { return all_; }

  friend bool operator==(const PastVisits&, const PastVisits&) = default;

 private:
  std::map<VisitorId, Past> all_;
  std::set<std::pair<Time, VisitorId>> by_time_;
};

}  // namespace usher::core
