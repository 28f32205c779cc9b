#include "core/rules.hpp"

namespace usher::core::rules {
namespace {

void keep_dwell(const Visitor& visitor, const Page& page, std::vector<Event>& events) {
  if (page.dwell == page.kept) return;
  events.emplace_back(event::PageDwelled{visitor.id, visitor.visit->id, page.view, page.dwell});
}

}  // namespace

void end_visit(const Visitor& visitor, std::vector<Event>& events) {
  if (visitor.visit) {
    for (const Page& page : visitor.visit->trail) keep_dwell(visitor, page, events);
  }
  ignore_invitation(&visitor, events);
  events.emplace_back(event::VisitEnded{visitor.id, visitor.visit ? visitor.visit->id : VisitId{}});
}

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
  const std::int64_t ago_ms = std::clamp<std::int64_t>(command.ago_ms, 0, limits::page_ago_ms_max);
  const Time opened_at = ago_ms > 0 ? Time{on.now.ms - ago_ms} : Time{};
  if (visit && visit->site == command.site) {
    if (find(*visit, command.view)) return decision;
    const bool full = visit->trail.size() == limits::trail_pages_max;
    if (full) keep_dwell(*visitor, visit->trail.front(), decision.events);
    decision.events.emplace_back(
        event::PageViewed{id, visit->id, command.url, command.title, command.view, opened_at});
    return decision;
  }
  if (visit) end_visit(*visitor, decision.events);
  decision.events.emplace_back(event::VisitStarted{id, command.fresh_visit, command.site,
                                                   command.referrer, command.source, command.device,
                                                   command.region});
  decision.events.emplace_back(event::PageViewed{id, command.fresh_visit, command.url,
                                                 command.title, command.view, opened_at});
  // A page without a connection must not begin a visit that never ends.
  if (!visitor || !visitor->connected) {
    decision.events.emplace_back(event::VisitorDisconnected{id, on.now + limits::visit_linger_ms});
  }
  return decision;
}

// Of a page that nobody told of, or that the floor keeps no longer, there is nothing to say.
Outcome decide(const Context& on, const command::ReportDwell& command) {
  const Visitor* visitor = find(on.floor, command.visitor);
  const Visit* visit = visitor && visitor->visit ? &*visitor->visit : nullptr;
  const Page* page = visit ? find(*visit, command.view) : nullptr;
  if (!page || page->over) return Decision{};
  const std::int64_t age_ms = on.now - page->at + limits::dwell_slack_ms;
  const Dwell dwell = raised(page->dwell, command.dwell, age_ms);
  if (command.over) {
    return happens(event::PageDwelled{visitor->id, visit->id, page->view, dwell});
  }
  if (dwell == page->dwell) return Decision{};
  return happens(event::DwellTicked{visitor->id, page->view, dwell});
}

std::optional<event::VisitorIdentified> news_of(const Floor& floor,
                                                const command::Identify& command) {
  static const Visitor nobody;
  const Visitor* known = find(floor, command.visitor);
  const Visitor& visitor = known ? *known : nobody;
  event::VisitorIdentified event{command.visitor, {}, {}, {}, {}};
  // What the backend vouched for, it alone changes.
  const Vouched kept = visitor.identity.vouched;
  const Vouched fresh = command.proven ? command.proven->vouched : Vouched{};
  const auto news = [](const auto& told, const auto& before, bool may) {
    return may && told != before ? told : std::nullopt;
  };
  event.name = news(command.name, visitor.name, fresh.name || !kept.name);
  event.email = news(command.email, visitor.email, fresh.email || !kept.email);
  event.phone = news(command.phone, visitor.phone, fresh.phone || !kept.phone);
  std::size_t count = visitor.attributes.size();
  for (const auto& [name, value] : command.attributes) {
    const auto it = visitor.attributes.find(name);
    const bool present = it != visitor.attributes.end();
    if (present ? it->second == value : value.empty()) continue;
    if (!present && count >= limits::attributes_max) continue;
    if (!present) ++count;
    event.attributes.emplace(name, value);
  }
  if (!event.name && !event.email && !event.phone && event.attributes.empty()) return std::nullopt;
  return event;
}

Outcome decide(const Context& on, const command::Identify& command) {
  const Visitor* visitor = find(on.floor, command.visitor);
  const Identity known = visitor ? visitor->identity : Identity{};
  Decision decision;
  if (command.proven && known.verified() && known.external_id != command.proven->external_id) {
    return Rejection::other_identity;
  }
  if (auto news = news_of(on.floor, command)) decision.events.emplace_back(*std::move(news));
  if (command.proven) {
    const Identity all{command.proven->external_id, both(known.vouched, command.proven->vouched)};
    if (all != known) {
      decision.events.emplace_back(
          event::VisitorVerified{command.visitor, all.external_id, all.vouched});
    }
  }
  if (decision.events.empty()) return decision;
  if (!visitor || !visitor->connected) {
    decision.events.emplace_back(
        event::VisitorDisconnected{command.visitor, on.now + limits::visit_linger_ms});
  }
  return decision;
}

}  // namespace usher::core::rules
