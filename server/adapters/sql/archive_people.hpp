#pragma once
// What ports/people.hpp asks of the archive's tables. Failures: soci::soci_error.

#include <soci/soci.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/sql/place.hpp"
#include "ports/people.hpp"

namespace usher::adapters {

// Of a person's row: all that it said of itself, as the body of an event; empty: nothing.
core::event::VisitorIdentified identified_in(const std::string& known);

// What the table of marks holds of such a value; empty: it tells nobody apart.
std::string mark_of(ports::PersonMark mark, const std::string& value);
// The same, as a number in its row.
int number_of(const core::Vouched& vouched);

// All visitors of the person that this one is of, and only itself when it is not known: ids of a
// list in SQL, "11,12".
std::string group_of(soci::session& session, core::AccountId account, core::VisitorId visitor);
// The visitors with these heads (of a list in SQL), by id, with the head that they have. One more
// than a person may have means that there are more.
using Grouped = std::pair<ports::PersonVisitor, core::VisitorId>;
std::vector<Grouped> read_grouped(soci::session& session, core::AccountId account,
                                  const std::string& heads);

// What is known of these visitors, who are one person, without counting what it did.
std::optional<ports::Person> read_known(soci::session& session, core::AccountId account,
                                        const std::string& group);
std::optional<ports::Person> read_person(soci::session& session, core::AccountId account,
                                         core::VisitorId visitor);
std::vector<ports::Person> find_people(soci::session& session, core::AccountId account,
                                       const std::string& text, core::VisitorId before,
                                       std::size_t limit);
// Who has one of these marks, but for `except`'s person; newest first.
std::vector<ports::Person> marked_people(soci::session& session, core::AccountId account,
                                         const std::vector<std::string>& marks,
                                         core::VisitorId except, std::size_t limit);
std::vector<ports::Person> find_duplicates(soci::session& session, core::AccountId account,
                                           core::VisitorId visitor, std::size_t limit);
std::vector<ports::PersonNote> read_notes(soci::session& session, core::AccountId account,
                                          core::VisitorId visitor, std::size_t limit);
std::vector<ports::PersonEdit> read_edits(soci::session& session, core::AccountId account,
                                          core::VisitorId visitor, std::uint64_t before,
                                          std::size_t limit);
std::vector<ports::PastInvitation> read_invitations(soci::session& session, core::AccountId account,
                                                    core::VisitorId visitor, core::Time before,
                                                    std::size_t limit);

}  // namespace usher::adapters
