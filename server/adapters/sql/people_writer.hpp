#pragma once
// What each event does to the archive's tables of people, inside a transaction that somebody else
// has open. Failures: soci::soci_error.

#include <soci/soci.h>

#include "adapters/sql/place.hpp"
#include "core/event.hpp"

namespace usher::adapters {

class PeopleWriter {
 public:
  explicit PeopleWriter(soci::session& session) : session_(session) {}

  // False: the event says nothing of a person.
  bool write(core::AccountId account, const core::Recorded& row);
  // Those of the temporary table gone_person leave, with all that was said of them; whoever was one
  // person with them is grouped anew.
  void erase_gone(core::AccountId account);
  // The visitor's row is there, and was seen at this time.
  void meet(core::AccountId account, core::VisitorId visitor, core::Time at);

 private:
  void enter(const core::event::VisitorIdentified& e, core::Time at);
  void enter(const core::event::VisitorVerified& e, core::Time at);
  void enter(const core::event::PersonEdited& e, core::Time at);
  void enter(const core::event::PersonNoted& e, core::Time at);
  void enter(const core::event::PersonTagged& e, core::Time at);
  void enter(const core::event::PeopleMerged& e, core::Time at);
  void enter(const core::event::PeopleSplit& e, core::Time at);

  // Derives anew what the visitor is found by.
  void refresh(core::VisitorId visitor);
  // Derives anew who is one person with whom among those with these heads: ids of a list in SQL.
  void regroup(const std::string& heads);
  std::string head_of(core::VisitorId visitor);

  soci::session& session_;
  core::AccountId account_;  // of the event at hand
};

}  // namespace usher::adapters
