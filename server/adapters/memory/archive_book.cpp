#include "adapters/memory/archive_book.hpp"

#include <algorithm>

#include "ports/person_groups.hpp"

namespace usher::adapters {

namespace event = core::event;

ports::Person MemoryArchive::Book::fresh_person(core::VisitorId id, core::Time at) {
  ports::Person person{.id = id, .first_at = at, .last_at = at};
  person.visitors.push_back({id, "", {}, {}, {}});
  return person;
}

std::set<core::VisitorId> MemoryArchive::Book::group(core::VisitorId id) const {
  std::vector<ports::PersonVisitor> all;
  for (const auto& [visitor, person] : people) all.push_back(person.visitors.front());
  const auto heads = ports::heads_of(std::move(all));
  std::set<core::VisitorId> group{id};
  const auto own = heads.find(id);
  for (const auto& [visitor, head] : heads) {
    if (own != heads.end() && head == own->second) group.insert(visitor);
  }
  return group;
}

std::optional<ports::Person> MemoryArchive::Book::person(core::VisitorId id) const {
  if (!people.contains(id)) return std::nullopt;
  const std::set<core::VisitorId> of = group(id);
  std::vector<ports::Person> parts;
  parts.reserve(of.size());
  for (const core::VisitorId each : of) parts.push_back(people.at(each));
  ports::Person person = ports::together(std::move(parts));
  for (const ports::PersonEdit& edit : edits) {
    if (of.contains(edit.visitor)) person.edited[edit.key] = edit.after;
  }
  std::erase_if(person.edited, [](const auto& each) { return each.second.empty(); });
  return person;
}

ports::Person MemoryArchive::Book::by_itself(core::VisitorId id) const {
  ports::Person person = people.at(id);
  for (const ports::PersonEdit& edit : edits) {
    if (edit.visitor == id) person.edited[edit.key] = edit.after;
  }
  return person;
}

std::vector<ports::Person> MemoryArchive::Book::persons() const {
  std::vector<ports::Person> all;
  for (const auto& [id, each] : people) {
    if (*group(id).begin() == id) all.push_back(*person(id));
  }
  return all;
}

void MemoryArchive::Book::enter(const event::PersonEdited& e, core::Time at) {
  const auto known = person(e.visitor);
  const std::string before = known ? ports::shown(*known, e.key) : "";
  edits.push_back({edits.size() + 1, e.visitor, e.by, at, e.key, before, e.value});
}

void MemoryArchive::Book::enter(const event::PersonNoted& e, core::Time at) {
  std::erase_if(notes, [&](const auto& note) { return note.number == e.number; });
  if (!e.text.empty()) notes.push_back({e.number, e.visitor, e.by, at, e.text});
}

void MemoryArchive::Book::enter(const event::PersonTagged& e, core::Time) {
  const auto known = people.find(e.visitor);
  if (known == people.end()) return;
  for (const core::VisitorId each : group(e.visitor)) std::erase(people.at(each).tags, e.tag);
  if (e.on) known->second.tags.push_back(e.tag);
}

void MemoryArchive::Book::enter(const event::PeopleMerged& e, core::Time at) {
  const auto known = people.find(e.visitor);
  if (known == people.end()) return;
  ports::PersonVisitor& self = known->second.visitors.front();
  self.into = e.into;
  self.merged_by = e.by;
  self.merged_at = at;
}

void MemoryArchive::Book::enter(const event::PeopleSplit& e, core::Time) {
  const auto known = people.find(e.visitor);
  if (known == people.end()) return;
  ports::PersonVisitor& self = known->second.visitors.front();
  self = {self.id, self.external_id, {}, {}, {}};
}

void MemoryArchive::Book::enter(const event::VisitorVerified& e, core::Time at) {
  ports::Person& person = meet(e.visitor, at);
  person.external_id = person.visitors.front().external_id = e.external_id;
  person.vouched = e.vouched;
}

void MemoryArchive::Book::enter(const event::VisitStarted& e, core::Time at) {
  ++meet(e.visitor, at).visits;
  Visit& visit = visits[e.visit];
  visit.visitor = e.visitor;
  visit.past = {e.visit,
                e.visitor,
                e.site,
                at,
                {},
                e.source.value_or(core::Source{}),
                e.device.value_or(core::Device{}),
                0,
                0,
                "",
                "",
                e.region};
}

void MemoryArchive::Book::enter(const event::VisitorInvited& e, core::Time at) {
  visits[e.visit].invited = true;
  if (!e.withheld) invitations.push_back({e.visitor, e.visit, at, e.by, e.text});
}

void MemoryArchive::Book::enter(const event::InvitationAnswered& e, core::Time) {
  const auto open = std::find_if(invitations.rbegin(), invitations.rend(),
                                 [&](const auto& each) { return each.visit == e.visit; });
  if (open != invitations.rend()) open->answer = e.answer;
}

}  // namespace usher::adapters
