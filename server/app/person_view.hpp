#pragma once
// People and what the staff say of them, as the HTTP API tells them.

#include <array>
#include <string>
#include <string_view>

#include "app/past_names.hpp"
#include "ports/people.hpp"

namespace usher::app {

inline constexpr std::array<std::string_view, 5> person_field_kinds{"text", "number", "date",
                                                                    "choice", "yes_no"};

// Name, e-mail and phone as they are shown; `vouched` says which of them the site's backend named,
// `edited` what the staff did.
void write_person(std::string& out, const ports::Person& person, const PastNames& names);
void write_note(std::string& out, const ports::PersonNote& note, const PastNames& names);
void write_edit(std::string& out, const ports::PersonEdit& edit, const PastNames& names);
void write_invitation(std::string& out, const ports::PastInvitation& invitation,
                      const PastNames& names);
void write_person_field(std::string& out, const core::PersonField& field);

// The account's own.
core::PersonFields person_fields_of(const ApiCall& call);

}  // namespace usher::app
