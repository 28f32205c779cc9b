#pragma once
// Who has been here: one person over all its visitors, with what it said, what the staff say of it,
// and who may be the same. A part of the archive, and kept as it is (ports/archive.hpp).
//
// Visitors are one person when the site's backend named the same external id for them, or somebody
// merged them; never when it named two different ones (ports/person_groups.hpp). Whichever of a
// person's visitors is asked about, the answer is the same.

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/event.hpp"

namespace usher::ports {

// One of a person's visitors.
struct PersonVisitor {
  core::VisitorId id;
  std::string external_id;  // proven by the site's backend, if not empty
  core::VisitorId into;     // merged by hand into this one; 0: it was not
  core::AgentId merged_by;
  core::Time merged_at;
  friend bool operator==(const PersonVisitor&, const PersonVisitor&) = default;
};

struct Person {
  core::VisitorId id = {};                   // the first of its visitors
  core::event::VisitorIdentified said = {};  // all that it said, together
  core::Time first_at = {};
  core::Time last_at = {};  // when its last visit began, or it said something of itself
  std::uint64_t visits = 0;
  std::uint64_t conversations = 0;
  std::string external_id = {};                    // proven by the site's backend, if not empty
  core::Vouched vouched = {};                      // what of `said` the backend named
  std::map<std::string, std::string> edited = {};  // by the staff
  std::vector<std::string> tags = {};              // sorted
  std::vector<PersonVisitor> visitors = {};        // by id
};

inline bool vouched(const Person& person, std::string_view key) {
  return (key == core::name_key && person.vouched.name) ||
         (key == core::email_key && person.vouched.email) ||
         (key == core::phone_key && person.vouched.phone);
}

// The backend's word goes before the staff's, and theirs before the visitor's own.
inline std::string shown(const Person& person, std::string_view key) {
  const core::event::VisitorIdentified& said = person.said;
  const auto edited = person.edited.find(std::string(key));
  if (!vouched(person, key) && edited != person.edited.end()) return edited->second;
  if (key == core::name_key) return said.name.value_or("");
  if (key == core::email_key) return said.email.value_or("");
  return key == core::phone_key ? said.phone.value_or("") : std::string();
}

struct PersonNote {
  std::uint64_t number = 0;  // rises with time
  core::VisitorId visitor;   // of whom it was written
  core::AgentId by;
  core::Time at;
  std::string text;
  friend bool operator==(const PersonNote&, const PersonNote&) = default;
};

struct PersonEdit {
  std::uint64_t number = 0;  // rises with time; the next page's `before`
  core::VisitorId visitor;
  core::AgentId by;
  core::Time at;
  std::string key;
  std::string before;  // what was shown
  std::string after;   // empty: what was edited was taken back
  friend bool operator==(const PersonEdit&, const PersonEdit&) = default;
};

struct PastInvitation {
  core::VisitorId visitor;
  core::VisitId visit;
  core::Time at;
  core::AgentId by;  // 0: a rule
  std::string text;
  core::InvitationAnswer answer = core::InvitationAnswer::none;
  friend bool operator==(const PastInvitation&, const PastInvitation&) = default;
};

// How somebody is found by what is known of it exactly.
enum class PersonMark : std::uint8_t { external_id, email, phone };

class People {
 public:
  virtual ~People() = default;

  virtual std::optional<Person> person(core::AccountId account, core::VisitorId visitor) = 0;
  // Whose name, addresses, attributes, proven id, edited values or tags hold the text, newest
  // first, older than `before` (0: all).
  virtual std::vector<Person> people(core::AccountId account, const std::string& text,
                                     core::VisitorId before, std::size_t limit) = 0;
  // Whom the mark is of, written in any way.
  virtual std::vector<Person> people_with(core::AccountId account, PersonMark mark,
                                          const std::string& value, std::size_t limit) = 0;
  // Others with the same e-mail address or phone number.
  virtual std::vector<Person> duplicates(core::AccountId account, core::VisitorId visitor,
                                         std::size_t limit) = 0;
  // These newest first.
  virtual std::vector<PersonNote> notes(core::AccountId account, core::VisitorId visitor,
                                        std::size_t limit) = 0;
  virtual std::vector<PersonEdit> edits(core::AccountId account, core::VisitorId visitor,
                                        std::uint64_t before, std::size_t limit) = 0;
  virtual std::vector<PastInvitation> invitations(core::AccountId account, core::VisitorId visitor,
                                                  core::Time before, std::size_t limit) = 0;
};

}  // namespace usher::ports
