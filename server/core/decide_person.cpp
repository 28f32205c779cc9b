// What the staff say of a person, who may have left long ago.
#include "core/rules.hpp"

namespace usher::core::rules {
namespace {

std::optional<Rejection> may_not_join(const Floor& floor, AgentId id) {
  const Agent* agent = find(floor, id);
  if (!agent) return Rejection::unknown_agent;
  if (!steers(*agent)) return Rejection::not_permitted;
  return std::nullopt;
}

bool vouched(const Visitor& visitor, std::string_view key) {
  const Vouched& by_backend = visitor.identity.vouched;
  return (key == name_key && by_backend.name) || (key == email_key && by_backend.email) ||
         (key == phone_key && by_backend.phone);
}

}  // namespace

Outcome decide(const Context& on, const command::EditPerson& command) {
  if (!find(on.floor, command.agent)) return Rejection::unknown_agent;
  const Visitor* visitor = find(on.floor, command.visitor);
  if (visitor && vouched(*visitor, command.key)) return Rejection::not_permitted;
  return happens(event::PersonEdited{command.visitor, command.agent, command.key, command.value});
}

Outcome decide(const Context& on, const command::NotePerson& command) {
  if (!find(on.floor, command.agent)) return Rejection::unknown_agent;
  return happens(event::PersonNoted{command.visitor, command.agent, command.number, command.text});
}

Outcome decide(const Context& on, const command::TagPerson& command) {
  if (!find(on.floor, command.agent)) return Rejection::unknown_agent;
  return happens(event::PersonTagged{command.visitor, command.agent, command.tag, command.on});
}

Outcome decide(const Context& on, const command::MergePeople& command) {
  if (const auto no = may_not_join(on.floor, command.agent)) return *no;
  if (command.visitor == command.into) return Decision{};
  return happens(event::PeopleMerged{command.visitor, command.into, command.agent});
}

Outcome decide(const Context& on, const command::SplitPeople& command) {
  if (const auto no = may_not_join(on.floor, command.agent)) return *no;
  return happens(event::PeopleSplit{command.visitor, command.agent});
}

}  // namespace usher::core::rules
