#include "simulation/trails.hpp"

#include <algorithm>

#include "core/limits.hpp"
#include "simulation/expect.hpp"

namespace usher::simulation {

void Trails::enter(const core::Event& event, std::int64_t now) {
  now_ = now;
  std::visit([this](const auto& e) { see(e); }, event);
}

void Trails::forget_told() {
  for (auto& [visitor, pages] : visits_) {
    for (Page& each : pages) each.told = each.kept;
  }
}

Trails::Page& Trails::page(core::VisitorId visitor, const std::string& view) {
  std::vector<Page>& pages = visits_[visitor.value];
  const auto found = std::ranges::find(pages, view, &Page::view);
  expect(!view.empty() && found != pages.end(), "known_page", visitor.value,
         "dwell on a page that nobody opened");
  return *found;
}

void Trails::grows(const Page& page, const core::Dwell& to) const {
  expect(!page.over, "dwell_ends", 0, "dwell after the page was left");
  expect(to.visible_ms >= page.told.visible_ms && to.active_ms >= page.told.active_ms,
         "dwell_grows", 0, "dwell went back");
  expect(to.visible_ms <= now_ - page.at + limits::dwell_slack_ms, "dwell_within_age", 0,
         "dwell passes the page's age");
  expect(to.active_ms <= to.visible_ms, "dwell_within_age", 0, "active out of view");
}

void Trails::see(const core::event::VisitStarted& e) {
  visits_[e.visitor.value].clear();
  ++came_[e.visitor.value];
}

void Trails::see(const core::event::PageViewed& e) {
  std::vector<Page>& pages = visits_[e.visitor.value];
  const bool twice = std::ranges::any_of(
      pages, [&e](const Page& each) { return !e.view.empty() && each.view == e.view; });
  expect(!twice, "page_once", e.visitor.value, "a page view is there twice");
  if (pages.size() == limits::trail_pages_max) {
    expect(pages.front().told == pages.front().kept, "dwell_kept", e.visitor.value,
           "a page falls off its trail before its dwell is kept");
    pages.erase(pages.begin());
  }
  const std::int64_t at = e.opened_at == core::Time{} ? now_ : e.opened_at.ms;
  expect(at <= now_, "page_once", e.visitor.value, "a page from the future");
  const auto later = std::ranges::find_if(pages, [at](const Page& each) { return each.at > at; });
  pages.insert(later, {e.view, at, {}, {}, false});
}

void Trails::see(const core::event::VisitEnded& e) {
  for (const Page& each : visits_[e.visitor.value]) {
    expect(each.told == each.kept, "dwell_kept", e.visitor.value,
           "a visit ends before its dwell is kept");
  }
  visits_.erase(e.visitor.value);
}

void Trails::see(const core::event::DwellTicked& e) {
  Page& it = page(e.visitor, e.view);
  grows(it, e.dwell);
  it.told = e.dwell;
}

void Trails::see(const core::event::PageDwelled& e) {
  Page& it = page(e.visitor, e.view);
  grows(it, e.dwell);
  it.told = it.kept = e.dwell;
  it.over = true;
}

// The floor never heard of them.
void Trails::see(const core::event::Forgotten& e) {
  for (const core::VisitorId id : e.visitors) came_[id.value] = 0;
}

void Trails::compare(const core::Floor& floor, std::int64_t now) const {
  const auto& past = floor.past_visits.all();
  for (const auto& [id, count] : came_) {
    const core::Visitor* visitor = core::find(floor, core::VisitorId{id});
    const auto before = past.find(core::VisitorId{id});
    const std::uint32_t kept = before == past.end() ? 0 : before->second.visits;
    expect((visitor ? visitor->visits : 0) + kept == count, "visits_counted", id,
           "a visit was forgotten or counted twice");
  }
  for (const auto& [id, visitor] : floor.visitors) {
    const auto mine = visits_.find(id.value);
    expect((mine != visits_.end()) == visitor.visit.has_value(), "same_trail", id.value,
           "a visit that never was, or one that is missing");
    if (!visitor.visit) continue;
    const bool same = std::ranges::equal(
        mine->second, visitor.visit->trail, [](const Page& a, const core::Page& b) {
          return a.view == b.view && a.at == b.at.ms && a.told == b.dwell && a.kept == b.kept &&
                 a.over == b.over;
        });
    expect(same, "same_trail", id.value, "the floor shows other pages or another dwell");
    for (const core::Page& each : visitor.visit->trail) {
      expect(each.dwell.visible_ms <= now - each.at.ms + limits::dwell_slack_ms, "dwell_within_age",
             id.value, "the floor shows more dwell than the page's age");
    }
  }
}

}  // namespace usher::simulation
