#include <algorithm>

#include "core/derived.hpp"
#include "core/evolve.hpp"
#include "core/limits.hpp"

namespace usher::core::evolving {
namespace {

Visitor& visitor_at(Floor& floor, VisitorId id) {
  Visitor& visitor = floor.visitors[id];
  visitor.id = id;
  return visitor;
}

Page* page_at(Floor& floor, VisitorId id, std::string_view view) {
  std::optional<Visit>& visit = visitor_at(floor, id).visit;
  if (!visit) return nullptr;
  const auto found = std::ranges::find(visit->trail, view, &Page::view);
  return found == visit->trail.end() ? nullptr : &*found;
}

void set_linger(Floor& floor, Visitor& visitor, std::optional<Time> until) {
  derived::clear_deadline(floor, Floor::Due::linger, visitor.id.value, visitor.linger_until);
  visitor.linger_until = until;
  if (until) derived::set_deadline(floor, Floor::Due::linger, visitor.id.value, *until);
}

}  // namespace

bool lingers(const Visitor& visitor) {
  const bool known = visitor.name || visitor.email || visitor.phone ||
                     !visitor.attributes.empty() || visitor.identity.verified();
  return visitor.visit || (known && !visitor.conversation);
}

// What stays must not depend on the connection, which a rebuilt floor doesn't know: so a connected
// visitor's profile goes too.
void forget_if_gone(Floor& floor, VisitorId id) {
  Visitor& visitor = floor.visitors.at(id);
  if (visitor.visit || visitor.conversation) return;
  if (visitor.visits > 0) {
    floor.past_visits.keep({id, {floor.now, visitor.visits, visitor.invited}});
  }
  if (visitor.connected) {
    visitor = Visitor{};
    visitor.id = id;
    visitor.connected = true;
    return;
  }
  set_linger(floor, visitor, {});
  floor.visitors.erase(id);
}

void apply(Floor& floor, const event::VisitStarted& e, Time at) {
  Visit visit;
  visit.id = e.visit;
  visit.site = e.site;
  visit.started_at = at;
  visit.referrer = e.referrer;
  visit.source = e.source;
  visit.device = e.device;
  visit.region = e.region;
  Visitor& visitor = visitor_at(floor, e.visitor);
  const PastVisits::Past past = floor.past_visits.take(e.visitor);
  visitor.visits += past.visits + 1;
  if (past.visits > 0) visitor.invited = past.invited;
  if (!visitor.first_at) {
    visitor.first_at = at;
    visitor.first_source = e.source;
  }
  visitor.visit = std::move(visit);
}

void apply(Floor& floor, const event::PageViewed& e, Time at) {
  std::optional<Visit>& visit = visitor_at(floor, e.visitor).visit;
  if (!visit) return;
  if (visit->trail.size() == limits::trail_pages_max) visit->trail.erase(visit->trail.begin());
  Page page{e.opened_at == Time{} ? at : e.opened_at, e.url, e.title, e.view, {}, {}, false};
  const auto place = std::ranges::upper_bound(visit->trail, page.at, {}, &Page::at);
  visit->trail.insert(place, std::move(page));
  ++visit->pages_seen;
}

void apply(Floor& floor, const event::DwellTicked& e, Time) {
  if (Page* page = page_at(floor, e.visitor, e.view)) page->dwell = e.dwell;
}

void apply(Floor& floor, const event::PageDwelled& e, Time) {
  Page* page = page_at(floor, e.visitor, e.view);
  if (!page) return;
  page->dwell = page->kept = e.dwell;
  page->over = true;
}

void apply(Floor& floor, const event::VisitEnded& e, Time) {
  Visitor& visitor = visitor_at(floor, e.visitor);
  close_invitation(floor, visitor);
  visitor.visit.reset();
  set_linger(floor, visitor, {});
  forget_if_gone(floor, e.visitor);
}

void apply(Floor& floor, const event::VisitorIdentified& e, Time) {
  Visitor& visitor = visitor_at(floor, e.visitor);
  if (e.name) visitor.name = e.name;
  if (e.email) visitor.email = e.email;
  if (e.phone) visitor.phone = e.phone;
  for (const auto& [name, value] : e.attributes) {
    if (value.empty()) {
      visitor.attributes.erase(name);
    } else {
      visitor.attributes[name] = value;
    }
  }
}

void apply(Floor& floor, const event::VisitorVerified& e, Time) {
  visitor_at(floor, e.visitor).identity = {e.external_id, e.vouched};
}

void apply(Floor& floor, const event::VisitorConnected& e, Time) {
  Visitor& visitor = visitor_at(floor, e.visitor);
  visitor.connected = true;
  set_linger(floor, visitor, {});
}

void apply(Floor& floor, const event::VisitorDisconnected& e, Time) {
  Visitor& visitor = visitor_at(floor, e.visitor);
  visitor.connected = false;
  if (lingers(visitor)) {
    set_linger(floor, visitor, e.linger_until);
  } else {
    forget_if_gone(floor, e.visitor);
  }
}

}  // namespace usher::core::evolving
