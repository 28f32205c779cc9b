#include "simulation/identities.hpp"

#include "simulation/expect.hpp"

namespace usher::simulation {

namespace event = core::event;

void Identities::enter(const core::Command& command, const std::vector<core::Event>& events) {
  const auto* told = std::get_if<core::command::Identify>(&command);
  const core::Identity proven = told && told->proven ? *told->proven : core::Identity{};
  for (const core::Event& each : events) {
    if (const auto* identified = std::get_if<event::VisitorIdentified>(&each)) {
      see(*identified, proven);
    } else if (const auto* verified = std::get_if<event::VisitorVerified>(&each)) {
      expect(told && told->visitor == verified->visitor, "proof_first", verified->visitor.value,
             "verified without a proof");
      see(*verified, proven);
    } else if (const auto* edited = std::get_if<event::PersonEdited>(&each)) {
      see(*edited);
    } else if (const auto* opened = std::get_if<event::ConversationOpened>(&each)) {
      visitors_[opened->conversation.value] = opened->visitor.value;
    } else if (const auto* archived = std::get_if<event::ConversationArchived>(&each)) {
      forget(visitors_[archived->conversation.value]);
    } else if (const auto* ended = std::get_if<event::VisitEnded>(&each)) {
      forget(ended->visitor.value);
    } else if (const auto* gone = std::get_if<event::Forgotten>(&each)) {
      see(*gone);
    }
  }
}

void Identities::see(const event::VisitorIdentified& e, const core::Identity& proven) const {
  const auto known = known_.find(e.visitor.value);
  if (known == known_.end()) return;
  const core::Vouched& kept = known->second.vouched;
  const core::Vouched& fresh = proven.vouched;
  const bool outranked = (e.name && kept.name && !fresh.name) ||
                         (e.email && kept.email && !fresh.email) ||
                         (e.phone && kept.phone && !fresh.phone);
  expect(!outranked, "backend_first", e.visitor.value, "a page changed what the backend named");
}

void Identities::see(const event::VisitorVerified& e, const core::Identity& proven) {
  expect(!e.external_id.empty() && e.external_id == proven.external_id, "proof_first",
         e.visitor.value, "verified as somebody else than was proven");
  const auto known = known_.find(e.visitor.value);
  const core::Identity fresh{e.external_id, e.vouched};
  if (known != known_.end()) {
    expect(known->second.external_id == e.external_id, "one_person", e.visitor.value,
           "somebody became somebody else");
    expect(known->second != fresh, "one_person", e.visitor.value, "verified twice as the same");
  }
  known_[e.visitor.value] = fresh;
}

void Identities::see(const event::PersonEdited& e) {
  if (e.key != core::name_key) return;
  const auto known = known_.find(e.visitor.value);
  expect(known == known_.end() || !known->second.vouched.name, "backend_first", e.visitor.value,
         "an agent changed what the backend named");
  if (e.value.empty()) {
    edited_names_.erase(e.visitor.value);
  } else {
    edited_names_[e.visitor.value] = e.value;
  }
}

void Identities::see(const event::Forgotten& e) {
  for (const core::VisitorId visitor : e.visitors) {
    forget(visitor.value);
    edited_names_.erase(visitor.value);
  }
}

void Identities::compare(const core::Floor& floor) const {
  for (const auto& [id, identity] : known_) {
    const core::Visitor* visitor = core::find(floor, core::VisitorId{id});
    expect(visitor && visitor->identity == identity, "one_person", id,
           "not as it was proven on the floor");
  }
  for (const auto& [id, visitor] : floor.visitors) {
    const auto edited = edited_names_.find(id.value);
    if (edited == edited_names_.end() || visitor.identity.vouched.name) continue;
    expect(core::shown_name(floor, visitor) == edited->second, "edit_shown", id.value,
           "another name is shown than an agent gave");
  }
  for (const auto& [id, edits] : floor.staff_edits.all()) {
    expect(!edits.name || edited_names_.contains(id.value), "forgotten", id.value,
           "a name of somebody who is forgotten");
  }
}

}  // namespace usher::simulation
