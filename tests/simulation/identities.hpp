#pragma once
// The auditor's own book of who was proven to be whom: nobody becomes somebody else, and what the
// site's backend named is changed by nobody else; what the staff edited is shown, on this visit and
// the next.

#include <map>
#include <string>
#include <vector>

#include "core/event.hpp"
#include "core/floor.hpp"

namespace usher::simulation {

class Identities {
 public:
  // What one command led to, in its order.
  void enter(const core::Command& command, const std::vector<core::Event>& events);
  void compare(const core::Floor& floor) const;

 private:
  using Id = std::uint64_t;

  void see(const core::event::VisitorIdentified& e, const core::Identity& proven) const;
  void see(const core::event::VisitorVerified& e, const core::Identity& proven);
  void see(const core::event::PersonEdited& e);
  void see(const core::event::Forgotten& e);
  // The floor may have forgotten this visitor: no law holds of what was before.
  void forget(Id visitor) { known_.erase(visitor); }

  std::map<Id, core::Identity> known_;
  std::map<Id, Id> visitors_;  // of conversations
  std::map<Id, std::string> edited_names_;
};

}  // namespace usher::simulation
