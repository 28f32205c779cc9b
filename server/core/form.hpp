#pragma once
// What a site asks its visitors before a conversation opens. Answers become what is known of the
// visitor: name, e-mail, phone, attributes; so whoever is known already is not asked again.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/command.hpp"

namespace usher::core {

struct Visitor;

enum class FieldKind : std::uint8_t { name, email, phone, text, choice };

struct FormField {
  FieldKind kind = FieldKind::name;
  std::string name;   // of the attribute that a text or a choice becomes; else empty
  std::string label;  // empty: the page's own words; never empty for a text or a choice
  bool required = false;
  std::vector<std::string> options;  // of a choice

  friend bool operator==(const FormField&, const FormField&) = default;
};
using Form = std::vector<FormField>;

// What is wrong with a form: the first member at fault ("2.options"), and why, for people.
struct FormFault {
  std::string field;
  std::string_view why;
};
std::optional<FormFault> fault_of(const Form& form);

// What a visitor still has to answer, optional fields included; nothing when all that is required
// is known, or, in a form that requires nothing, anything is. `visitor` may be null.
Form to_ask(const Form& form, const Visitor* visitor);
// The first required field that is not known; null: the form stands in nobody's way.
const FormField* lacking(const Form& form, const Visitor* visitor);

// Where an answer goes, as frames name it: "email", "attributes.order".
std::string path_of(const FormField& field);

struct AnswerFault {
  std::string field;
  bool missing = false;  // else it is there, and no such value
};
// Answers that the form does not ask for are at fault, too. Empty ones count as absent.
std::optional<AnswerFault> fault_of(const Form& form, const Visitor* visitor,
                                    const command::Identify& answers);
std::optional<AnswerFault> fault_of(const Contact& contact);

// By shape only: whether anybody answers there is not known.
bool is_email(std::string_view text);
bool is_phone(std::string_view text);
// Has an e-mail address or a phone number, counting what `contact` adds.
bool reachable(const Visitor* visitor, const Contact& contact);

}  // namespace usher::core
