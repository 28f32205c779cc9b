#pragma once
// What the staff say of a person: edited values, notes, tags, and which visitors are one person.
// The archive keeps all of it (ports/people.hpp); a floor remembers edited names and addresses
// only.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"

namespace usher::core {

// What is edited under these keys is shown in place of what the visitor said. Every other key is a
// custom field's.
inline constexpr std::string_view name_key = "name";
inline constexpr std::string_view email_key = "email";
inline constexpr std::string_view phone_key = "phone";
bool is_contact_key(std::string_view key);

enum class PersonFieldKind : std::uint8_t { text, number, date, choice, yes_no };

// What an account keeps of a person beyond its name and addresses.
struct PersonField {
  std::string key;  // never changes; letters, digits and "_"
  std::string label;
  PersonFieldKind kind = PersonFieldKind::text;
  std::vector<std::string> options = {};  // of a choice

  friend bool operator==(const PersonField&, const PersonField&) = default;
};
using PersonFields = std::vector<PersonField>;

// Why these cannot be an account's fields: which one, which part of it, in words.
struct PersonFieldFault {
  std::size_t at = 0;
  std::string_view member;
  std::string_view why;
};
std::optional<PersonFieldFault> fault_of(const PersonFields& fields);
// Why the field cannot have this value; an empty one removes what was there.
std::optional<std::string_view> fault_of(const PersonField& field, std::string_view value);
// The same of a name, an e-mail address or a phone number.
std::optional<std::string_view> fault_of_contact(std::string_view key, std::string_view value);

// An address as others write it, too, so that two that mean the same are equal; empty: it says too
// little to tell people apart.
std::string email_word(std::string_view email);
std::string phone_word(std::string_view phone);

namespace event {

struct PersonEdited {
  VisitorId visitor;
  AgentId by;
  std::string key;
  std::string value;  // empty: what was edited is taken back
};
struct PersonNoted {
  VisitorId visitor;
  AgentId by;
  std::uint64_t number = 0;  // rises with time
  std::string text;          // empty: the note is gone
};
struct PersonTagged {
  VisitorId visitor;
  AgentId by;
  std::string tag;
  bool on = true;
};
// The two are one person, in somebody's opinion: until that is undone, or the site's backend says
// that they are two.
struct PeopleMerged {
  VisitorId visitor;
  VisitorId into;
  AgentId by;
};
// Undoes the merge of this visitor into another.
struct PeopleSplit {
  VisitorId visitor;
  AgentId by;
};

}  // namespace event

// The shell has seen to it that the visitor exists, that the agent may read about it, and that the
// value fits its field: the floor knows who is there only.
namespace command {

struct EditPerson {
  AgentId agent;
  VisitorId visitor;
  std::string key;
  std::string value;
};
struct NotePerson {
  AgentId agent;
  VisitorId visitor;
  std::uint64_t number = 0;
  std::string text;
};
struct TagPerson {
  AgentId agent;
  VisitorId visitor;
  std::string tag;
  bool on = true;
};
// By supervisors.
struct MergePeople {
  AgentId agent;
  VisitorId visitor;
  VisitorId into;
};
struct SplitPeople {
  AgentId agent;
  VisitorId visitor;
};

}  // namespace command
}  // namespace usher::core
