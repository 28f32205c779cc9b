#include "core/rules.hpp"

namespace usher::core::rules {

Outcome decide(const Context& on, const command::VisitorConnect& command) {
  const Visitor* visitor = find(on.floor, command.visitor);
  if (visitor && visitor->connected) return Decision{};
  return happens(event::VisitorConnected{command.visitor, command.site});
}

Outcome decide(const Context& on, const command::VisitorDisconnect& command) {
  const Visitor* visitor = find(on.floor, command.visitor);
  if (!visitor || !visitor->connected) return Decision{};
  return happens(event::VisitorDisconnected{command.visitor, on.now + limits::visit_linger_ms});
}

Outcome decide(const Context& on, const command::ViewPage& command) {
  Decision decision;
  const Visitor* visitor = find(on.floor, command.visitor);
  const Visit* visit = visitor && visitor->visit ? &*visitor->visit : nullptr;
  const VisitorId id = command.visitor;
  if (visit && visit->site == command.site) {
    return happens(event::PageViewed{id, visit->id, command.url, command.title});
  }
  if (visit) decision.events.emplace_back(event::VisitEnded{id, visit->id});
  decision.events.emplace_back(
      event::VisitStarted{id, command.fresh_visit, command.site, command.referrer, command.source});
  decision.events.emplace_back(
      event::PageViewed{id, command.fresh_visit, command.url, command.title});
  // A page without a connection must not begin a visit that never ends.
  if (!visitor || !visitor->connected) {
    decision.events.emplace_back(event::VisitorDisconnected{id, on.now + limits::visit_linger_ms});
  }
  return decision;
}

Outcome decide(const Context& on, const command::Identify& command) {
  static const Visitor nobody;
  const Visitor* known = find(on.floor, command.visitor);
  const Visitor& visitor = known ? *known : nobody;
  event::VisitorIdentified event{command.visitor, {}, {}, {}, {}};
  if (command.name && command.name != visitor.name) event.name = command.name;
  if (command.email && command.email != visitor.email) event.email = command.email;
  if (command.phone && command.phone != visitor.phone) event.phone = command.phone;
  std::size_t count = visitor.attributes.size();
  for (const auto& [name, value] : command.attributes) {
    const auto it = visitor.attributes.find(name);
    const bool present = it != visitor.attributes.end();
    if (present ? it->second == value : value.empty()) continue;
    if (!present && count >= limits::attributes_max) continue;
    if (!present) ++count;
    event.attributes.emplace(name, value);
  }
  if (!event.name && !event.email && !event.phone && event.attributes.empty()) return Decision{};
  Decision decision = happens(std::move(event));
  if (!visitor.connected) {
    decision.events.emplace_back(
        event::VisitorDisconnected{command.visitor, on.now + limits::visit_linger_ms});
  }
  return decision;
}

}  // namespace usher::core::rules
